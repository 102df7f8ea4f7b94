"""The personal page before, on and after the day: codes, what to read, certificate, feedback."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from tests import factories
from tests.factories import newcomers, session, staff
from tests.factories.workshops import mark_attendance
from workshops.booking.actions import Person
from workshops.certificates.making import issue_due_certificates
from workshops.feedback.slips import address_for
from workshops.materials.actions import add_link
from workshops.models import FeedbackGiven, Material
from workshops.register.actions import sign_register
from workshops.states import Way

pytestmark = pytest.mark.django_db
BO = Person("Bo Friend", "bo@home.example")


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def text_of(response):
    return html.unescape(response.content.decode())


def page_of(client, booking):
    return text_of(client.get(at("my_place", newcomers.party_token(booking))))


def seat_page(client, place):
    return text_of(client.get(at("my_place", newcomers.seat_token(place))))


def with_materials(of):
    """For everybody, for those who booked, and after the end for those who came."""
    for audience, after in (("public", False), ("booked", False), ("attended", True)):
        add_link(
            of,
            title=f"For {audience}",
            link=f"https://files.example/{audience}",
            audience=audience,
            is_for_after=after,
            accessible_as="",
            by=staff("is_officer"),
        )


def is_over(of, *, came=(), signs=True):
    mark_attendance(of, came={place.pk for place in came}, by=staff("is_officer"))
    if signs:
        sign_register(of, unmarked=(), by=staff("is_officer"))
        issue_due_certificates()


def titles_on(page):
    return set(re.findall(r"For (?:public|booked|attended)", page))


# --- Before ---


def test_whoever_has_a_place_in_the_room_has_a_code_and_the_email_says_so(client):
    booking = newcomers.confirmed(others=[BO, Person()])

    page = page_of(client, booking)
    friend = seat_page(client, booking.places.get(email=BO.email))

    assert page.count("Code for the door, for") == 2  # their own, and of who has no address
    assert "for Bo Friend" not in page
    assert friend.count("Code for the door, for Bo Friend") == 1
    for event in ("booking_made", "place_for_you"):
        assert "A code to show at the door" in newcomers.newest_email(event).body


def test_who_comes_online_or_waits_needs_none(client):
    online = newcomers.confirmed(factories.hybrid(), way=Way.ONLINE)
    of = session(capacity=1)
    newcomers.confirmed(of)
    waits = newcomers.confirmed(of, waits=True)

    for booking in (online, waits):
        assert "Code for the door" not in page_of(client, booking)
    mail = newcomers.newest_email("booking_made", online.email)
    assert "A code to show at the door" not in mail.body


def test_materials_are_for_whom_they_are(client):
    of = session(capacity=1)
    with_materials(of)
    booked = newcomers.confirmed(of)
    waits = newcomers.confirmed(of, waits=True)

    assert titles_on(page_of(client, booked)) == {"For public", "For booked"}
    assert titles_on(page_of(client, waits)) == {"For public"}


# --- After ---


def test_after_the_end_there_is_what_they_take_home(client):
    of = session()
    with_materials(of)
    came, missed = newcomers.confirmed(of), newcomers.confirmed(of)
    with time_machine.travel(of.ends_at + timedelta(hours=1)):
        is_over(of, came=[came.places.get()])

        page, other = page_of(client, came), page_of(client, missed)

    assert titles_on(page) == {"For public", "For booked", "For attended"}
    assert titles_on(other) == {"For public"}
    for words in ("Your certificate", "Five short questions", "What is next?", "see what we fund"):
        assert words in page
        assert words not in other
    assert address_for(came.places.get()) in page
    assert "Code for the door" not in page


def test_the_certificate_opens_and_before_the_register_is_signed_the_page_says_so(client):
    of = session()
    booking = newcomers.confirmed(of)
    with time_machine.travel(of.ends_at + timedelta(hours=1)):
        is_over(of, came=[booking.places.get()], signs=False)
        early = page_of(client, booking)
        is_over(of, came=[booking.places.get()])
        page = page_of(client, booking)
        link = re.search(r'href="(/workshops/certificates/[^"]+/page/)"', page)[1]

        assert client.get(link).status_code == 200
    assert "when we have signed the list of who came" in early
    assert "when we have signed the list of who came" not in page


def test_once_they_told_us_the_page_thanks_them(client):
    of = session()
    booking = newcomers.confirmed(of)
    with time_machine.travel(of.ends_at + timedelta(hours=1)):
        is_over(of, came=[booking.places.get()])
        FeedbackGiven.objects.create(place=booking.places.get())

        page = page_of(client, booking)

    assert "You told us. Thank you." in page
    assert "Five short questions" not in page


def test_a_friend_has_their_own_certificate_and_questions(client):
    of = session()
    booking = newcomers.confirmed(of, others=[BO])
    friend = booking.places.get(email=BO.email)
    with time_machine.travel(of.ends_at + timedelta(hours=1)):
        is_over(of, came=booking.places.all())

        page, theirs = page_of(client, booking), seat_page(client, friend)

    assert address_for(friend) in theirs
    assert address_for(friend) not in page
    assert len(re.findall(r"certificates/[^\"]+/page/", page)) == 1
    assert len(re.findall(r"certificates/[^\"]+/page/", theirs)) == 1


# --- Files ---


def test_a_file_is_saved_by_the_personal_link_and_by_nobody_else(client):
    of = session(capacity=1)
    stored = factories.material(of, audience="booked")
    booked = newcomers.confirmed(of)
    waits = newcomers.confirmed(of, waits=True)
    elsewhere = newcomers.confirmed()
    page = page_of(client, booked)

    link = at("my_material", newcomers.party_token(booked), stored.reference)
    answer = client.get(link)

    assert link in page
    assert b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    tokens = [newcomers.party_token(other) for other in (waits, elsewhere)]
    for token in (*tokens, newcomers.party_token(booked)[:-1]):
        assert client.get(at("my_material", token, stored.reference)).status_code == 404
    assert client.get(at("material", stored.reference)).status_code == 404
    assert Material.objects.count() == 1
    assert stored.session.ends_at > now()
