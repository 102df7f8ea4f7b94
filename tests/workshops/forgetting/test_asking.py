"""Who forgets, what they see before, and how somebody asks for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from applicants.models import Email
from tests.factories import client_for, newcomers, staff
from tests.workshops.forgetting.a_guest import BO, NIA, a_life, at, nia, text_of
from workshops.models import (
    GuestForgotten,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def boss():
    return staff("is_administrator")


# --- The pages ---


def test_an_administrator_sees_what_is_held_before_it_goes(boss):
    with time_machine.travel(now() - timedelta(days=5)):
        _past, _place, later = a_life(nia())
    client, page = client_for(boss), at("guest_forget")

    asked = text_of(client.get(page))
    shown = text_of(client.post(page, {"who": f" {NIA.upper()} "}))
    before = GuestForgotten.objects.count()
    answer = client.post(page, {"who": NIA, "forget": ""}, follow=True)

    assert "Show what we hold" in asked
    for words in (
        f"Forget {NIA}?",
        "Nia Nightshade",
        "Nightshade bakers",
        "1 note.",
        "1 certificate that",
        "1 time. What they said",
        later.session.workshop.title,
        "The names of 1 person",
    ):
        assert words in shown
    assert "a chair" not in shown  # what they need is for those who arrange it
    assert before == 0
    assert "What we knew of them is deleted." in text_of(answer)
    assert NIA not in text_of(answer)
    assert GuestForgotten.objects.get().forgotten_by == boss


@pytest.mark.parametrize("typed", ["", "nia@", "nia", "123", "x" * 300, "a\x00b@c.example"])
def test_rubbish_is_said_and_kept(boss, typed):
    page = text_of(client_for(boss).post(at("guest_forget"), {"who": typed, "forget": ""}))

    assert "Enter an email address like ama@example.org, or a telephone number" in page
    assert not GuestForgotten.objects.exists()


def test_nobody_is_found_and_the_page_says_so(boss):
    page = text_of(client_for(boss).post(at("guest_forget"), {"who": "no@home.example"}))

    assert "We hold nothing about no@home.example" in page


@pytest.mark.parametrize("role", ["is_officer", "is_auditor"])
def test_others_may_not(role):
    assert client_for(staff(role)).get(at("guest_forget")).status_code == 403


def test_somebody_asks_from_their_page_and_nothing_goes_yet(client, boss):
    booking = newcomers.confirmed(who=nia())
    page = at("my_forget", newcomers.party_token(booking))

    shown = text_of(client.get(page))
    for _ in range(2):
        answer = client.post(page, follow=True)

    assert "Their name: Nia Nightshade" in shown
    assert "We have your wish" in text_of(answer)
    mail = Email.objects.get(event="workshops/forget_asked")
    assert mail.to == boss.email
    assert NIA in mail.body
    assert at("guest_forget") in mail.body
    assert booking.places.live().exists()


def test_a_friend_asks_for_themselves_only(client, boss):
    booking = newcomers.confirmed(who=nia(), others=[BO])
    page = at("my_forget", newcomers.seat_token(booking.places.get(email=BO.email)))

    shown = text_of(client.get(page))
    client.post(page)

    assert "Nia" not in shown
    assert BO.email in Email.objects.get(event="workshops/forget_asked").body
