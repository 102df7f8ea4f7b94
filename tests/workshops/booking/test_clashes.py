"""Two sessions at the same time: a warning, and no door that is shut."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_for, newcomers, person, session
from workshops.booking.actions import Person, accept_offer, book_place, book_places, cancel_booking
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


# --- Yes to an offer, and no to what is at the same time ---

LETS_GO = "Please give back my place at"


def offered_at_once(ama):
    """Ama has a place at one session, and is offered one at another at the same time."""
    one, other = at_once()
    held = book_place(one, by=ama, name="Ama")
    offered = factories.workshops.waiting(by=ama, of=_full(other))
    full = other.bookings.exclude(pk=offered.pk).first()
    cancel_booking(full, by=full.booked_by)
    return held, offered


def accept(client, booking, **typed):
    return client.post(reverse("workshops:offer_accept", args=[booking.reference]), typed)


def state_of(booking):
    return booking.places.get().state


def test_who_says_yes_may_let_the_other_place_go_in_the_same_breath():
    ama = person()
    held, offered = offered_at_once(ama)
    client = client_for(ama)
    assert LETS_GO in page_of(client, offered)

    accept(client, offered, let_go=held.places.get().pk)

    assert (state_of(offered), state_of(held)) == ("booked", "cancelled_in_time")
    assert "The place is yours, and what you ticked is given back." in page_of(client, offered)
    assert newcomers.newest_email("booking_cancelled", ama.email)
    accept(client, offered, let_go=held.places.get().pk)
    assert (state_of(offered), state_of(held)) == ("booked", "cancelled_in_time")


def test_who_ticks_nothing_keeps_both():
    ama = person()
    held, offered = offered_at_once(ama)

    accept(client_for(ama), offered)

    assert (state_of(offered), state_of(held)) == ("booked", "booked")


def test_where_the_offer_is_gone_nothing_is_let_go(time_machine):
    ama = person()
    held, offered = offered_at_once(ama)
    first = factories.workshops.waiting(by=person(), of=offered.session)
    time_machine.move_to(offered.offers.get().until + timedelta(minutes=1), tick=False)

    answer = accept(client_for(ama), offered, let_go=held.places.get().pk)

    assert answer.status_code == 409
    assert state_of(held) == "booked"
    assert state_of(first) == "waiting"  # the clock comes next


def test_nobody_lets_go_of_a_place_that_is_not_theirs_or_not_at_that_time():
    ama, ben = person(), person()
    held, offered = offered_at_once(ama)
    his = book_place(held.session, by=ben, name="Ben")
    later = book_place(session(starts_at=offered.session.ends_at), by=ama, name="Ama")
    keys = [his.places.get().pk, later.places.get().pk, "x"]

    accept(client_for(ama), offered, let_go=keys)

    states = [state_of(each) for each in (offered, his, later, held)]
    assert states == ["booked"] * 4


def test_those_who_come_along_elsewhere_keep_their_places():
    ama = person()
    one, other = at_once()
    held = book_places(one, people=[Person("Ama", ama.email), Person("Kofi")], by=ama)
    offered = factories.workshops.waiting(by=ama, of=_full(other))
    full = other.bookings.exclude(pk=offered.pk).first()
    cancel_booking(full, by=full.booked_by)

    accept(client_for(ama), offered, let_go=held.places.get(name="Ama").pk)

    assert held.places.get(name="Kofi").state == "booked"
    assert held.places.get(name="Ama").state == "cancelled_in_time"


def test_by_a_personal_link_it_is_the_same():
    one, other = at_once()
    who = newcomers.contact("Nia")
    held = newcomers.confirmed(one, who=who)
    offered = newcomers.confirmed(_full(other), who=who, waits=True)
    full = other.bookings.exclude(pk=offered.pk).first()
    cancel_booking(full, by=full.booked_by)
    token = newcomers.party_token(offered)
    assert LETS_GO in my_page(token)

    page = reverse("workshops:my_answer", args=[token])
    Client().post(page, {"let_go": held.places.get().pk})

    assert (state_of(offered), state_of(held)) == ("booked", "cancelled_in_time")
