"""A party: who is named in it, sees it, changes it, and gives back what is theirs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applicants.access import Refused
from tests.factories import client_for, person, session, staff
from workshops.booking import actions
from workshops.booking.actions import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina():
    return person(name="Mina Patel")


@pytest.fixture
def booking(mina):
    """Somebody booked for herself and for Mina, who has an account."""
    by = person()
    people = [Person(by.name, by.email), Person("Mina", mina.email.upper())]
    return actions.book_places(session(), people=people, by=by)


def at(name, booking):
    return reverse(f"workshops:{name}", args=[booking.reference])


def test_whoever_is_named_sees_the_booking_instead_of_booking_again(booking, mina):
    client = client_for(mina)

    asked = client.get(reverse("workshops:book", args=[booking.session.reference]), follow=True)

    assert asked.redirect_chain[-1][0] == at("booking", booking)
    assert "Place booked" in asked.text
    assert client_for(person()).get(at("booking", booking)).status_code == 404


def test_whoever_is_named_gives_back_their_own_place_and_no_other(booking, mina):
    first, second = booking.places.order_by("pk")
    client = client_for(mina)

    refused = client.post(at("cancel", booking), {"places": str(first.pk)})
    client.post(at("cancel", booking), {"places": str(second.pk)})

    assert "One of these places is given back already." in refused.text
    assert [place.state for place in booking.places.order_by("pk")] == [
        "booked",
        "cancelled_in_time",
    ]


def test_whoever_is_named_neither_answers_nor_names_for_the_others(booking, mina):
    client = client_for(mina)

    assert client.post(at("offer_accept", booking)).status_code == 403
    assert client.get(at("names", booking)).status_code == 403
    assert "Change who comes" not in client.get(at("booking", booking)).text


def test_two_of_a_party_change_places(booking, mina):
    first, second = booking.places.order_by("pk")
    theirs = {
        first.pk: Person("Mina", mina.email),
        second.pk: Person("Ben", booking.booked_by.email),
    }

    actions.name_people(booking, people=theirs, by=booking.booked_by)

    assert {(p.name, p.person) for p in booking.places.all()} == {
        ("Mina", mina),
        ("Ben", booking.booked_by),
    }


def test_names_are_changed_on_the_page_and_what_does_not_do_is_kept(booking):
    client = client_for(booking.booked_by)
    ama, lee = booking.places.order_by("pk").values_list("pk", flat=True)
    typed = {f"name_{ama}": "Ama", f"email_{ama}": ""}
    typed |= {f"name_{lee}": "Lee", f"email_{lee}": "lee"}

    refused = client.post(at("names", booking), typed)
    saved = client.post(
        at("names", booking), typed | {f"email_{lee}": "lee@x.example"}, follow=True
    )

    assert "Enter an email address like ama@example.org" in refused.text
    assert 'value="Lee"' in refused.text
    assert "The names are saved." in saved.text
    assert [(p.name, p.email) for p in booking.places.order_by("pk")] == [
        ("Ama", ""),
        ("Lee", "lee@x.example"),
    ]


def test_one_address_is_named_once(booking, mina):
    first, second = booking.places.order_by("pk")
    same = {first.pk: Person("A", mina.email), second.pk: Person("B", mina.email)}

    with pytest.raises(Refused, match="is there twice"):
        actions.name_people(booking, people=same, by=booking.booked_by)


def test_a_colleague_offers_early_on_the_page_with_a_reason(time_machine):
    of, by, other = session(capacity=1), person(), person()
    held = actions.book_place(of, by=by, name="Ama")
    waiting = actions.join_list(of, people=[Person("Bo", other.email)], accepts=1, by=other)
    officer = client_for(staff("is_officer"))
    time_machine.move_to(of.starts_at - timedelta(hours=20))
    actions.cancel_booking(held, by=by)
    officer = client_for(staff("is_officer"))

    without = officer.post(at("offer_early", waiting), {"because": ""})
    made = officer.post(at("offer_early", waiting), {"because": "Interpreter."}, follow=True)

    assert "Say why they get a place before their turn" in without.text
    assert "1 place is kept for you" in made.text
