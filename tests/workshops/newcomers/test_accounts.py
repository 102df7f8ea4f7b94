"""Booking by email, and the account that somebody has or makes: bookings, groups, forgetting."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from applicants.actions import close_account, forget_person
from applicants.models import Email, Organisation, User
from tests import factories
from tests.factories import client_for, newcomers, person, session
from workshops.booking.actions import (
    accept_offer,
    book_place,
)
from workshops.models import Booking
from workshops.newcomers.actions import confirm_booking
from workshops.queries import people_who_came

from .by_email import at, states, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


# --- Accounts ---


def test_the_booking_of_a_known_address_is_that_account_s():
    mina = person(email="mina@home.example")
    booking = newcomers.confirmed(who=newcomers.contact(email="Mina@home.example"))

    assert booking.booked_by == mina
    page = client_for(mina).get(at("booking", booking.reference))
    assert page.status_code == 200


def test_signing_up_later_leads_to_the_same_bookings(mailoutbox):
    of = session()
    booking = newcomers.confirmed(of, who=newcomers.contact(email="nia@home.example"))
    client = Client()
    client.post(
        reverse("account_signup"),
        {"email": "nia@home.example", "name": "Nia", "password1": "three-odd-words-here"},
    )
    mail = Email.objects.get(event__startswith="account/email/email_confirmation")
    link = next(word for word in mail.body.split() if "confirm-email" in word or "verify" in word)
    client.post(link.replace("http://testserver", ""))
    user = User.objects.get(email="nia@home.example")

    page = client_for(user).get(at("booking", booking.reference))

    assert page.status_code == 200
    assert booking.reference in text_of(client_for(user).get(at("session_list")))
    assert book_place(of, by=user, name="Nia") == booking


def test_somebody_else_s_account_sees_nothing_of_it():
    booking = newcomers.confirmed()

    assert client_for(person()).get(at("booking", booking.reference)).status_code == 404


def test_what_they_came_to_counts_once_they_have_an_account(time_machine):
    of = session(workshop=factories.workshop(tag="bread"))
    booking = newcomers.confirmed(of, who=newcomers.contact(email="nia@home.example"))
    time_machine.move_to(of.starts_at + timedelta(minutes=10))
    factories.mark_attendance(of, came={booking.places.get().pk}, by=factories.staff("is_officer"))
    coop = factories.organisation(owner=person(email="Nia@home.example"))
    since = {"since": of.starts_at - timedelta(days=1)}

    came = people_who_came(coop, "bread", **since, until=now())

    assert came == list(booking.places.all())


def test_one_person_counts_once_before_and_after_their_account(time_machine):
    about = factories.workshop(tag="bread")
    first, second = (session(workshop=about, place=place) for place in ("Here", "There"))
    before = newcomers.confirmed(first, who=newcomers.contact(email="nia@home.example"))
    nia = person(email="nia@home.example")
    coop = factories.organisation(owner=nia)
    after = book_place(second, by=nia, name="Nia", organisation=coop)
    time_machine.move_to(first.starts_at + timedelta(minutes=10))
    for booking in (before, after):
        factories.mark_attendance(
            booking.session, came={booking.places.get().pk}, by=factories.staff("is_officer")
        )

    came = people_who_came(coop, "bread", since=now() - timedelta(days=2), until=now())

    assert len(came) == 1


def test_who_signs_in_after_all_keeps_no_second_chair():
    of = session(capacity=1)
    booking = newcomers.asked_for_place(of, who=newcomers.contact(email="mina@home.example"))

    book_place(of, by=person(email="mina@home.example"), name="Mina")

    assert states(booking) == ["not_confirmed"]


def test_first_refusal_is_theirs_too():
    booking = newcomers.confirmed(of := session())
    factories.session_cancelled(of)
    again = session(workshop=of.workshop, starts_at=now() + timedelta(days=40))

    assert again.bookings.get().follows == booking
    assert newcomers.newest_email("place_offered").to == booking.email
    accept_offer(again.bookings.get(), by=None)
    assert states(again.bookings.get()) == ["booked"]


def test_a_person_who_is_forgotten_leaves_no_name_in_their_bookings():
    mina = person(email="mina@home.example", name="Mina Poole")
    booking = newcomers.confirmed(who=newcomers.contact("Mina Poole", mina.email))
    boss = factories.staff("is_administrator")
    close_account(mina, by=boss)
    forget_person(mina, by=boss)

    booking.refresh_from_db()
    assert "Mina" not in f"{booking.name} {booking.places.get().name}"
    assert "mina" not in f"{booking.email} {booking.places.get().email}"


# --- Groups ---


def test_a_group_with_a_nickname_starts_when_somebody_signed_in_books():
    mina = person()
    client_for(mina).post(at("book", session().reference), {"name": "Mina", "group": "The Menders"})

    group = Organisation.objects.get()
    assert (group.name, group.legal_form) == ("The Menders", "not_formed")
    assert Booking.objects.get().organisation == group
    assert group.people().get() == mina


def test_the_group_of_somebody_without_an_account_waits_for_theirs():
    nia = newcomers.contact(email="nia@home.example")
    booking = newcomers.confirmed(who=nia, group="The Menders")
    other = newcomers.confirmed(who=nia, group="The Menders")
    assert not Organisation.objects.exists()
    user = person(email="nia@home.example")
    client = client_for(user)
    page = at("booking", booking.reference)
    assert "You came for “The Menders”" in text_of(client.get(page))

    for _ in range(2):
        client.post(at("group_start", booking.reference))

    group = Organisation.objects.get()
    assert set(Booking.objects.values_list("organisation", flat=True)) == {group.pk}
    assert other.places.count() == 1
    assert client_for(person()).post(at("group_start", booking.reference)).status_code == 404


def test_the_group_starts_with_the_yes_of_a_known_address():
    mina = person(email="mina@home.example")
    booking = newcomers.asked_for_place(
        who=newcomers.contact(email=mina.email), group="The Menders"
    )
    assert not Organisation.objects.exists()

    confirm_booking(booking)

    assert Organisation.objects.get().people().get() == mina
