"""Records that are made once and stand for all tests of a file."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def standing(blocker):
    """What is made in here stands until it ends; each test takes back what it did itself.

    For a fixture of a whole file, with `django_db_blocker`; the tests carry the mark as always.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
