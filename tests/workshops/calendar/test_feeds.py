"""Entries to take along, and calendars to subscribe to."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_for, person, session, workshop

from .a_reader import event_of, read
from .in_a_calendar import book

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _before(time_machine):
    time_machine.move_to(datetime(2027, 1, 4, 9))


def test_the_booking_page_gives_the_entry_to_who_comes_and_writes_nothing():
    of, mina = session(), person()
    booking = book(of, by=mina)
    address = reverse("workshops:booking_calendar", args=[booking.reference])

    response = client_for(mina).get(address)

    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert "attachment" in response["Content-Disposition"]
    event = event_of(response.text)
    assert str(event["uid"]) == str(booking.places.get().calendar_uid)
    assert "attendee" not in event
    assert client_for(person()).get(address).status_code == 404
    factories.session_postponed(of)
    assert client_for(mina).get(address).status_code == 409


def test_the_feed_is_public_and_names_nobody():
    of = session(workshop=workshop(title="Money without fear"))
    book(of, by=person(name="Mina Canary"))
    session(workshop=workshop(title="Hidden"), is_published=False)

    text = Client().get(reverse("workshops:calendar_feed")).text
    event = event_of(text)

    assert read(text)["method"] == "PUBLISH"
    assert event["summary"] == "Money without fear"
    assert "ATTENDEE" not in text
    assert "Canary" not in text
    assert "Hidden" not in text


def test_the_feed_says_what_is_off_under_the_same_name():
    of, off = session(), session()
    feed = reverse("workshops:calendar_feed")
    before = {str(event["uid"]) for event in read(Client().get(feed).text).walk("VEVENT")}
    factories.session_moved(of)
    factories.session_cancelled(off)
    late = factories.session_postponed(session())

    events = {event["url"]: event for event in read(Client().get(feed).text).walk("VEVENT")}

    assert before < {str(event["uid"]) for event in events.values()}
    by_reference = {url.rstrip("/").rsplit("/", 1)[1]: event for url, event in events.items()}
    assert by_reference[of.reference]["status"] == "CONFIRMED"
    assert int(by_reference[of.reference]["sequence"]) == 1
    assert by_reference[off.reference]["status"] == "CANCELLED"
    assert by_reference[late.reference]["status"] == "CANCELLED"
    assert by_reference[late.reference]["summary"].startswith("Postponed: ")


def test_the_feed_of_one_workshop_has_only_its_dates(django_assert_num_queries):
    of, _other = session(), session()
    address = reverse("workshops:workshop_feed", args=[of.workshop.reference])

    with django_assert_num_queries(2):
        events = read(Client().get(address).text).walk("VEVENT")

    assert [event["url"].rstrip("/").rsplit("/", 1)[1] for event in events] == [of.reference]
    assert Client().get(reverse("workshops:workshop_feed", args=["no-such"])).status_code == 404


def test_the_feed_costs_the_same_for_many(django_assert_num_queries):
    for _ in range(30):
        session()

    with django_assert_num_queries(1):
        Client().get(reverse("workshops:calendar_feed"))
