"""Records that are made once and stand for all tests of a file."""

import importlib
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction


@contextmanager
def standing(blocker):
    """What is made in here stands until it ends; each test takes back what it did itself.

    For a fixture of a whole file, with `django_db_blocker`; the tests carry the mark as always.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def emptied_afterwards(blocker):
    """What is made in here is saved for good, and all tables are emptied when it ends.

    For tests that send requests which begin and end transactions of their own. Our guards
    refuse deletion, so they are lifted for the emptying and put back.
    """
    guards = importlib.import_module("grants.migrations._guards")
    yield
    with blocker.unblock():
        with connection.schema_editor() as editor:
            guards.remove(editor)
        call_command("flush", interactive=False, verbosity=0)
        with connection.schema_editor() as editor:
            guards.install(editor)
