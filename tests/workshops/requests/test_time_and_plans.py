"""Where we choose who comes, the clock, changes of plan, what counts and what is forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions.leaving import forget_address
from tests import factories
from tests.factories import newcomers, person, staff
from tests.factories.requests import HOW
from workshops.booking.actions import (
    change_places,
    fill_all_sessions,
)
from workshops.booking.queries import booking_of
from workshops.models import Booking, Place
from workshops.programmes.actions import change_programme
from workshops.queries import most_places_free
from workshops.requests.actions import look_after_requests
from workshops.sessions.changing.actions import correct_session
from workshops.states import PlaceState

from .outcomes import mails, states

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_who_has_no_answer_when_booking_ends_hears_that_it_was_our_fault():
    of = factories.chosen()
    booking = factories.requested(of, names=["Ama", "Ben"])

    with time_machine.travel(of.closes_at - timedelta(seconds=1), tick=False) as clock:
        fill_all_sessions()
        assert states(booking) == ["requested"] * 2
        clock.move_to(of.closes_at)
        fill_all_sessions()
        fill_all_sessions()

    assert states(booking) == ["unanswered"] * 2
    (mail,) = mails("request_unanswered")
    assert "That was our fault" in mail.body


def test_in_a_room_and_online_it_is_the_same_end_for_all():
    of = factories.chosen(capacity=1, online_capacity=1, join_link="https://meet.example/a")
    room, online = (factories.requested(of, way=way) for way in ("room", "online"))

    with time_machine.travel(of.starts_at - timedelta(hours=2), tick=False):
        fill_all_sessions()

    assert (states(room), states(online)) == (["unanswered"], ["unanswered"])


def test_officers_hear_of_those_who_wait_a_week_and_two_days_before():
    officer = staff("is_officer")
    of = factories.chosen(starts_at=now() + timedelta(days=20))
    factories.requested(of, names=["Ama", "Ben"])
    seen = []
    for days in (8, 6, 5, 1):
        with time_machine.travel(of.closes_at - timedelta(days=days), tick=False):
            look_after_requests()
            look_after_requests()
        seen.append(mails("requests_waiting", officer.email).count())

    assert seen == [0, 1, 1, 2]
    assert "2 people wait for our answer" in mails("requests_waiting").first().body


def test_a_session_that_is_cancelled_ends_requests_and_says_so():
    booking = factories.requested()

    factories.session_cancelled(booking.session)

    assert states(booking) == ["session_cancelled"]
    (mail,) = mails("session_cancelled")
    assert "You asked for a place there, and that has ended" in mail.body


def test_a_request_stands_while_a_session_has_no_date_and_nobody_is_answered_then():
    booking = factories.requested()
    of = factories.session_postponed(booking.session)

    with pytest.raises(Refused, match="postponed"):
        factories.request_answered(booking)
    assert "You asked for a place, and that stands" in mails("session_postponed").get().body

    factories.session_dated(of)
    assert "You asked for 1 place, and we answer you" in mails("session_dated").get().body
    factories.request_answered(booking)
    assert states(booking) == ["booked"]


def test_who_had_a_place_comes_first_at_the_next_date_and_who_asked_asks_again():
    of = factories.chosen(capacity=1)
    has, asks = factories.requested(of), factories.requested(of, because="We bake.")
    factories.request_answered(has)
    factories.session_cancelled(of)

    following = factories.chosen(workshop=of.workshop, capacity=1)

    assert booking_of(has.booked_by, following).places.get().state == "offered"
    again = booking_of(asks.booked_by, following)
    assert (again.places.get().state, again.asks_because) == ("requested", "We bake.")


def test_where_we_choose_there_is_no_waiting_list():
    of = factories.chosen()

    with pytest.raises(Refused, match="no waiting list"):
        change_places(of, most_waiting=5, by=staff("is_officer"))


def test_how_we_choose_is_settled_before_anybody_can_ask():
    officer = staff("is_officer")
    draft = factories.session(is_published=False)
    words = {"place": draft.place, "access": "", "join_link": "", "by": officer}

    assert correct_session(draft, chosen_by=HOW, **words).is_by_approval
    assert not correct_session(draft, chosen_by="", **words).is_by_approval
    for of in (factories.session(), factories.chosen()):
        with pytest.raises(Refused, match="stays as it is"):
            correct_session(of, chosen_by="By lot.", **words)


def test_a_date_of_a_programme_is_for_whoever_books_first():
    picked = factories.pick_one()
    facts = {name: getattr(picked, name) for name in ("title", "summary", "dates_needed")}
    draft = factories.session(is_published=False)
    words = {"place": draft.place, "access": "", "join_link": "", "by": staff("is_officer")}

    with pytest.raises(Refused, match="choose who comes"):
        change_programme(
            picked, sessions=[factories.chosen()], dates_planned=2, by=staff("is_officer"), **facts
        )
    change_programme(picked, sessions=[draft], dates_planned=2, by=staff("is_officer"), **facts)
    with pytest.raises(Refused, match="date of a programme"):
        correct_session(draft, chosen_by=HOW, **words)


# --- What counts, and what is forgotten ---


def test_a_round_does_not_ask_for_what_we_refused():
    ama = person()
    co_op = factories.organisation(owner=ama)
    of = factories.chosen(workshop=factories.workshop(tag="money"))
    span = {"since": now() - timedelta(days=1), "until": now() + timedelta(days=30), "at": now()}

    assert most_places_free(co_op, "money", **span) == 10
    factories.request_answered(factories.requested(of, by=ama, organisation=co_op), yes=0)
    later = span | {"at": now()}

    assert most_places_free(co_op, "money", **later) == 0
    assert most_places_free(factories.organisation(), "money", **later) == 10


def test_why_somebody_wanted_to_come_is_emptied_a_month_after():
    of = factories.chosen()
    booking = factories.requested(of, because="We start a bakery.")

    with time_machine.travel(of.ends_at + timedelta(days=29), tick=False) as clock:
        look_after_requests()
        booking.refresh_from_db()
        assert booking.asks_because
        clock.shift(timedelta(days=1))
        look_after_requests()

    booking.refresh_from_db()
    assert booking.asks_because == ""


def test_it_is_kept_while_a_session_waits_for_its_new_date():
    of = factories.chosen()
    booking = factories.requested(of, because="We start a bakery.")
    factories.session_postponed(of)

    with time_machine.travel(of.ends_at + timedelta(days=31), tick=False):
        look_after_requests()

    booking.refresh_from_db()
    assert booking.asks_because


def test_of_whoever_is_forgotten_no_reason_stays():
    guest = newcomers.confirmed(factories.chosen(), because="We mend bikes.")

    with transaction.atomic():
        forget_address(guest.email, names=["Nia New"], about=[guest.reference])

    assert not Booking.objects.exclude(asks_because="").exists()


def test_the_database_lets_nobody_in_who_was_refused():
    booking = factories.requested()
    factories.request_answered(booking, yes=0)

    with pytest.raises(DatabaseError), transaction.atomic():
        Place.objects.filter(booking=booking).update(
            state=PlaceState.BOOKED, booked_at=now(), ended_at=None, ended_by=None
        )
