"""The last place at a workshop."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from workshops.actions import SessionFull, book_place, change_capacity
from workshops.models import Booking, Place, Session

pytestmark = pytest.mark.database


def bookings_by(people, session):
    return [partial(book_place, session, by=person, name=person.name) for person in people]


@pytest.mark.parametrize("places", [1, 3, 10])
def test_of_twenty_people_as_many_come_in_as_there_are_places(race, places):
    session = factories.session(capacity=places)
    people = [factories.person() for _ in range(20)]

    outcomes = race(*bookings_by(people, session))

    booked = [outcome for outcome in outcomes if isinstance(outcome, Booking)]
    told = [outcome for outcome in outcomes if isinstance(outcome, SessionFull)]
    assert (len(booked), len(told)) == (places, 20 - places), outcomes
    assert session.live_places().count() == places
    assert Email.objects.filter(event="workshops/booking_made").count() == places


def test_without_the_lock_one_place_is_sold_to_everybody(race, without_locks):
    session = factories.session(capacity=1)
    people = [factories.person() for _ in range(6)]
    without_locks(Session)

    race(*bookings_by(people, session), patience=10)

    assert session.live_places().count() == 6


def test_a_doubled_click_books_one_place_and_both_answers_are_the_same(race):
    session = factories.session(capacity=5)
    person = factories.person()

    first, second = race(*bookings_by([person, person], session))

    assert isinstance(first, Booking), first
    assert first == second
    assert session.live_places().count() == 1
    assert Email.objects.filter(event="workshops/booking_made").count() == 1


def test_without_lock_and_constraint_a_doubled_click_books_two(
    race, without_locks, without_constraint
):
    session = factories.session(capacity=5)
    person = factories.person()
    without_locks(Session)
    without_constraint(Place, "one_live_place_for_each_person")

    race(*bookings_by([person, person], session), patience=10)

    assert session.live_places().count() == 2


def test_a_room_is_not_made_smaller_under_somebody_who_is_just_booking(race):
    session, late = nearly_full_session()

    outcomes = race(*shrink_while_booking(session, late))

    session.refresh_from_db()
    assert session.live_places().count() <= session.capacity
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


def test_without_the_lock_the_room_gets_too_small(race, without_locks):
    session, late = nearly_full_session()
    without_locks(Session)

    race(*shrink_while_booking(session, late), patience=10)

    session.refresh_from_db()
    assert (session.live_places().count(), session.capacity) == (2, 1)


def nearly_full_session():
    session = factories.session(capacity=2)
    early, late = factories.person(), factories.person()
    book_place(session, by=early, name=early.name)
    return session, late


def shrink_while_booking(session, late):
    officer = factories.staff("is_officer")
    return (
        partial(change_capacity, session, capacity=1, by=officer),
        partial(book_place, session, by=late, name=late.name),
    )
