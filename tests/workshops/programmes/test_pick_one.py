"""The same thing on several dates: one of them for each person, and a swap in one step."""

from datetime import timedelta

import pytest

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from workshops.booking.actions import (
    Person,
    book_place,
    book_places,
    cancel_booking,
    fill_places,
    make_booking,
)
from workshops.models import Place
from workshops.programmes.actions import swap_date
from workshops.programmes.queries import dates_to_swap_to, sessions_of
from workshops.programmes.rules import PickedAlready
from workshops.states import PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_second_date_is_refused_and_names_the_first():
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    held = book(one, ama)

    with pytest.raises(PickedAlready, match="You can swap it") as refusal:
        book(other, ama)

    assert refusal.value.booking == held
    assert Place.objects.count() == 1


def test_somebody_in_a_friend_s_party_has_picked_too():
    one, other = sessions_of(factories.pick_one())
    ama, friend = factories.person(), factories.person()
    book_places(one, people=[Person("Ama", ama.email), Person("F", friend.email)], by=ama)

    with pytest.raises(PickedAlready):
        book(other, friend)
    named = [Person("X"), Person("F", friend.email.upper())]
    made = book_places(other, people=named, by=factories.person())
    assert [place.state for place in made.places.order_by("pk")] == [
        PlaceState.BOOKED,
        PlaceState.NOT_CONFIRMED,
    ]


def test_who_waits_at_one_date_swaps_too():
    one, other = sessions_of(factories.pick_one(capacity=1))
    ama = factories.person()
    waits = factories.waiting(by=ama, of=one)

    made = swap_date(waits, to=other, by=ama)

    assert made.places.get().state == PlaceState.BOOKED
    assert waits.places.get().state == PlaceState.LEFT_LIST


def test_a_date_that_is_over_can_be_followed_by_another(time_machine):
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    book(one, ama)
    time_machine.move_to(one.ends_at)

    assert book(other, ama).places.get().state == PlaceState.BOOKED


def test_a_swap_moves_the_whole_party_and_tells_them():
    one, other = sessions_of(factories.pick_one())
    ama, friend = factories.person(name="Ama"), factories.person(name="Friend")
    people = [Person("Ama", ama.email), Person("Friend", friend.email), Person("Kofi")]
    of = factories.organisation(owner=ama)
    held = book_places(one, people=people, organisation=of, by=ama)

    made = swap_date(held, to=other, by=ama)

    assert made.organisation == of
    assert [place.name for place in made.places.order_by("pk")] == ["Ama", "Friend", "Kofi"]
    assert not held.places.live().exists()
    assert made.places.live().count() == 3
    told = set(Email.objects.values_list("event", "to"))
    assert told >= {
        ("workshops/booking_made", ama.email),
        ("workshops/booking_cancelled", ama.email),
        ("workshops/place_for_you", friend.email),
        ("workshops/place_given_back", friend.email),
    }


def test_sent_twice_it_is_one_swap():
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    held = book(one, ama)

    assert swap_date(held, to=other, by=ama) == swap_date(held, to=other, by=ama)
    assert Place.objects.count() == 2


def test_whoever_finds_the_other_date_full_keeps_the_old_place():
    one, other = sessions_of(factories.pick_one(capacity=1))
    ama = factories.person()
    held = book(one, ama)
    book(other, factories.person())

    with pytest.raises(Refused, match="You keep what you have on"):
        swap_date(held, to=other, by=ama)

    assert held.places.get().state == PlaceState.BOOKED
    assert held.places.get().ended_at is None


def test_a_place_that_a_swap_leaves_goes_to_who_waits():
    one, other = sessions_of(factories.pick_one(capacity=1))
    ama = factories.person()
    held = book(one, ama)
    waits = factories.waiting(by=factories.person(), of=one)

    swap_date(held, to=other, by=ama)

    assert waits.places.get().state == PlaceState.OFFERED


def test_dates_of_different_things_are_not_swapped():
    one, _other = sessions_of(factories.pick_one())
    foreign = sessions_of(factories.pick_one())[0]
    ama = factories.person()
    held = book(one, ama)

    for to in (foreign, factories.session(), one):
        with pytest.raises(Refused, match="can’t be swapped for one another"):
            swap_date(held, to=to, by=ama)


def test_what_was_given_back_is_not_swapped():
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    held = book(one, ama)
    cancel_booking(held, by=ama)

    with pytest.raises(Refused, match="given back already"):
        swap_date(held, to=other, by=ama)


def test_a_date_that_has_begun_is_not_swapped(time_machine):
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    held = book(one, ama)
    time_machine.move_to(one.starts_at + timedelta(minutes=1))

    with pytest.raises(Refused, match="has begun"):
        swap_date(held, to=other, by=ama)

    assert not other.places.exists()


def test_only_dates_with_places_for_all_are_offered():
    programme = factories.pick_one(dates=3, capacity=2)
    one, other, third = sessions_of(programme)
    ama = factories.person()
    held = book_places(one, people=[Person("Ama", ama.email), Person("Kofi")], by=ama)
    book(other, factories.person())

    found = dates_to_swap_to(held, one.starts_at - timedelta(days=5))
    assert [(date.session, date.way) for date in found] == [(third, Way.ROOM)]


def book(session, by):
    return book_place(session, by=by, name=by.name)


def test_a_friend_who_only_waits_at_the_other_date_keeps_the_place_that_they_have():
    one, other = sessions_of(factories.pick_one(capacity=3))
    ama, bo = factories.person(name="Ama"), factories.person(name="Bo")
    held = book_places(one, people=[Person("Ama", ama.email), Person("Bo", bo.email)], by=ama)
    facts = {"by": bo, "accepts": 1, "waits_since": other.published_at}
    make_booking(other, [Person("Bo", bo.email)], PlaceState.WAITING, **facts)
    fill_places(other)  # one is kept for Bo now, and he may let it go

    made = swap_date(held, to=other, by=ama)

    assert [place.name for place in made.places.live()] == ["Ama"]
    assert [(place.name, place.state) for place in held.places.order_by("pk")] == [
        ("Ama", PlaceState.CANCELLED_IN_TIME),
        ("Bo", PlaceState.BOOKED),
    ]
    assert not Email.objects.filter(event="workshops/place_given_back", to=bo.email).exists()
    assert swap_date(held, to=other, by=ama) == made, "sent twice"


def test_a_friend_who_has_a_place_at_the_other_date_gives_back_the_old_one():
    one, other = sessions_of(factories.pick_one(capacity=3))
    ama, bo = factories.person(name="Ama"), factories.person(name="Bo")
    held = book_places(one, people=[Person("Ama", ama.email), Person("Bo", bo.email)], by=ama)
    make_booking(other, [Person("Bo", bo.email)], PlaceState.BOOKED, by=bo)

    swap_date(held, to=other, by=ama)

    assert not held.places.live().exists()


def test_whoever_waits_there_themselves_has_not_swapped():
    one, other = sessions_of(factories.pick_one(capacity=3))
    ama = factories.person(name="Ama")
    held = book(one, ama)
    facts = {"by": ama, "waits_since": other.published_at}
    make_booking(other, [Person("Ama", ama.email)], PlaceState.WAITING, **facts)

    with pytest.raises(Refused, match="at that date already"):
        swap_date(held, to=other, by=ama)
