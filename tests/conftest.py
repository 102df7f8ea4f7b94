"""What every test starts from."""

import gc

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection

from grants.written import forget_words

from . import emptying
from .factories.warm import may_lift_guards

# A busy machine is not a fault of what is tested.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


# What takes longest comes first, so that nobody waits for it at the end while one works alone.
# The town, which takes minutes to make and to walk, then stays with one process.
LONGEST_FIRST = (
    "tests/house/town/",
    "tests/browser/test_pages.py",
    "tests/browser/test_draft_to_closed.py",
    "tests/browser/test_panel_to_review.py",
    "tests/browser/test_newcomer.py",
    "tests/browser/test_month_end.py",
    "tests/browser/test_applying_on_a_phone.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first; all others keep their order after them."""
    items.sort(key=_when)


def _when(item):
    for place, start in enumerate(LONGEST_FIRST):
        if item.nodeid.startswith(start):
            return place
    return len(LONGEST_FIRST)


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
def _fresh_words():
    """Let large queries be written anew: a test may change a setting that stands in them."""
    forget_words()


@pytest.fixture(autouse=True)
def _emptying_is_allowed(request):
    """Empty what a test with real transactions saved: our guards refuse deletion.

    The guards stand while the test runs; they are lifted only for the emptying. Django, which
    would empty all tables after us, then finds nothing to do.
    """
    if "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    if may_lift_guards():
        connection.ops.sql_flush = emptying.all_rows_away
        yield
        emptying.empty()
        emptying.put_guards_back()  # a control of a race may have taken them away
        return
    emptying.put_guards_back()
    yield
    with connection.schema_editor() as editor:
        emptying.guards.remove(editor)
