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
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import QuerySet

WRITES = ("INSERT", "UPDATE", "DELETE")


def run_together(*calls, patience=0.4, before=None, first=None, leads=None):
    """Run the calls at once; return what each gave back or raised, in the same order.

    patience: how long the first to write waits for the others to have looked.
    before: hold each at its first write to one of these tables; at any, if not said.
    first: the call that writes first, for a fault that needs one order of the two. The others
    have looked by then, and go on when it is done or when patience ends.
    leads: the call that has its locks first, for a promise that differs by who wins. The others
    come when it is at its first write.
    """
    window = Window(len(calls), patience, before, first, leads)
    outcomes = [None] * len(calls)

    def run(number, call):
        here = connections["default"]
        try:
            window.wait_to_begin(number)
            with here.execute_wrapper(partial(window.hold, number)):
                outcomes[number] = call()
        except Exception as trouble:
            outcomes[number] = trouble
        finally:
            window.leave(number)
            here.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "Somebody waits for ever."
    return outcomes


class Window:
    """The moment between looking and writing, held open until all have looked or patience ends."""

    def __init__(self, number, patience, before, first, leads):
        self.patience, self.before, self.first, self.leads = patience, before, first, leads
        self.start, self.all_have_looked = threading.Barrier(number), threading.Barrier(number)
        self.first_is_done, self.leader_is_there = threading.Event(), threading.Event()
        self.have_waited = set()

    def wait_to_begin(self, number):
        self.start.wait(10)
        if self.leads not in (None, number):
            self.leader_is_there.wait(10)

    def hold(self, number, execute, sql, params, many, context):
        is_write = sql.startswith(WRITES) and touches(sql, self.before)
        if is_write and number not in self.have_waited:
            self.have_waited.add(number)
            if number == self.leads:
                self.leader_is_there.set()
            with suppress(threading.BrokenBarrierError):
                self.all_have_looked.wait(self.patience)
            if self.first not in (None, number):
                self.first_is_done.wait(self.patience)
        return execute(sql, params, many, context)

    def leave(self, number):
        if number == self.first:
            self.first_is_done.set()
        if number == self.leads:
            self.leader_is_there.set()
        if number not in self.have_waited:
            self.all_have_looked.abort()  # this one will never come: the others need not wait


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
