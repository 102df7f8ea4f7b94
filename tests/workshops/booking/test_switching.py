"""In the room, online, or first the one and then the other."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import person
from workshops.booking import actions, queries
from workshops.booking.actions import Person, SessionFull
from workshops.models import Offer, Place
from workshops.states import PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ROOM, ONLINE = Way.ROOM, Way.ONLINE


def book(of, way, by=None):
    by = by or person()
    return actions.book_place(of, by=by, name=by.name, way=way)


def wait(of, way, by=None):
    by = by or person()
    return actions.join_list(of, people=[Person(by.name, by.email)], accepts=1, way=way, by=by)


def held(booking):
    return booking.places.live().people().get()


def change(booking):
    return actions.change_way(booking, place=held(booking), by=booking.booked_by)


def wish(booking):
    return booking.places.live().exclude(instead_of=None).first()


def test_the_room_and_online_are_counted_apart():
    of = factories.hybrid(capacity=1, online_capacity=1)
    book(of, ROOM)

    with pytest.raises(SessionFull):
        book(of, ROOM)
    assert held(book(of, ONLINE)).way == ONLINE
    with pytest.raises(SessionFull):
        book(of, ONLINE)


def test_each_way_has_a_list_of_its_own():
    of = factories.hybrid(capacity=1, online_capacity=1)
    sits = book(of, ROOM)
    book(of, ONLINE)
    for_online, for_room = wait(of, ONLINE), wait(of, ROOM)

    assert queries.number_in_list(for_online) == queries.number_in_list(for_room) == 1
    actions.cancel_booking(sits, by=sits.booked_by)

    assert for_room.places.get().state == PlaceState.OFFERED
    assert for_online.places.get().state == PlaceState.WAITING


def test_where_there_is_a_place_one_changes_at_once_with_the_same_calendar_entry():
    of = factories.hybrid()
    booking = book(of, ONLINE)
    before = held(booking)

    change(booking)

    assert held(booking) == before  # the same row, so their links and needs stay
    assert held(booking).way == ROOM
    assert held(booking).calendar_uid == before.calendar_uid
    assert held(booking).calendar_sequence == before.calendar_sequence + 1
    mail = Email.objects.get(event="workshops/place_switched")
    assert "LOCATION:Tanyard Library" in mail.calendar.replace("\\, or online", "")
    assert "METHOD:REQUEST" in mail.calendar


def test_who_waits_for_the_room_keeps_the_place_online_until_the_room_is_won():
    of = factories.hybrid(capacity=1)
    sits, booking = book(of, ROOM), book(of, ONLINE)

    change(booking)
    change(booking)  # a doubled click

    assert (held(booking).way, held(booking).state) == (ONLINE, PlaceState.BOOKED)
    assert (wish(booking).way, wish(booking).state) == (ROOM, PlaceState.WAITING)
    actions.cancel_booking(sits, by=sits.booked_by)
    assert wish(booking).state == PlaceState.OFFERED
    assert held(booking).way == ONLINE  # still
    actions.accept_offer(booking, by=booking.booked_by)
    assert held(booking).way == ROOM
    assert wish(booking) is None
    assert booking.places.filter(state=PlaceState.SWITCHED).count() == 1


def test_who_leaves_online_for_the_room_makes_way_for_who_waits_online():
    of = factories.hybrid(capacity=1, online_capacity=1)
    sits, changes = book(of, ROOM), book(of, ONLINE)
    waits = wait(of, ONLINE)
    change(changes)

    actions.cancel_booking(sits, by=sits.booked_by)
    actions.accept_offer(changes, by=changes.booked_by)

    assert waits.places.get().state == PlaceState.OFFERED


def test_an_offer_for_the_room_that_lapses_twice_leaves_the_place_online(time_machine):
    of = factories.hybrid(capacity=1, starts_at=now() + timedelta(days=30))
    sits, booking = book(of, ROOM), book(of, ONLINE)
    change(booking)
    actions.cancel_booking(sits, by=sits.booked_by)

    for _ in range(2):
        time_machine.move_to(Offer.objects.get(ended_at=None).until, tick=False)
        actions.fill_all_sessions()

    assert wish(booking) is None
    assert (held(booking).way, held(booking).state) == (ONLINE, PlaceState.BOOKED)


def test_staying_online_leaves_the_list_of_the_room():
    of = factories.hybrid(capacity=1)
    book(of, ROOM)
    booking = change(book(of, ONLINE))

    actions.keep_way(booking, place=held(booking), by=booking.booked_by)

    assert wish(booking) is None
    assert held(booking).way == ONLINE


def test_who_cannot_come_gives_back_what_they_have_and_what_they_wait_for():
    of = factories.hybrid(capacity=1)
    book(of, ROOM)
    booking = change(book(of, ONLINE))

    actions.give_back(booking, places=[held(booking)], by=booking.booked_by)

    assert not booking.places.live().exists()


def test_who_waits_for_the_room_may_come_online_meanwhile():
    of = factories.hybrid(capacity=1, online_capacity=1)
    book(of, ROOM)
    booking = wait(of, ROOM)

    actions.take_meanwhile(booking, by=booking.booked_by)
    actions.take_meanwhile(booking, by=booking.booked_by)

    assert (held(booking).way, held(booking).state) == (ONLINE, PlaceState.BOOKED)
    assert queries.number_in_list(booking) == 1


def test_at_the_end_of_booking_for_the_room_the_place_online_stays(time_machine):
    of = factories.hybrid(capacity=1)
    book(of, ROOM)
    booking = change(book(of, ONLINE))

    time_machine.move_to(of.closes_for(ROOM), tick=False)
    actions.fill_all_sessions()

    assert wish(booking) is None
    assert held(booking).state == PlaceState.BOOKED
    assert (
        "You keep the place that you have" in Email.objects.get(event="workshops/not_reached").body
    )
    book(of, ONLINE)  # until it starts
    with pytest.raises(Refused):
        book(of, ROOM)


def test_a_party_waits_in_one_list_at_a_time():
    of = factories.hybrid(capacity=1, online_capacity=1)
    booking = book(of, ROOM)
    by = booking.booked_by
    online = Place.objects.create(
        booking=booking, session=of, state=PlaceState.BOOKED, booked_at=now(), way=ONLINE
    )
    actions.change_way(booking, place=online, by=by)

    with pytest.raises(Refused, match="waits for a place in the room already"):
        actions.change_way(booking, place=booking.places.get(email=by.email), by=by)


def test_a_session_in_a_room_only_has_no_other_way():
    booking = book(factories.session(), None)

    with pytest.raises(Refused, match="Nobody comes online to this session"):
        change(booking)


def test_the_name_goes_with_the_wish_when_people_are_swapped():
    of = factories.hybrid(capacity=1)
    book(of, ROOM)
    booking, other = change(book(of, ONLINE)), person()

    people = {held(booking).pk: Person(other.name, other.email)}
    actions.name_people(booking, people=people, by=booking.booked_by)

    assert held(booking).email == wish(booking).email == other.email


@pytest.mark.parametrize(("way", "state"), [(ROOM, "waiting"), (ONLINE, "booked")])
def test_the_database_refuses_two_of_one_way_and_two_held_places(way, state):
    """Somebody who holds a place in the room may wait for one online, and nothing else besides."""
    of = factories.hybrid()
    booking = book(of, ROOM)
    facts = {"booking": booking, "session": of, "email": booking.booked_by.email.upper()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**facts, state=state, way=way, booked_at=now())
    Place.objects.create(**facts, state=PlaceState.WAITING, way=ONLINE)


def test_the_database_refuses_a_place_online_too_many_and_one_where_nobody_comes_online():
    of, room = factories.hybrid(online_capacity=1), factories.session()
    booking = book(of, ONLINE)

    for session in (of, room):
        with pytest.raises(IntegrityError, match="more people than chairs"), transaction.atomic():
            Place.objects.create(
                booking=booking, session=session, state="booked", way=ONLINE, booked_at=now()
            )
