"""The pages of a waiting list."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from tests.factories import client_for, newcomers, person, session
from workshops.booking import actions, queries
from workshops.models import Offer, Place
from workshops.states import PlaceState

from .a_waiting_list import book, states_of, wait

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def at(name, booking):
    return reverse(f"workshops:{name}", args=[booking.reference])


def test_from_a_full_date_to_a_place_on_the_pages():
    of, mina = session(capacity=1), person()
    held = book(of)
    client = client_for(mina)
    page = client.get(f"/workshops/{of.reference}/book/").text
    assert "Join the waiting list" in page

    typed = {"waits": "1", "name": "Mina", "number": "2", "accepts": "1", "name_2": "Lee"}
    joined = client.post(f"/workshops/{of.reference}/book/", typed, follow=True)
    assert "You are number 1 on the waiting list." in joined.text
    actions.cancel_booking(held, by=held.booked_by)
    booking = queries.booking_of(mina, of)
    offered = client.get(at("booking", booking)).text
    assert "1 place is kept for you" in offered
    assert localtime(Offer.objects.get().until).strftime("%-d %B") in offered
    accepted = client.post(at("offer_accept", booking), follow=True)

    assert "The place is yours." in accepted.text
    assert states_of(booking) == ["booked", "waiting"]


def test_opening_the_link_of_an_offer_answers_nothing():
    of = session(capacity=1)
    held = book(of)
    waiting = wait(of)
    actions.cancel_booking(held, by=held.booked_by)
    client = client_for(waiting.booked_by)

    assert client.get(at("booking", waiting)).status_code == 200
    assert client.get(at("offer_accept", waiting)).status_code == 405

    assert states_of(waiting) == ["offered"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "5"}, "Choose a number from 1 to 4"),
        ({"number": "1", "name_2": "Lee"}, "You named person 2. Say how many of you are coming."),
        ({"number": "2", "email_2": "lee"}, "Enter an email address like ama@example.org"),
        ({"number": "1", "accepts": "3"}, "You are 1, so you can’t take 3"),
        (
            {"straight_in_until_day": "31", "straight_in_until_month": "2"},
            "The date must include a year",
        ),
        ({"name_2": "x" * 121, "number": "2"}, "A name must be 120 characters or fewer"),
    ],
)
def test_what_does_not_do_is_said_beside_the_box_and_kept(typed, sentence):
    of = session(capacity=1)
    book(of)

    response = client_for(person()).post(
        f"/workshops/{of.reference}/book/", {"waits": "1", "name": "Mina", **typed}
    )

    assert response.text.count(sentence) == 2
    assert 'value="Mina"' in response.text
    assert not Place.objects.filter(state=PlaceState.WAITING).exists()


@pytest.mark.parametrize("has_account", [True, False])
def test_who_is_alone_says_no_with_one_button_and_a_party_says_who(has_account):
    of = session(capacity=1)
    held, (next_up, page) = book(of), _waits(of, has_account)
    actions.cancel_booking(held, by=held.booked_by)
    client = client_for(next_up.booked_by) if has_account else Client()

    shown = client.get(page).text
    form = re.search(
        r'action="([^"]+)" novalidate>\s*<input[^>]+csrf[^>]+>\s*'
        r'<input type="hidden" name="places" value="(\d+)">',
        shown,
    )
    client.post(form[1], {"places": form[2]})

    assert states_of(next_up) == ["offer_declined"]


def _waits(of, has_account):
    if has_account:
        booking = wait(of)
        return booking, at("booking", booking)
    booking = newcomers.confirmed(of, waits=True)
    return booking, reverse("workshops:my_place", args=[newcomers.party_token(booking)])


def test_a_party_with_an_offer_is_asked_who_cannot_come():
    of = session(capacity=1)
    held, waiting = book(of), wait(of, size=2)
    actions.cancel_booking(held, by=held.booked_by)

    shown = client_for(waiting.booked_by).get(at("booking", waiting)).text

    assert f'href="{at("cancel", waiting)}">No thanks</a>' in shown
