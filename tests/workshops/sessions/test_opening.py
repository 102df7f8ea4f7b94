"""A session that is announced before it can be booked."""

import html
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate, localtime, make_aware, now

from applicants.access import Refused
from tests import factories
from tests.factories import client_for, newcomers, person, staff
from workshops.booking.actions import book_place, give_held_place
from workshops.booking.actions.making import Person
from workshops.models import Session
from workshops.programmes.actions import change_programme
from workshops.queries import most_places_free
from workshops.sessions.actions import add_session, open_booking, publish_session
from workshops.sessions.queries import other_dates

pytestmark = pytest.mark.django_db


def at(name, record):
    return reverse(f"workshops:{name}", args=[record.reference])


def page(client, address):
    return html.unescape(client.get(address).content.decode())


def later(days=3, **facts):
    return factories.session(opens_at=now() + timedelta(days=days), **facts)


def book(of, by=None):
    by = by or person()
    return book_place(of, by=by, name=by.name)


def test_everybody_sees_it_and_nobody_can_book_before_that_day(client):
    of = later()

    assert "Opens soon" in page(client, reverse("workshops:session_list"))
    shown = page(client, at("session", of))
    assert "Booking opens at " in shown
    assert "Book a place" not in shown
    assert "Booking opens at " in page(client, at("book", of))
    assert of.standing() == "opens_soon"
    for ask in (book, newcomers.asked_for_place):
        with pytest.raises(Refused, match="Booking opens at "):
            ask(of)
    with pytest.raises(Refused, match="Booking opens at "):
        newcomers.rang(of)
    guest = Person("Wren", "wren@example.org")
    with pytest.raises(Refused):
        give_held_place(of, person=guest, way="room", because="A guest.", by=staff("is_officer"))
    assert not of.places.exists()


def test_from_its_minute_on_it_is_like_every_other():
    of = later()

    with time_machine.travel(of.opens_at - timedelta(seconds=1), tick=False) as clock:
        with pytest.raises(Refused):
            book(of)
        clock.shift(timedelta(seconds=1))
        assert of.standing() == "open"
        assert book(of).places.get().state == "booked"


def test_a_colleague_opens_it_sooner_with_one_button_and_one_line():
    of, officer = later(), staff("is_officer")
    client = client_for(officer)

    shown = page(client, at("session_change", of))
    client.post(at("session_change", of), {"open": ""})
    open_booking(of, by=officer)

    assert "Open booking now" in shown
    of.refresh_from_db()
    assert of.is_open()
    assert list(of.changes.values_list("kind", flat=True)) == ["published", "opened"]
    assert of.version == 0  # nobody must plan anew


def test_an_officer_names_the_day_and_it_is_nine_in_the_morning():
    start, opens = localdate() + timedelta(days=60), localdate() + timedelta(days=20)
    typed = {
        "workshop": factories.workshop().pk,
        **{f"on_{part}": getattr(start, part) for part in ("day", "month", "year")},
        **{f"opens_on_{part}": getattr(opens, part) for part in ("day", "month", "year")},
        "starts": "6pm",
        "ends": "8pm",
        "place": "The Hub",
        "capacity": "8",
    }
    client = client_for(staff("is_officer"))
    too_late = {f"opens_on_{part}": getattr(start, part) for part in ("day", "month", "year")}

    refused = client.post(
        reverse("workshops:session_add"), typed | too_late | {"starts": "10am", "ends": "11am"}
    )
    client.post(reverse("workshops:session_add"), typed)

    assert "Booking must open before the day of the session" in refused.content.decode()
    of = Session.objects.get()
    assert of.opens_at == make_aware(datetime.combine(opens, time(9)))
    assert localtime(of.opens_at).hour == 9


def test_what_would_open_after_its_end_is_not_published():
    officer = staff("is_officer")
    start = now() + timedelta(days=5)
    draft = add_session(
        factories.workshop(),
        by=officer,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        place="The Hub",
        capacity=2,
        opens_at=start,
    )

    with pytest.raises(Refused, match="after it ends"):
        publish_session(draft, by=officer)


def test_moved_before_the_day_of_opening_it_is_open_at_once():
    of = later(days=8)
    starts = now() + timedelta(days=4)

    of = factories.session_moved(of, starts_at=starts, ends_at=starts + timedelta(hours=1))

    assert of.is_open()


def test_who_lost_a_place_is_still_first_and_can_say_yes_before_that_day():
    gone = factories.session()
    booking = book(gone)
    factories.session_cancelled(gone)

    of = later(workshop=gone.workshop)

    place = of.places.get(booking__booked_by=booking.booked_by)
    assert place.state == "offered"


def test_it_is_no_other_date_that_has_places_before_then():
    of = factories.session()
    soon = later(workshop=of.workshop)

    assert other_dates(of, now()) == []
    assert other_dates(of, soon.opens_at) == [soon]


def test_a_programme_takes_only_what_can_be_booked():
    picked = factories.pick_one()
    facts = {name: getattr(picked, name) for name in ("title", "summary", "dates_needed")}

    with pytest.raises(Refused, match="not open yet"):
        change_programme(
            picked, sessions=[later()], dates_planned=2, by=staff("is_officer"), **facts
        )


def test_a_round_counts_no_place_that_nobody_could_book_yet():
    of = later(workshop=factories.workshop(tag="money"), capacity=4)
    co_op = factories.organisation()
    span = {"since": now() - timedelta(days=1), "until": now() + timedelta(days=30)}

    assert most_places_free(co_op, "money", at=now(), **span) == 0
    assert most_places_free(co_op, "money", at=of.opens_at + timedelta(hours=1), **span) == 4
