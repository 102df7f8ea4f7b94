"""Who lost a place because we cancelled comes first at the next date; once, and as they came."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from applicants.actions import close_account, forget_person
from tests import factories
from tests.factories import newcomers, person, staff
from workshops.booking import actions
from workshops.booking.actions import Person, book_place, book_places
from workshops.forgetting.actions import forget_guest
from workshops.forgetting.queries import Guest
from workshops.register.actions import note_taps
from workshops.register.models import Mark
from workshops.register.taps import Tap
from workshops.sessions.queries import with_places
from workshops.states import PlaceState, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return factories.workshop()


def date(workshop, days, **facts):
    return factories.session(workshop=workshop, starts_at=now() + timedelta(days=days), **facts)


def book(of, by, **facts):
    return book_place(of, by=by, name=by.name, **facts)


def test_who_has_been_there_since_is_not_asked_again(workshop):
    january, february = date(workshop, 5), date(workshop, 10)
    came, gave_back, lost = person(), person(), person()
    for who in (came, gave_back, lost):
        book(january, who)
    factories.session_cancelled(january)
    place = book(february, came).places.get()
    actions.cancel_booking(book(february, gave_back), by=gave_back)

    with time_machine.travel(february.ends_at + timedelta(days=2)):
        factories.mark_attendance(february, came={place.pk}, by=staff("is_officer"))
        april = date(workshop, 30)

    assert [booking.booked_by for booking in april.bookings.all()] == [lost]


def test_who_walked_in_at_a_later_date_is_not_asked_again(workshop):
    january, february = date(workshop, 5), date(workshop, 10)
    ama = person()
    book(january, ama)
    factories.session_cancelled(january)
    with time_machine.travel(february.starts_at):
        tap = Tap(Mark.ARRIVED, name=ama.name, email=ama.email)
        note_taps(february, [tap], by=staff("is_officer"))
    assert february.places.get().booked_at is None

    with time_machine.travel(february.ends_at + timedelta(days=2)):
        april = date(workshop, 30)

    assert not april.bookings.exists()


def test_who_only_waited_in_vain_at_a_later_date_is_asked(workshop):
    january = date(workshop, 5)
    february = date(workshop, 10, capacity=1)
    book(february, person())
    ama = person()
    book(january, ama)
    factories.session_cancelled(january)
    factories.waiting(by=ama, of=february)

    with time_machine.travel(february.ends_at):
        actions.fill_all_sessions()
        april = date(workshop, 30)

    assert april.bookings.get().booked_by == ama


def test_who_was_forgotten_gets_no_chair_and_a_forgotten_companion_none_beside(workshop):
    january = date(workshop, 5)
    alone = newcomers.confirmed(january)
    friend = Person("Ben", "ben@home.example")
    party = newcomers.confirmed(january, others=[friend])
    factories.session_cancelled(january)
    for email in (alone.email, friend.email):
        forget_guest(Guest(email=email), by=staff("is_administrator"))

    april = date(workshop, 30, capacity=5)

    booking = april.bookings.get()
    assert booking.email == party.email
    assert [place.email for place in booking.places.all()] == [party.email]
    assert with_places(april).free == 4


def test_they_come_the_way_they_came_where_there_is_one(workshop):
    january = factories.hybrid(workshop=workshop, capacity=3, online_capacity=3)
    online = newcomers.confirmed(january, way=Way.ONLINE)
    factories.session_cancelled(january)

    april = factories.hybrid(workshop=workshop, starts_at=now() + timedelta(days=40))

    place = april.bookings.get().places.get()
    assert (place.way, place.state) == (Way.ONLINE, PlaceState.OFFERED)
    factories.session_cancelled(april)
    may = date(workshop, 60)
    assert may.bookings.get().places.get().way == Way.ROOM
    assert may.bookings.get().email == online.email


def test_a_helper_has_a_chair_again_and_never_one_too_many(workshop):
    january = date(workshop, 5)
    with_helper, other = person(), person()
    booking = book(january, with_helper)
    actions.bring_helper(booking, place=booking.places.get(), by=with_helper)
    book(january, other)
    factories.session_cancelled(january)

    april = date(workshop, 30, capacity=2)

    first, second = april.bookings.order_by("pk")
    place = first.places.get()
    assert (place.state, place.with_companion) == (PlaceState.OFFERED, True)
    assert second.places.get().state == PlaceState.WAITING
    with time_machine.travel(first.offers.get().until):
        actions.fill_all_sessions()
    place.refresh_from_db()
    assert second.places.get().state == PlaceState.OFFERED
    assert (place.state, place.with_companion) == (PlaceState.OFFERED, False), "on the last chair"


def test_who_came_first_with_a_helper_keeps_the_chair_when_they_say_yes(workshop):
    january = date(workshop, 5)
    ama = person()
    people = [Person(ama.name, ama.email), Person("Ben")]
    booking = book_places(january, people=people, by=ama)
    actions.bring_helper(booking, place=booking.places.get(name="Ben"), by=ama)
    factories.session_cancelled(january)
    april = date(workshop, 30, capacity=3)

    taken = actions.accept_offer(april.bookings.get(), by=ama)

    assert [place.with_companion for place in taken.places.order_by("pk")] == [False, True]
    assert with_places(april).free == 0


def test_who_was_left_out_of_a_party_takes_no_turn_from_it(workshop):
    """Bo had a place of his own, so the booking in which he was named was never his."""
    january, bo, ama = date(workshop, 5), person(), person()
    book(january, bo)
    book_places(january, people=[Person("Ama", ama.email), Person("Bo", bo.email)], by=ama)
    factories.session_cancelled(january)

    april = date(workshop, 30)

    assert {booking.booked_by for booking in april.bookings.all()} == {bo, ama}
    assert april.places.count() == 2


def test_whoever_booked_and_closed_their_account_comes_first_with_their_party(workshop):
    """They were told so when we cancelled, on a page that opens without signing in."""
    january, ama, ben = date(workshop, 5), person(name="Ama"), person(name="Ben")
    book_places(january, people=[Person("Ama", ama.email), Person("Ben", ben.email)], by=ama)
    close_account(ama, by=staff("is_administrator"))
    factories.session_cancelled(january)

    april = date(workshop, 30)

    places = april.places.order_by("pk")
    assert [(place.email, place.state) for place in places] == [
        (ama.email, PlaceState.OFFERED),
        (ben.email, PlaceState.OFFERED),
    ]
    mail = newcomers.newest_email("place_offered", ama.email)
    assert "/my/" in newcomers.link_in(mail)


def test_whoever_had_their_account_forgotten_does_not(workshop):
    january, ama, ben = date(workshop, 5), person(name="Ama"), person(name="Ben")
    book_places(january, people=[Person("Ama", ama.email), Person("Ben", ben.email)], by=ama)
    factories.session_cancelled(january)
    close_account(ama, by=staff("is_administrator"))
    forget_person(ama, by=staff("is_administrator"))

    april = date(workshop, 30)

    assert not april.bookings.exists()
