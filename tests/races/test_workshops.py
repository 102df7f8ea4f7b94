"""The last place at a workshop."""

import importlib
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from workshops.booking.actions import (
    ListFull,
    Person,
    SessionFull,
    accept_offer,
    book_place,
    cancel_booking,
    fill_places,
    join_list,
)
from workshops.messages.actions import send_due_messages
from workshops.models import Booking, Offer, Place, Session
from workshops.sessions.changing.actions import cancel_session
from workshops.states import HOLDING, PlaceState, Way

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
    without_constraint(Place, "one_booked_place_for_each_person")

    race(*bookings_by([person, person], session), patience=10)

    assert session.live_places().count() == 2


# --- In the room and online at once ---


def both_ways(people, session):
    return [
        partial(book_place, session, by=person, name=person.name, way=way)
        for person in people
        for way in session.ways
    ]


def test_in_each_way_as_many_come_in_as_there_are_places(race):
    session = factories.hybrid(capacity=2, online_capacity=3, most_waiting=1)
    rooms, links = ([factories.person() for _ in range(8)] for _ in "ab")

    outcomes = race(
        *[partial(book_place, session, by=each, name="A", way=Way.ROOM) for each in rooms],
        *[partial(book_place, session, by=each, name="A", way=Way.ONLINE) for each in links],
    )

    ways = [place.way for place in session.live_places()]
    assert (ways.count(Way.ROOM), ways.count(Way.ONLINE)) == (2, 3), outcomes


def test_one_person_who_books_both_ways_at_once_has_one_place(race):
    session = factories.hybrid()

    race(*both_ways([factories.person()], session))

    assert session.live_places().count() == 1


def test_without_the_lock_the_database_refuses_the_second_of_them(race, without_locks):
    session = factories.hybrid()
    without_locks(Session)

    race(*both_ways([factories.person()], session), patience=10)

    assert session.live_places().count() == 1


def test_without_lock_and_constraint_one_person_sits_in_both(
    race, without_locks, without_constraint
):
    session = factories.hybrid()
    without_locks(Session)
    without_constraint(Place, "one_booked_place_for_each_person")

    race(*both_ways([factories.person()], session), patience=10)

    assert session.live_places().count() == 2


def joining(session, number):
    people = [factories.person() for _ in range(number)]
    return [
        partial(join_list, session, people=[Person("A", each.email)], accepts=1, by=each)
        for each in people
    ]


def test_a_list_takes_as_many_as_it_says_and_the_others_are_told(race):
    session = factories.session(capacity=1, most_waiting=3)
    book_place(session, by=(ama := factories.person()), name=ama.name)

    outcomes = race(*joining(session, 8))

    assert session.places.filter(state=PlaceState.WAITING).count() == 3
    assert sum(isinstance(each, ListFull) for each in outcomes) == 5, outcomes


def test_without_the_lock_the_list_grows_beyond_its_end(race, without_locks):
    session = factories.session(capacity=1, most_waiting=3)
    book_place(session, by=(ama := factories.person()), name=ama.name)
    without_locks(Session)

    race(*joining(session, 8), patience=10)

    assert session.places.filter(state=PlaceState.WAITING).count() > 3


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


# --- A session that is cancelled while people get in ---


def cancel(session):
    return partial(cancel_session, session, because="The heating failed.", by=boss())


def boss():
    return factories.staff("is_officer")


def test_a_session_that_is_cancelled_while_people_book_leaves_nobody_with_a_place(race):
    session = factories.session(capacity=30)
    people = [factories.person() for _ in range(8)]

    outcomes = race(cancel(session), *bookings_by(people, session))

    booked = [outcome for outcome in outcomes if isinstance(outcome, Booking)]
    assert all(isinstance(each, Booking | Session | Refused) for each in outcomes), outcomes
    assert not session.places.live().exists()
    ended = session.places.filter(state=PlaceState.SESSION_CANCELLED)
    assert ended.count() == len(booked)
    told = Email.objects.filter(event="workshops/session_cancelled")
    assert set(told.values_list("to", flat=True)) == {each.booked_by.email for each in booked}


def test_without_lock_and_guards_somebody_sits_in_a_cancelled_session(race, without_locks):
    session = factories.session(capacity=30)
    people = [factories.person() for _ in range(2)]
    without_locks(Session)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(cancel(session), *bookings_by(people, session), patience=10)

    session.refresh_from_db()
    assert session.state == "cancelled"
    assert session.places.live().count() == 2  # and nobody told them


def test_without_the_lock_the_database_still_keeps_them_out(race, without_locks):
    session = factories.session(capacity=30)
    people = [factories.person() for _ in range(2)]
    without_locks(Session)

    outcomes = race(cancel(session), *bookings_by(people, session), patience=10, first=0)

    session.refresh_from_db()
    assert session.state == "cancelled", outcomes
    assert not session.places.live().exists(), outcomes
    assert not any(isinstance(each, Booking) for each in outcomes[1:]), outcomes


def test_an_offer_accepted_while_the_session_is_cancelled_is_no_place(race):
    session, waiting = full_with_three_waiting()
    held = session.bookings.exclude(places__state=PlaceState.WAITING).get()
    cancel_booking(held, by=held.booked_by)

    race(cancel(session), partial(accept_offer, waiting[0], by=waiting[0].booked_by))

    assert not session.places.live().exists()
    assert not Offer.objects.filter(ended_at=None).exists()
    told = Email.objects.filter(event="workshops/session_cancelled")
    assert told.count() == 3


def test_two_colleagues_cancel_once(race):
    session = factories.session()
    book_place(session, by=(ama := factories.person()), name=ama.name)

    race(cancel(session), cancel(session))

    assert session.changes.filter(kind="cancelled").count() == 1
    assert Email.objects.filter(event="workshops/session_cancelled").count() == 1


def test_a_move_and_a_cancellation_at_once_end_in_a_cancelled_session(race):
    session = factories.session()
    book_place(session, by=(ama := factories.person()), name=ama.name)

    race(cancel(session), partial(factories.session_moved, session))

    session.refresh_from_db()
    assert session.state == "cancelled"
    kinds = list(session.changes.order_by("pk").values_list("kind", flat=True))
    assert kinds in (["published", "cancelled"], ["published", "moved", "cancelled"])
    assert session.version == len(kinds) - 1


def test_the_clock_rings_twice_and_everybody_hears_once(race):
    session = factories.session(starts_at=now() + timedelta(days=7, minutes=1))
    for _ in range(3):
        book_place(session, by=(ama := factories.person()), name=ama.name)
    with time_machine.travel(now() + timedelta(minutes=5)):
        race(send_due_messages, send_due_messages, send_due_messages)

    assert Email.objects.filter(event="workshops/timed_week").count() == 3
