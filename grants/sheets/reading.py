"""Reading many rows once, from the first to the last."""

from contextlib import nullcontext

from django.db import connection, transaction


def one_reading():
    """What a file is read in, so that its rows come as they are asked for.

    On PostgreSQL a cursor outside a transaction would first be copied whole; on SQLite a
    transaction would keep everybody else from writing.
    """
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
