"""Another way of coming, and a helper, for people without an account."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import newcomers, session
from workshops.booking.actions import Person, bring_helper, change_places
from workshops.states import PlaceState, Way

pytestmark = pytest.mark.django_db
BO = Person("Bo Friend", "bo@home.example")


def at(name, *args):
    return reverse(f"workshops:{name}", args=args)


def page_of(token):
    return html.unescape(Client().get(at("my_place", token)).content.decode())


def press(name, token, **typed):
    return Client().post(at(name, token), typed, follow=True)


def test_they_come_online_instead_and_back():
    booking = newcomers.confirmed(factories.hybrid(), way=Way.ROOM)
    token, place = newcomers.party_token(booking), booking.places.get()

    assert "Come online instead" in page_of(token)
    press("my_way", token, place=place.pk)
    place.refresh_from_db()
    assert place.way == Way.ONLINE
    press("my_way", token, place=place.pk)
    place.refresh_from_db()
    assert place.way == Way.ROOM


def test_where_the_room_is_full_they_wait_and_keep_what_they_have():
    of = factories.hybrid(capacity=1)
    newcomers.confirmed(of, way=Way.ROOM)
    booking = newcomers.confirmed(of, way=Way.ONLINE)
    token, place = newcomers.party_token(booking), booking.places.get()

    press("my_way", token, place=place.pk)

    page = page_of(token)
    assert "you keep the place online while you wait for one in the room" in page
    assert page.count("Place booked") == 1  # one person, one line
    press("my_way", token, place=place.pk, keep="1")
    assert booking.places.live().get() == place


def test_who_waits_for_the_room_takes_a_place_online_meanwhile():
    of = factories.hybrid(capacity=1)
    newcomers.confirmed(of, way=Way.ROOM)
    booking = newcomers.confirmed(of, way=Way.ROOM, waits=True)
    token = newcomers.party_token(booking)

    assert "Come online meanwhile" in page_of(token)
    press("my_way", token, meanwhile="1")

    states = sorted(booking.places.values_list("way", "state"))
    assert states == [("online", PlaceState.BOOKED), ("room", PlaceState.WAITING)]


def test_a_helper_has_a_chair_and_gives_it_back():
    booking = newcomers.confirmed(session(capacity=2))
    token, place = newcomers.party_token(booking), booking.places.get()

    press("my_helper", token, place=place.pk)
    assert booking.places.filter(with_companion=True).exists()
    assert "No helper comes any more" in page_of(token)
    press("my_helper", token, place=place.pk, gone="1")
    assert not booking.places.filter(with_companion=True).exists()


def holding_back(**facts):
    return session(capacity=2, held_back=1, held_because="For people who bring a helper", **facts)


def test_a_helper_takes_a_chair_that_is_held_back_and_the_history_says_so():
    of = holding_back()
    booking = newcomers.confirmed(of)
    place = booking.places.get()

    press("my_helper", newcomers.party_token(booking), place=place.pk)

    of.refresh_from_db()
    place.refresh_from_db()
    assert (of.held_back, place.with_companion) == (0, True)
    line = of.changes.get(kind="given")
    assert (line.made_by, line.other_counts) == (None, [("Held back", 1, 0)])
    officer = factories.client_for(factories.staff("is_officer"))
    page = html.unescape(officer.get(at("session_change", of.reference)).content.decode())
    assert "by whoever booked" in page
    assert "by None" not in page
    assert "whoever brings a helper may take one" in page


def test_a_helper_comes_along_to_another_date_where_a_chair_is_held_back():
    programme = factories.pick_one(capacity=2)
    here, there = [date.session for date in programme.dates.order_by("pk")]
    booking = newcomers.confirmed(here)
    bring_helper(booking, place=booking.places.get(), by=None)
    officer = factories.staff("is_officer")
    change_places(there, held_back=1, held_because="For helpers", by=officer)

    press("my_swap", newcomers.party_token(booking), to=there.reference)

    assert there.places.get().with_companion
    assert there.changes.get(kind="given").made_by is None


@pytest.mark.database
def test_only_of_a_chair_given_out_is_it_not_said_who_did_it():
    of = session()
    with pytest.raises(IntegrityError), transaction.atomic():
        of.changes.update(made_by=None)


def test_nobody_speaks_for_a_place_that_is_not_theirs():
    of = factories.hybrid()
    booking = newcomers.confirmed(of, others=[BO], way=Way.ROOM)
    stranger = newcomers.confirmed(factories.hybrid(), way=Way.ROOM)
    mine, theirs = booking.places.order_by("pk")
    seat = newcomers.seat_token(theirs)

    for token, place in (
        (seat, mine),
        (newcomers.party_token(booking), theirs),
        (newcomers.party_token(stranger), mine),
    ):
        for name in ("my_way", "my_helper"):
            press(name, token, place=place.pk)
    for rubbish in ("", "x", "9" * 40, "-1"):
        press("my_way", seat, place=rubbish)
    assert press("my_way", seat, meanwhile="1").status_code == 409

    ways = set(booking.places.values_list("way", "with_companion"))
    assert ways == {(Way.ROOM, False)}


def test_a_look_changes_nothing_and_a_forged_link_opens_nothing():
    booking = newcomers.confirmed(factories.hybrid(), way=Way.ROOM)
    token = newcomers.party_token(booking)

    assert Client().get(at("my_way", token)).status_code == 405
    assert Client().post(at("my_way", token[:-1] + "x")).status_code == 404
