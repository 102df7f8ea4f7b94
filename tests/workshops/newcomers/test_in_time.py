"""Booking by email against the clock and the list, in any order."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person, session
from workshops.booking.actions import (
    SessionFull,
    book_place,
    cancel_booking,
    fill_all_sessions,
)
from workshops.booking.queries import waiting_list
from workshops.models import Booking, Place
from workshops.newcomers.actions import TIME_TO_CONFIRM, RunOut, confirm_booking
from workshops.sessions.queries import with_places
from workshops.states import HOLDING, PlaceState

from .by_email import at, states, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


# --- Time ---


def test_after_two_hours_the_chair_is_free_and_nobody_hears(time_machine):
    of = session(capacity=1)
    booking = newcomers.asked_for_place(of)
    time_machine.move_to(booking.confirm_by)

    assert fill_all_sessions() == 1

    assert states(booking) == ["not_confirmed"]
    assert with_places(of).free == 1
    assert Email.objects.count() == 1
    with pytest.raises(RunOut):
        confirm_booking(booking)


def test_the_next_in_line_gets_what_nobody_confirmed(time_machine):
    of = session(capacity=1)
    booking = newcomers.asked_for_place(of)
    waiting = factories.waiting(by=person(), of=session_full(of))
    time_machine.move_to(booking.confirm_by)

    fill_all_sessions()

    assert states(waiting) == ["offered"]


def session_full(of):
    """The same session, without `factories.waiting` filling it by itself."""
    of.live_places = lambda: of.places.filter(state__in=HOLDING)
    return of


def test_a_late_yes_counts_while_nobody_else_could_have_the_chair(time_machine):
    booking = newcomers.asked_for_place(of := session(capacity=1))
    time_machine.move_to(booking.confirm_by + timedelta(seconds=5))

    confirm_booking(booking)

    assert states(booking) == ["booked"]
    assert with_places(of).free == 0


def test_a_late_yes_does_not_jump_the_list(time_machine):
    booking = newcomers.asked_for_place(of := session(capacity=1))
    factories.waiting(by=person(), of=session_full(of))
    time_machine.move_to(booking.confirm_by)

    with pytest.raises(RunOut):
        confirm_booking(booking)
    page = Client().post(at("confirm", newcomers.confirm_token(booking)))

    assert page.status_code == 409
    assert "This link has run out" in text_of(page)


def test_shortly_before_booking_ends_the_time_to_confirm_is_shorter(time_machine):
    of = session()
    time_machine.move_to(of.closes_at - timedelta(minutes=20), tick=False)

    booking = newcomers.asked_for_place(of)
    time_machine.move_to(of.closes_at, tick=False)

    assert booking.confirm_by == of.closes_at
    with pytest.raises(RunOut):
        confirm_booking(booking)


@pytest.mark.parametrize("change", [factories.session_postponed, factories.session_cancelled])
def test_what_is_not_confirmed_ends_when_the_session_is_off(change):
    booking = newcomers.asked_for_place(of := session())

    change(of)

    assert states(booking) == ["not_confirmed"]
    page = text_of(Client().get(at("confirm", newcomers.confirm_token(booking))))
    assert "This link has run out" in page
    assert Email.objects.filter(to=booking.email).count() == 1  # they are told nothing more


# --- The list ---


def full(of=None):
    of = of or session(capacity=1)
    book_place(of, by=(other := person()), name=other.name)
    return of


def test_somebody_without_an_account_joins_the_list_when_they_confirm():
    of = full()
    booking = newcomers.asked_for_place(of, waits=True)
    assert waiting_list(of) == []

    confirm_booking(booking)

    assert [party.key for party in waiting_list(of)] == [booking.pk]
    assert newcomers.newest_email("list_joined").to == booking.email


def test_who_asked_for_the_list_has_a_place_if_one_came_free_meanwhile():
    of = full()
    booking = newcomers.asked_for_place(of, waits=True)
    held = of.bookings.exclude(pk=booking.pk).get()
    cancel(held)

    confirm_booking(booking)

    assert states(booking) == ["booked"]


def cancel(held):
    cancel_booking(held, by=held.booked_by)


def test_they_answer_an_offer_by_their_link():
    of = full()
    booking = newcomers.confirmed(of, waits=True)
    cancel(of.bookings.exclude(pk=booking.pk).get())
    mail = newcomers.newest_email("place_offered")
    link = newcomers.link_in(mail)

    assert "Yes, we’re coming" in text_of(Client().get(link))
    Client().post(f"{link}answer/")

    assert (states(booking), mail.is_private) == (["booked"], True)


# --- Any order ---


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "list", "confirm", "book", "give back", "later", "clock"]),
        st.integers(0, 4),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_in_any_order_no_chair_is_sold_twice_and_each_address_comes_once(time_machine, steps):
    with transaction.atomic():
        time_machine.move_to("2027-02-01T12:00:00+00:00", tick=False)
        of = session(capacity=2, starts_at=now() + timedelta(days=9))
        names = [f"p{n}@home.example" for n in range(5)]
        users = {}
        for what, number in steps:
            one_step(of, what, names[number], users, time_machine)
            check(of)
        transaction.set_rollback(True)


def one_step(of, what, email, users, time_machine):
    who = newcomers.contact(email=email)
    mine = Booking.objects.filter(session=of, email=email)
    try:
        if what in ("ask", "list"):
            newcomers.asked_for_place(of, who=who, waits=what == "list")
        elif what == "confirm" and (asked := mine.order_by("-pk").first()):
            confirm_booking(asked)
        elif what == "book":
            user = users.setdefault(email, None) or person(email=email)
            users[email] = user
            book_place(of, by=user, name="P")
        elif what == "give back" and (held := mine.order_by("-pk").first()):
            cancel(held)
        elif what == "later":
            time_machine.shift(timedelta(minutes=50))
        else:
            fill_all_sessions()
    except (Refused, SessionFull):
        pass


def check(of):
    places = Place.objects.filter(session=of)
    assert places.filter(state__in=HOLDING).count() <= of.capacity
    live = [email.lower() for email in places.live().values_list("email", flat=True)]
    assert len(live) == len(set(live))
    unconfirmed = Booking.objects.filter(session=of).exclude(confirm_by=None)
    waits = set(unconfirmed.values_list("pk", flat=True))
    held = places.filter(state__in=[PlaceState.HELD, PlaceState.ASKED])
    assert set(held.values_list("booking", flat=True)) == waits
    assert all(one.confirm_by <= now() + TIME_TO_CONFIRM for one in unconfirmed)
