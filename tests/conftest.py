"""What every test starts from."""

import importlib

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection

# A busy machine is not a fault of what is tested.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_itemcollected(item):
    """Tests that share something made for all of their file or folder run in one process.

    Two processes would each make it; `--dist loadgroup` keeps such tests together.
    """
    for name, found in item._fixtureinfo.name2fixturedefs.items():
        if found[-1].scope in ("module", "package"):
            item.add_marker(pytest.mark.xdist_group(f"{name} of {found[-1].baseid}"))


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
