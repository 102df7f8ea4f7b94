"""Many things happen to one application at once, and its history tells each of them."""

from functools import partial

import pytest
from django.db import transaction

from grants.history import HistoryEntry, HistoryHead, faults_in, record
from tests import factories

pytestmark = pytest.mark.database

MANY = 12


def notes_on(application):
    note = transaction.atomic(partial(record, verb="note", by=application.started_by))
    return [partial(note, application, note=f"Note {number}") for number in range(MANY)]


def test_every_entry_has_its_place_and_the_chain_verifies(race):
    application = factories.draft()

    outcomes = race(*notes_on(application))

    assert all(isinstance(outcome, HistoryEntry) for outcome in outcomes), outcomes
    entries = application.history.order_by("sequence")
    assert [entry.sequence for entry in entries] == list(range(1, MANY + 2))
    assert {entry.note for entry in entries} >= {f"Note {number}" for number in range(MANY)}
    assert faults_in(application) == []


def test_without_the_locked_head_entries_are_lost(race, without_locks):
    application = factories.draft()
    without_locks(HistoryHead)

    outcomes = race(*notes_on(application), patience=10)

    lost = [outcome for outcome in outcomes if not isinstance(outcome, HistoryEntry)]
    assert lost
    assert application.history.count() == 1 + MANY - len(lost)
