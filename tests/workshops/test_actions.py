"""Sessions and places: what can be done and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests.factories import organisation, person, session, staff, workshop
from workshops.booking.actions import SessionFull, book_place, cancel_booking, change_capacity
from workshops.models import Booking, Session
from workshops.sessions.actions import add_session, publish_session

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def book(of, by=None, **facts):
    by = by or person()
    return book_place(of, by=by, name=by.name, **facts)


def test_a_booking_is_one_place_and_one_email():
    of, mina = session(), person(name="Mina Patel")

    booking = book(of, mina, organisation=organisation(owner=mina))

    place = booking.places.get()
    assert (place.name, place.email, place.session) == ("Mina Patel", mina.email, of)
    email = Email.objects.get(event="workshops/booking_made")
    assert email.to == mina.email
    assert booking.reference in email.body
    assert f"/workshops/bookings/{booking.reference}/" in email.body


def test_booking_twice_gives_the_booking_that_they_have():
    of, mina = session(), person()

    assert book(of, mina) == book(of, mina)
    assert Booking.objects.count() == 1
    assert Email.objects.filter(to=mina.email).count() == 1


def test_a_full_session_takes_nobody_more():
    of = session(capacity=1)
    book(of)

    with pytest.raises(SessionFull):
        book(of)

    assert of.live_places().count() == 1


def test_a_place_given_back_can_be_booked_by_somebody_else():
    of = session(capacity=1)
    first = book(of)

    cancel_booking(first, by=first.booked_by)

    assert book(of) != first


def test_somebody_who_gave_their_place_back_can_book_again():
    of, mina = session(), person()
    first = book(of, mina)
    cancel_booking(first, by=mina)

    again = book(of, mina)

    assert again != first
    assert first.places.get().ended_at is not None


def test_cancelling_always_works_and_twice_is_once(time_machine):
    of = session()
    booking = book(of)
    time_machine.move_to(of.ends_at + timedelta(days=1))

    cancel_booking(booking, by=booking.booked_by)
    when = booking.places.get().ended_at
    cancel_booking(booking, by=booking.booked_by)

    assert booking.places.get().ended_at == when
    assert Email.objects.filter(event="workshops/booking_cancelled").count() == 1


def test_what_has_started_or_is_not_published_cannot_be_booked(time_machine):
    hidden, open_now = session(is_published=False), session()
    with pytest.raises(Refused):
        book(hidden)
    time_machine.move_to(open_now.starts_at)

    with pytest.raises(Refused):
        book(open_now)

    assert not Booking.objects.exists()


def test_nobody_loses_a_place_when_there_are_fewer():
    of = session(capacity=5)
    book(of)
    book(of)

    change_capacity(of, capacity=1, by=staff("is_officer"))

    assert of.live_places().count() == 2
    with pytest.raises(SessionFull):
        book(of)


def facts(place="Tanyard Library"):
    start = datetime(2027, 5, 27, 17, tzinfo=UTC)
    return {
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": place,
        "capacity": 20,
    }


def test_adding_a_session_twice_adds_it_once():
    of, officer = workshop(reference="money"), staff("is_officer")

    first = add_session(of, by=officer, **facts())
    again = add_session(of, by=officer, **facts())

    assert first == again
    assert first.reference == "money-2027-05-27-1800"  # our own clock, in summer


def test_the_same_evening_in_two_places_is_two_sessions():
    of, officer = workshop(), staff("is_officer")

    room = add_session(of, by=officer, **facts())
    online = add_session(of, by=officer, **facts("Online"))

    assert room.reference != online.reference


def test_two_sessions_in_one_room_at_one_time_are_refused():
    of, officer = workshop(), staff("is_officer")
    add_session(of, by=officer, **facts())

    with pytest.raises(Refused):
        add_session(of, by=officer, **facts() | {"capacity": 21})

    assert Session.objects.count() == 1


def test_publishing_twice_keeps_the_first_moment_and_never_after_the_start(time_machine):
    officer = staff("is_officer")
    shown, late = session(), session(is_published=False)

    assert publish_session(shown, by=officer).published_at == shown.published_at
    time_machine.move_to(late.starts_at)
    with pytest.raises(Refused):
        publish_session(late, by=officer)


def test_a_session_is_named_by_the_day_it_has_here():
    # 11:30pm on 30 June in London is still 30 June in UTC; half past midnight is not.
    start = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    of = session(workshop=workshop(title="Late"), starts_at=start, is_published=False)

    assert str(of) == "Late, 1 July 2027"
    assert of.hours == "12:30am to 2:30am"


def test_midday_is_a_word():
    start = datetime(2027, 1, 30, 12, tzinfo=UTC)

    assert Session(starts_at=start, ends_at=start + timedelta(hours=2)).hours == "midday to 2pm"
    assert now() < start
