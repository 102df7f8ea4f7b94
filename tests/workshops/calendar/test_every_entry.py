"""Each entry that somebody has in their calendar follows what becomes of its place."""

import pytest

from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person, session
from workshops.booking.actions import Person, book_places, join_list, name_people
from workshops.models import Place

pytestmark = pytest.mark.django_db


def plain(text):
    return text.replace("\r\n ", "")


def test_whoever_booked_and_lets_somebody_else_come_has_no_entry_any_more():
    booking = newcomers.confirmed(session())
    place = booking.places.get()
    uid = str(place.calendar_uid)

    name_people(booking, people={place.pk: Person("Cora", "cora@home.example")}, by=None)

    gone = Email.objects.get(to=booking.email, calendar_method="CANCEL")
    assert gone.event == "workshops/place_passed_on"
    assert uid in plain(gone.calendar)
    assert "somebody else comes in your place" in gone.body
    assert newcomers.link_in(gone).endswith(f"/my/{newcomers.party_token(booking)}/")
    comes = Email.objects.get(to="cora@home.example", calendar_method="REQUEST")
    assert uid in plain(comes.calendar)


def test_a_place_for_somebody_without_an_address_stays_in_the_calendar_of_who_booked():
    booking = newcomers.confirmed(session())

    name_people(booking, people={booking.places.get().pk: Person("Colleague")}, by=None)

    assert not Email.objects.filter(calendar_method="CANCEL").exists()


def test_whoever_only_changes_places_with_a_friend_keeps_theirs():
    booking = newcomers.confirmed(session(), others=[Person("Ben", "ben@home.example")])
    mine, bens = booking.places.order_by("pk")

    swapped = {mine.pk: Person("Ben", bens.email), bens.pk: Person("Nia", mine.email)}
    name_people(booking, people=swapped, by=None)

    assert not Email.objects.filter(event="workshops/place_passed_on").exists()


def party_for_others(of, by):
    """Somebody books a place for a colleague whose address we do not know."""
    booking = book_places(of, people=[Person(by.name, by.email)], by=by)
    name_people(booking, people={booking.places.get().pk: Person("Colleague")}, by=by)
    return booking


def test_who_has_two_entries_gets_the_update_of_each():
    of, ama, ben = session(), person(), person()
    party_for_others(of, ama)
    other = book_places(
        of, people=[Person(ben.name, ben.email), Person(ama.name, ama.email)], by=ben
    )
    seat = other.places.get(email=ama.email)

    factories.session_moved(of)

    moved = Email.objects.filter(event="workshops/session_moved", to=ama.email)
    sent = "".join(plain(each.calendar) for each in moved)
    assert moved.count() == 2
    assert str(seat.calendar_uid) in sent
    for place in Place.objects.filter(calendar_sequence=1):
        if place.email in ("", ama.email):
            assert str(place.calendar_uid) in sent


def test_who_has_one_entry_and_waits_besides_has_one_message():
    of, ama, ben = session(capacity=1), person(), person()
    held = book_places(of, people=[Person(ama.name, ama.email)], by=ama)
    name_people(held, people={held.places.get().pk: Person("Colleague")}, by=ama)
    join_list(of, people=[Person(ben.name, ben.email), Person("A", ama.email)], accepts=1, by=ben)

    factories.session_moved(of)

    moved = Email.objects.get(event="workshops/session_moved", to=ama.email)
    assert str(held.places.get().calendar_uid) in plain(moved.calendar)
