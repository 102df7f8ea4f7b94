"""Every move leaves one entry in the history, or nothing at all."""

import importlib

import pytest
from django.db import IntegrityError, transaction

from grants import history
from grants.applications import actions as applying
from grants.history import HistoryHead, faults_in, moving
from tests import factories
from tests.house.every_stage import STAGES

pytestmark = [pytest.mark.django_db, pytest.mark.database]

guards = importlib.import_module("grants.migrations._guards")


@pytest.mark.parametrize("state", STAGES)
def test_the_state_is_what_a_replay_of_the_history_gives(state):
    application = STAGES[state]()

    assert application.state == state
    assert replay(application) == state
    assert faults_in(application) == []


def replay(application):
    """Walk the moves one after the other, as somebody would who has only the history."""
    state = ""
    for entry in application.history.exclude(to_state="").order_by("sequence"):
        assert entry.from_state == state
        state = entry.to_state
    return state


def test_each_stage_of_a_life_leaves_one_entry_in_its_place():
    application = factories.closed()

    entries = list(application.history.order_by("sequence"))

    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.verb for entry in entries if entry.to_state] == [
        "start",
        "submit",
        "start_assessment",
        "refer_to_panel",
        "offer",
        "accept",
        "start_monitoring",
        "close",
    ]
    assert all(entry.by_id for entry in entries if entry.to_state)


def test_a_payment_run_is_told_once_in_the_history_of_each_case():
    application = factories.paid()

    verbs = application.history.filter(subject__startswith="RUN-").order_by("sequence")

    assert list(verbs.values_list("verb", flat=True)) == [
        "prepare_run",
        "approve_run",
        "export_run",
        "say_result",
        "settle_run",
    ]


def test_a_failure_after_the_move_takes_the_move_and_its_entry_back():
    application = factories.draft()

    def send_and_stumble():
        with moving(application, by=application.started_by) as locked:
            locked.submit()
            1 / 0

    with pytest.raises(ZeroDivisionError):
        send_and_stumble()

    application.refresh_from_db()
    assert application.state == "draft"
    assert application.history.count() == 1
    assert faults_in(application) == []


def test_a_failure_of_the_save_takes_the_entry_back_too():
    """The database refuses a sent application that does not say when: nothing is half done."""
    application = factories.draft()

    with (
        pytest.raises(IntegrityError),
        moving(application, by=application.started_by) as locked,
    ):
        locked.submit()

    application.refresh_from_db()
    assert application.state == "draft"
    assert application.history.count() == 1


def test_a_failure_outside_the_door_takes_everything_back():
    """The action is done, then the transaction that it was a part of fails."""
    application = factories.draft()

    def send_and_stumble():
        with transaction.atomic():
            applying.submit_application(application, by=application.started_by)
            1 / 0

    with pytest.raises(ZeroDivisionError):
        send_and_stumble()

    application.refresh_from_db()
    assert application.state == "draft"
    assert application.history.count() == 1
    assert HistoryHead.objects.get(application=application).sequence == 1
    assert faults_in(application) == []


def test_looking_without_moving_leaves_no_entry():
    application = factories.draft()

    with moving(application, by=application.started_by):
        pass

    assert application.history.count() == 1


def test_the_same_words_by_the_same_person_never_look_the_same_in_the_chain():
    """The seal is salted, so that nobody can try out who or what stands behind it."""
    application = factories.draft()
    by = application.started_by

    first = history.record(application, verb="note", by=by, note="Same words.")
    second = history.record(application, verb="note", by=by, note="Same words.")

    assert first.seal != second.seal
