"""Cancelled: every place ends, and who lost one is first at the next date."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from tests import factories
from tests.factories import person, session, staff
from tests.factories.workshops import WHY
from workshops.booking import actions as booking_actions
from workshops.booking.actions import Person, accept_offer, cancel_booking, take_place
from workshops.listening.queries import listened
from workshops.models import Offer, Place, Session
from workshops.sessions.queries import with_places
from workshops.states import PlaceState

from .a_change_of_plan import book, full, mails, states_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# --- Cancelled ---


def test_cancelled_ends_every_place_and_twice_is_once():
    of, booked, waiting = full()

    factories.session_cancelled(of)
    again = factories.session_cancelled(of, because="Another reason.")

    assert states_of(booked) == ["session_cancelled"] * 2
    assert states_of(waiting) == ["session_cancelled"] * 2
    line = again.changes.get(kind="cancelled")
    assert line.because == WHY
    assert mails("session_cancelled").count() == 2
    assert WHY in mails("session_cancelled").first().body
    assert Place.objects.filter(session=of).count() == 4  # nothing is deleted


def test_an_offer_that_was_open_ends_with_the_session():
    of, booked, waiting = full()
    cancel_booking(booked, by=booked.booked_by)

    factories.session_cancelled(of)

    assert Offer.objects.get().outcome == "withdrawn"
    assert states_of(waiting) == ["session_cancelled"] * 2
    for answer in (accept_offer, take_place):
        with pytest.raises(Refused, match="cancel"):
            answer(waiting, by=waiting.booked_by)


def test_what_is_postponed_can_still_be_cancelled(time_machine, client):
    of, booked, _waiting = full(workshop=factories.workshop(is_listening=True))
    of = factories.session_postponed(of)
    time_machine.move_to(of.ends_at + timedelta(days=3))

    of = factories.session_cancelled(of)

    assert of.changes.first() is not None
    assert states_of(booked) == ["session_cancelled"] * 2
    # Its old day has passed and it never began: nothing stopped early.
    assert (of.standing(), of.is_off, of.takes_people) == ("cancelled", True, False)
    assert "STATUS:CANCELLED" in client.get(reverse("workshops:calendar_feed")).text
    assert listened(now()) == []
    again = session(workshop=of.workshop, capacity=2)
    assert again.bookings.get(follows=booked)
    assert with_places(again).free == 0


def test_the_database_lets_nobody_keep_a_place_where_a_session_never_began(time_machine):
    of = session()
    book(of)
    of = factories.session_postponed(of)
    time_machine.move_to(of.ends_at + timedelta(days=3))

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=of.pk).update(
            state="cancelled", cancelled_at=now(), cancelled_by=staff("is_officer")
        )


def test_nobody_gets_into_a_session_that_is_off():
    for of in (factories.session_cancelled(), factories.session_postponed()):
        with pytest.raises(Refused):
            book(of)
        with pytest.raises(Refused):
            factories.waiting(by=person(), of=of)


def test_after_the_start_it_stopped_early_and_who_came_has_come(time_machine):
    of = session()
    came, absent = book(of), book(of)
    time_machine.move_to(of.starts_at + timedelta(minutes=40), tick=False)
    factories.mark_attendance(of, came={came.places.get().pk}, by=staff("is_officer"))
    later = book_after_start(of)

    off = factories.session_cancelled(of)

    assert off.has_stopped_early
    assert off.ends_at == now()
    assert states_of(came) == states_of(absent) == ["booked"]  # what is written down is kept
    assert states_of(later) == ["session_cancelled"]
    assert off.changes.get(kind="stopped").told == 3
    assert mails("session_stopped").count() == 3
    assert not mails("session_cancelled").exists()


def book_after_start(of):
    """Somebody whose place nobody has marked yet."""
    with_place = person()
    booking, _places = booking_actions.make_booking(
        of, [Person("Late", with_place.email)], PlaceState.BOOKED, by=with_place
    )
    return booking


def test_what_is_over_is_not_cancelled(time_machine):
    of = session()
    time_machine.move_to(of.ends_at)

    with pytest.raises(Refused, match="is over"):
        factories.session_cancelled(of)


def test_a_draft_is_neither_postponed_nor_cancelled():
    of = session(is_published=False)
    for change in (
        factories.session_postponed,
        factories.session_cancelled,
        factories.session_online,
    ):
        with pytest.raises(Refused, match="Nobody can see"):
            change(of)


# --- First at the next date ---


def test_who_lost_a_place_is_offered_the_next_date_before_anybody_else():
    of, booked, waiting = full()
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, capacity=3, starts_at=now() + timedelta(days=30))

    first = again.bookings.get(follows=booked)
    assert states_of(first) == ["offered", "offered"]
    second = again.bookings.get(follows=waiting)
    assert states_of(second) == ["offered", "waiting"]
    with pytest.raises(booking_actions.SessionFull):
        book(again)
    assert "you come first" in mails("place_offered").get(to=booked.booked_by.email).body
    accept_offer(first, by=first.booked_by)
    assert states_of(first) == ["booked", "booked"]


def test_first_refusal_is_given_once_and_not_to_who_comes_already():
    of, booked, waiting = full()
    other = session(workshop=of.workshop)
    book(other, by=waiting.booked_by)
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, starts_at=now() + timedelta(days=30))
    third = session(workshop=of.workshop, starts_at=now() + timedelta(days=40))
    elsewhere = session(starts_at=now() + timedelta(days=50))

    assert [each.follows for each in again.bookings.all()] == [booked]
    assert not third.bookings.exists()
    assert not elsewhere.bookings.exists()


def test_who_gave_their_place_back_before_is_not_asked():
    of = session()
    gone = book(of)
    cancel_booking(gone, by=gone.booked_by)
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, starts_at=now() + timedelta(days=30))

    assert not again.bookings.exists()


def test_who_does_not_fit_stands_first_in_line():
    of, _booked, waiting = full()
    factories.session_cancelled(of)

    again = session(workshop=of.workshop, capacity=2, starts_at=now() + timedelta(days=30))

    assert mails("first_in_line").get().to == waiting.booked_by.email
    assert again.bookings.get(follows=waiting).places.filter(state="waiting").count() == 2
