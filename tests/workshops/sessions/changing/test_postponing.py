"""Postponed, with a new date, moved, turned online: what people keep."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from tests import factories
from tests.factories import newcomers, person, session, staff
from workshops.booking import actions as booking_actions
from workshops.booking.actions import accept_offer, cancel_booking
from workshops.models import Offer, Place
from workshops.sessions.actions import publish_session
from workshops.sessions.changing.actions import (
    move_session,
    turn_online,
)

from .a_change_of_plan import book, full, mails, states_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# --- Postponed, and a new date ---


def test_postponed_keeps_places_and_the_list_and_nothing_is_offered(time_machine):
    of, booked, waiting = full()
    factories.session_postponed(of)
    cancel_booking(booked, by=booked.booked_by)

    time_machine.move_to(of.starts_at + timedelta(days=3))  # its old day passes
    booking_actions.fill_all_sessions()

    assert states_of(waiting) == ["waiting", "waiting"]
    assert not Offer.objects.exists()


def test_who_gives_back_a_place_of_a_postponed_session_is_never_late(time_machine):
    of = session()
    booked = book(of)
    factories.session_postponed(of)
    time_machine.move_to(of.starts_at + timedelta(hours=1))

    cancel_booking(booked, by=booked.booked_by)

    assert states_of(booked) == ["cancelled_in_time"]


def test_an_open_offer_ends_when_a_session_is_postponed_and_its_party_stands_where_it_stood():
    of, booked, first = full(capacity=1)
    second = factories.waiting(by=person(), of=of)
    cancel_booking(booked, by=booked.booked_by)
    assert states_of(first) == ["offered", "waiting"]
    since = first.waits_since

    factories.session_postponed(of)

    first.refresh_from_db()
    assert states_of(first) == ["waiting", "waiting"]
    assert first.waits_since == since
    assert first.lapses == 0
    assert Offer.objects.get().outcome == "withdrawn"
    body = mails("session_postponed").get(to=first.booked_by.email).body
    assert "you are number 1" in body
    assert "you are number 3" in mails("session_postponed").get(to=second.booked_by.email).body
    with pytest.raises(Refused, match="postponed"):
        accept_offer(first, by=first.booked_by)


def test_a_new_date_brings_them_back_and_the_list_goes_on():
    of, booked, waiting = full()
    cancel_booking(booked, by=booked.booked_by)
    of = factories.session_postponed(of)

    of = factories.session_dated(of)

    assert of.is_open()
    assert states_of(waiting) == ["offered", "offered"]
    assert mails("session_dated").get().to == waiting.booked_by.email
    assert mails("place_offered").count() == 2  # before it was postponed, and now


def test_only_what_is_postponed_gets_a_new_date():
    of = session()
    with pytest.raises(Refused, match="not postponed"):
        factories.session_dated(of)
    with pytest.raises(Refused, match="Set its new date"):
        factories.session_moved(factories.session_postponed(of))


# --- Moved ---


def test_moving_twice_to_the_same_is_once():
    of = session()
    book(of)
    by = staff("is_officer")
    facts = {"starts_at": of.starts_at, "ends_at": of.ends_at, "place": "Room 2", "access": ""}

    move_session(of, by=by, **facts)
    move_session(of, by=by, **facts)

    assert of.changes.filter(kind="moved").count() == 1
    assert mails("session_moved").count() == 1


def test_who_drops_out_after_a_move_is_in_time_even_on_the_last_day(time_machine):
    of = session()
    early, late = book(of), None
    time_machine.move_to(of.starts_at - timedelta(hours=20))
    of = factories.session_moved(of)
    time_machine.shift(timedelta(minutes=1))
    late = book(of)

    cancel_booking(early, by=early.booked_by)
    cancel_booking(late, by=late.booked_by)

    assert states_of(early) == ["cancelled_in_time"]
    assert states_of(late) == ["cancelled_late"]  # they booked it as it is


def test_an_open_offer_is_made_anew_for_the_new_time_and_says_so_once():
    of, booked, waiting = full(starts_at=now() + timedelta(days=20))
    cancel_booking(booked, by=booked.booked_by)
    first = Offer.objects.get()
    soon = now() + timedelta(days=3)

    factories.session_moved(of, starts_at=soon, ends_at=soon + timedelta(hours=2))

    first.refresh_from_db()
    again = Offer.objects.get(ended_at=None)
    assert first.outcome == "withdrawn"
    assert again.places == first.places
    assert again.until < first.until  # less than a week away: 24 hours instead of 48
    assert states_of(waiting) == ["offered", "offered"]
    assert "We still keep 2 places for you" in mails("session_moved").get().body
    assert mails("place_offered").count() == 1
    accept_offer(waiting, by=waiting.booked_by)
    assert states_of(waiting) == ["booked", "booked"]


def test_another_room_leaves_offers_as_they_are():
    of, booked, _waiting = full()
    cancel_booking(booked, by=booked.booked_by)

    factories.session_moved(of, starts_at=of.starts_at, ends_at=of.ends_at, place="Quayside Hub")

    assert Offer.objects.get().ended_at is None


def test_a_move_away_from_the_last_day_offers_what_is_free(time_machine):
    of, booked, waiting = full()
    time_machine.move_to(of.starts_at - timedelta(hours=10))
    cancel_booking(booked, by=booked.booked_by)
    assert states_of(waiting) == ["waiting", "waiting"]  # called, and nothing kept

    later = of.starts_at + timedelta(days=9)
    factories.session_moved(of, starts_at=later, ends_at=later + timedelta(hours=2))

    assert states_of(waiting) == ["offered", "offered"]


def test_a_draft_can_be_moved_and_nobody_hears(client):
    of = factories.session_moved(session(is_published=False), place="Quayside Hub")

    assert of.place == "Quayside Hub"
    line = of.changes.get()
    assert (line.told, line.get_kind_display()) == (0, "Changed before it was published")
    of = publish_session(of, by=staff("is_officer"))
    for page in ("session", "session_list"):
        shown = client.get(reverse(f"workshops:{page}", args=[of.reference][: page == "session"]))
        assert "moved" not in shown.text.lower()
    assert (of.version, of.changed_at) == (0, None)


def test_who_comes_online_hears_nothing_when_only_the_room_moves():
    of = factories.hybrid(capacity=4, online_capacity=4)
    in_room, online, both = (newcomers.contact(name) for name in ("Room", "Online", "Both"))
    in_room, online, both = (
        newcomers.confirmed(of, who=who, way=way)
        for who, way in ((in_room, "room"), (online, "online"), (both, "room"))
    )
    need = newcomers.need_answered(newcomers.need(online.places.get()))
    Place.objects.create(
        booking=both, session=of, name="Friend", way="online", state="booked", booked_at=now()
    )
    numbers = dict(Place.objects.values_list("booking", "calendar_sequence"))

    of = factories.session_moved(of, starts_at=of.starts_at, ends_at=of.ends_at, place="The Hub")

    told = {mail.to: mail.body for mail in mails("session_moved")}
    assert set(told) == {in_room.email, both.email}
    assert "Where now: The Hub\n" in told[in_room.email]
    assert of.changes.get(kind="moved").told == 2
    after = dict(Place.objects.values_list("booking", "calendar_sequence"))
    assert after[in_room.pk] == numbers[in_room.pk] + 1
    assert after[online.pk] == numbers[online.pk]
    need.refresh_from_db()
    assert need.standing == "arranged"  # nothing is different for them

    factories.session_moved(of, place="Mill Hall")
    late = mails("session_moved").get(to=online.email).body
    assert "Where, as before: Online: the link is on your booking page" in late
    assert "The Hub" not in late
    need.refresh_from_db()
    assert need.standing == "asked"


@pytest.mark.parametrize(
    ("shift", "complaint"),
    [
        ({"days": -30}, "in the future"),
        ({"hours": 0, "length": 0}, "end after it starts"),
        ({"hours": 0, "length": -1}, "end after it starts"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_half_done(shift, complaint):
    of = session()
    length = shift.pop("length", 2)
    start = of.starts_at + timedelta(**shift)

    with pytest.raises(Refused, match=complaint):
        factories.session_moved(of, starts_at=start, ends_at=start + timedelta(hours=length))

    of.refresh_from_db()
    assert (of.version, of.changes.count()) == (0, 1)


def test_two_dates_of_a_workshop_do_not_meet_in_one_room():
    first = session()
    other = session(workshop=first.workshop, starts_at=first.starts_at + timedelta(days=1))

    with pytest.raises(Refused, match="already"):
        factories.session_moved(other, starts_at=first.starts_at, ends_at=first.ends_at)

    factories.session_cancelled(first)
    assert factories.session_moved(other, starts_at=first.starts_at, ends_at=first.ends_at)


@pytest.mark.parametrize(
    "change", [factories.session_moved, factories.session_postponed, factories.session_online]
)
def test_what_has_started_or_is_cancelled_stays_where_it_is(change, time_machine):
    off, of = factories.session_cancelled(), session()
    with pytest.raises(Refused, match="cancelled"):
        change(off)
    time_machine.move_to(of.starts_at + timedelta(minutes=1))
    with pytest.raises(Refused, match="has started"):
        change(of)


# --- Online ---


def test_places_become_places_online_and_booking_ends_at_the_start():
    of, booked, waiting = full()

    of = factories.session_online(of)

    assert (of.is_online, of.closes_at) == (True, of.starts_at)
    assert states_of(booked) == ["booked", "booked"]
    assert states_of(waiting) == ["waiting", "waiting"]
    body = mails("session_online").get(to=booked.booked_by.email).body
    assert "Tanyard Library" in body
    assert of.join_link not in body
    assert "What you need may be different now" in body


def test_turned_online_twice_is_once():
    of = factories.session_online(session())

    assert turn_online(of, join_link="", access="", by=staff("is_officer")) == of
    assert of.changes.filter(kind="online").count() == 1
