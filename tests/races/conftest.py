"""Several people at once: real threads with connections of their own, and a window held open.

A race is lost between looking and writing. `race` starts everybody together and
lets nobody write before everybody has looked, so that a missing lock shows each
time and not once a month. Where a lock keeps the others out, they do not come to
look; then the one inside goes on after a moment, as in real life.

Each race has a control, run on PostgreSQL: the same window with the lock or the
constraint taken away, in which the thing that must never happen does happen.
"""

import importlib
import threading
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import QuerySet

WRITES = ("INSERT", "UPDATE", "DELETE")


def run_together(*calls, patience=0.4, before=None, first=None):
    """Run the calls at once; return what each gave back or raised, in the same order.

    patience: how long the first to write waits for the others to have looked.
    before: hold each at its first write to one of these tables; at any, if not said.
    first: the call that writes first, for a fault that needs one order of the two. The others
    have looked by then, and go on when it is done or when patience ends.
    """
    start = threading.Barrier(len(calls))
    window = threading.Barrier(len(calls))
    first_is_done = threading.Event()
    outcomes = [None] * len(calls)

    def run(number, call):
        here = connections["default"]
        has_waited = False

        def hold(execute, sql, params, many, context):
            nonlocal has_waited
            if not has_waited and sql.startswith(WRITES) and touches(sql, before):
                has_waited = True
                with suppress(threading.BrokenBarrierError):
                    window.wait(patience)
                if first not in (None, number):
                    first_is_done.wait(patience)
            return execute(sql, params, many, context)

        try:
            start.wait(10)
            with here.execute_wrapper(hold):
                outcomes[number] = call()
        except Exception as trouble:
            outcomes[number] = trouble
        finally:
            if number == first:
                first_is_done.set()
            if not has_waited:
                window.abort()  # this one will never come: the others need not wait
            here.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "Somebody waits for ever."
    return outcomes


def touches(sql, tables):
    return tables is None or any(f'"{table}"' in sql.split("(")[0] for table in tables)


@pytest.fixture
def race(transactional_db):
    return run_together


@pytest.fixture
def without_locks(transactional_db, monkeypatch):
    """Take away the row locks on these models: `without_locks(Round)`."""
    locked = QuerySet.select_for_update

    def take_away(*models):
        def unlocked(self, *args, **kwargs):
            return self.all() if self.model in models else locked(self, *args, **kwargs)

        monkeypatch.setattr(QuerySet, "select_for_update", unlocked)

    return take_away


@pytest.fixture
def without_constraint(transactional_db):
    """Take away a constraint for one test: `without_constraint(Payment, "its_name")`."""
    taken = []

    def take_away(model, name):
        constraint = next(each for each in model._meta.constraints if each.name == name)
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        taken.append((model, constraint))

    yield take_away
    # What the test doubled must go before the constraint can stand again.
    guards = importlib.import_module("grants.migrations._guards")
    with connection.schema_editor() as editor:
        guards.remove(editor)
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    for model, constraint in taken:
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def pytest_collection_modifyitems(config, items):
    """SQLite lets one writer in at a time: there is no row lock that could be taken away."""
    if connection.vendor == "postgresql":
        return
    controls = [item for item in items if "without_locks" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=controls)
    items[:] = [item for item in items if item not in controls]
