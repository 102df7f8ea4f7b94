"""What every test starts from."""

import gc
import importlib

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection

from .factories.warm import WITHOUT_GUARDS, may_lift_guards

# A busy machine is not a fault of what is tested.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_collection_finish():
    """What is loaded by now stays until the end: nobody need look through it for rubbish again.

    Rubbish in circles is looked for less often, too; together that is a tenth of all the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _fresh_counts():
    """Forget sign-in attempts, so that no test is locked out by the one before it."""
    cache.clear()


@pytest.fixture(autouse=True)
def _emptying_is_allowed(request):
    """Let a test with real transactions empty its tables: our guards refuse deletion.

    The guards stand while the test runs; they are lifted only for the emptying
    that Django does after it.
    """
    if "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    guards = importlib.import_module("grants.migrations._guards")
    with connection.schema_editor() as editor:
        guards.install(editor)
    if connection.vendor == "postgresql" and may_lift_guards():
        # Django would make each of our many tables anew, which takes half a second; few have rows.
        connection.ops.sql_flush = _rows_away
        yield
        return
    yield
    with connection.schema_editor() as editor:
        guards.remove(editor)


def _rows_away(style, tables, **how):
    return [WITHOUT_GUARDS, *(f'DELETE FROM "{table}"' for table in tables)]
