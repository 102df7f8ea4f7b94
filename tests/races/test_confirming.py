"""Somebody confirms by email as their two hours end: the last chair is theirs or the next one’s."""

import importlib
from functools import partial

import pytest
import time_machine
from django.db import connection

from applicants.models import Email
from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import book_place, fill_places
from workshops.models import Session
from workshops.newcomers.actions import confirm_booking
from workshops.states import HOLDING

guards = importlib.import_module("grants.migrations._guards")
pytestmark = pytest.mark.database


def held_with_somebody_waiting():
    """One chair, kept for somebody who has not confirmed; somebody waits for it."""
    session = factories.session(capacity=1)
    held = newcomers.asked_for_place(session)
    waiting = newcomers.confirmed(session, waits=True)
    return session, held, waiting


def states(session):
    return sorted(session.places.values_list("state", flat=True))


@pytest.mark.parametrize("is_first", [True, False])
def test_a_yes_at_the_end_is_in_time_or_too_late_and_the_chair_is_one_person_s(race, is_first):
    session, held, _waiting = held_with_somebody_waiting()
    calls = [partial(confirm_booking, held), partial(fill_places, session)]
    with time_machine.travel(held.confirm_by, tick=False):
        race(*(calls if is_first else reversed(calls)))

    assert states(session) == ["not_confirmed", "offered"]  # too late, whoever looked first


def test_two_presses_of_the_button_book_once(race):
    session = factories.session(capacity=1)
    held = newcomers.asked_for_place(session)

    outcomes = race(partial(confirm_booking, held), partial(confirm_booking, held))

    assert outcomes[0] == outcomes[1] == held, outcomes
    assert states(session) == ["booked"]


def test_twenty_who_ask_at_once_are_kept_as_many_chairs_as_there_are(race):
    session = factories.session(capacity=3)
    people = [newcomers.contact() for _ in range(8)]

    race(*[partial(newcomers.asked_for_place, session, who=who) for who in people])

    assert states(session) == ["held"] * 3


def test_without_the_lock_and_the_guards_one_chair_is_kept_for_everybody(race, without_locks):
    session = factories.session(capacity=1)
    people = [newcomers.contact() for _ in range(4)]
    without_locks(Session)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*[partial(newcomers.asked_for_place, session, who=who) for who in people], patience=10)

    assert states(session) == ["held"] * 4


def told_yes():
    return Email.objects.filter(event="workshops/booking_made").count()


@pytest.mark.parametrize("is_first", [True, False])
def test_whoever_hears_yes_has_the_chair_and_nobody_else(race, is_first):
    """The clock has not looked yet: a late yes, the clock and a new booking want one chair."""
    session = factories.session(capacity=1)
    held = newcomers.asked_for_place(session)
    new = factories.person()
    calls = [
        partial(confirm_booking, held),
        partial(fill_places, session),
        partial(book_place, session, by=new, name="New"),
    ]
    with time_machine.travel(held.confirm_by, tick=False):
        race(*(calls if is_first else reversed(calls)))

    booked = session.places.filter(state="booked").count()
    assert booked == told_yes() <= 1
    assert session.places.filter(state__in=HOLDING).count() <= 1


def the_yes_and_then_the_clock(race, held):
    """Both have looked; the yes is written first."""
    calls = [partial(confirm_booking, held), partial(fill_places, held.session)]
    with time_machine.travel(held.confirm_by, tick=False):
        return race(*calls, patience=10, first=0)


def test_without_the_lock_the_database_still_takes_no_chair_back(race, without_locks):
    held = newcomers.asked_for_place(factories.session(capacity=1))
    without_locks(Session)

    the_yes_and_then_the_clock(race, held)

    assert (states(held.session), told_yes()) == (["booked"], 1)


def test_without_lock_and_guards_somebody_hears_yes_and_has_no_chair(race, without_locks):
    held = newcomers.asked_for_place(factories.session(capacity=1))
    without_locks(Session)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    the_yes_and_then_the_clock(race, held)

    assert (states(held.session), told_yes()) == (["not_confirmed"], 1)
