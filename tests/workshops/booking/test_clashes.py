"""Two sessions at the same time: a warning, and no door that is shut."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_for, newcomers, person, session
from workshops.booking.actions import Person, accept_offer, book_place, cancel_booking
from workshops.booking.clashes import clashes
from workshops.states import PlaceState

pytestmark = pytest.mark.django_db
WARNS = "somewhere else at the same time"


def page_of(client, booking):
    address = reverse("workshops:booking", args=[booking.reference])
    return html.unescape(client.get(address).content.decode())


def my_page(token):
    return html.unescape(Client().get(reverse("workshops:my_place", args=[token])).content.decode())


def at_once():
    one = factories.session()
    return one, session(starts_at=one.starts_at + timedelta(hours=1))


def test_who_books_two_at_once_has_both_and_is_warned():
    one, other = at_once()
    ama = person()
    first, second = (book_place(of, by=ama, name="Ama") for of in (one, other))

    page = page_of(client_for(ama), second)

    assert WARNS in page
    assert str(one.workshop) in page
    assert reverse("workshops:booking", args=[first.reference]) in page
    assert second.places.get().state == PlaceState.BOOKED
    cancel_booking(first, by=ama)
    assert WARNS not in page_of(client_for(ama), second)


def test_one_after_the_other_is_no_clash():
    one = session()
    other = session(starts_at=one.ends_at)
    ama = person()
    book_place(one, by=ama, name="Ama")

    assert clashes(other, ama.email, user=ama) == []


def test_somebody_who_accepts_an_offer_is_asked_about_the_other():
    one, other = at_once()
    ama = person()
    book_place(one, by=ama, name="Ama")
    other_full = factories.workshops.waiting(by=ama, of=_full(other))
    for held in other.bookings.exclude(pk=other_full.pk):
        cancel_booking(held, by=held.booked_by)

    accept_offer(other_full, by=ama)

    page = page_of(client_for(ama), other_full)
    assert WARNS in page
    assert "give one back" in page


def _full(of):
    for _ in range(10):
        book_place(of, by=person(), name="Else")
    return of


def test_without_an_account_the_way_there_is_a_personal_link():
    one, other = at_once()
    who = newcomers.contact()
    first, second = (newcomers.confirmed(of, who=who) for of in (one, other))

    page = my_page(newcomers.party_token(second))

    assert WARNS in page
    assert newcomers.party_token(first) in page


def test_a_friend_hears_of_their_own_clash_only_and_the_booker_of_none():
    one, other = at_once()
    bo = Person("Bo", "bo@home.example")
    elsewhere = newcomers.confirmed(one, who=newcomers.contact("Bo", bo.email))
    booking = newcomers.confirmed(other, others=[bo])

    theirs = my_page(newcomers.seat_token(booking.places.get(email=bo.email)))

    assert newcomers.party_token(elsewhere) in theirs
    assert WARNS not in my_page(newcomers.party_token(booking))


def test_who_comes_with_a_friend_elsewhere_gets_the_link_of_their_seat():
    one, other = at_once()
    bo = Person("Bo", "bo@home.example")
    elsewhere = newcomers.confirmed(one, others=[bo])
    booking = newcomers.confirmed(other, who=newcomers.contact("Bo", bo.email))

    page = my_page(newcomers.party_token(booking))

    assert newcomers.seat_token(elsewhere.places.get(email=bo.email)) in page
    assert newcomers.party_token(elsewhere) not in page


def test_a_session_that_is_off_stands_in_nobody_s_way():
    one, other = at_once()
    ama = person()
    book_place(one, by=ama, name="Ama")
    factories.session_postponed(one)

    assert clashes(other, ama.email, user=ama) == []
