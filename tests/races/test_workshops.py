"""The last place at a workshop."""

import importlib
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils.timezone import now

from applicants.models import Email
from tests import factories
from workshops.booking.actions import (
    SessionFull,
    accept_offer,
    book_place,
    cancel_booking,
    fill_places,
)
from workshops.models import Booking, Offer, Place, Session
from workshops.states import HOLDING, PlaceState

guards = importlib.import_module("grants.migrations._guards")

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


def test_without_the_lock_and_the_guards_one_place_is_sold_to_everybody(race, without_locks):
    session = factories.session(capacity=1)
    people = [factories.person() for _ in range(6)]
    without_locks(Session)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*bookings_by(people, session), patience=10)

    assert session.live_places().count() == 6


def test_without_the_lock_the_database_still_sells_one_place_once(race, without_locks):
    session = factories.session(capacity=1)
    people = [factories.person() for _ in range(6)]
    without_locks(Session)

    outcomes = race(*bookings_by(people, session), patience=10)

    assert session.live_places().count() == 1, outcomes


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


def test_one_place_that_comes_free_is_offered_once(race):
    session, waiting = full_with_three_waiting()
    held = session.bookings.exclude(places__state=PlaceState.WAITING).get()

    race(
        partial(cancel_booking, held, by=held.booked_by),
        *[partial(fill_places, session) for _ in range(3)],
    )

    states = [booking.places.get().state for booking in waiting]
    assert states == ["offered", "waiting", "waiting"]
    assert Offer.objects.count() == 1


def test_without_lock_guards_and_constraint_one_place_is_offered_to_more(
    race, without_locks, without_constraint
):
    session, waiting = full_with_three_waiting()
    Place.objects.exclude(booking__in=waiting).update(
        state=PlaceState.CANCELLED_IN_TIME, ended_at=now()
    )
    without_locks(Session)
    without_constraint(Offer, "one_open_offer_for_each_party")
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*[partial(fill_places, session) for _ in range(3)], patience=10)

    assert Offer.objects.count() == 3


def test_an_answer_and_the_end_of_the_offer_at_once_make_one_truth(race):
    session, waiting = full_with_three_waiting()
    held = session.bookings.exclude(places__state=PlaceState.WAITING).get()
    cancel_booking(held, by=held.booked_by)
    Offer.objects.update(until=now() - timedelta(seconds=1))

    race(
        partial(accept_offer, waiting[0], by=waiting[0].booked_by),
        partial(fill_places, session),
    )

    taken = session.places.filter(state__in=HOLDING)
    assert taken.count() == 1
    assert taken.get().booking == waiting[1]  # the next in the list, and nobody twice


def full_with_three_waiting():
    session = factories.session(capacity=1)
    return session, [factories.waiting(by=factories.person(), of=session) for _ in range(3)]
