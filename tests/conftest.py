"""What every test starts from."""

import importlib

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection

# A busy machine is not a fault of what is tested.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


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
    guards = importlib.import_module("grants.migrations._guards")
    request.getfixturevalue("transactional_db")
    with connection.schema_editor() as editor:
        guards.install(editor)
    yield
    with connection.schema_editor() as editor:
        guards.remove(editor)
