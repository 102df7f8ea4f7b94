"""Without an account at a date of a programme, and at a session that is in a room and online."""

import pytest
from django.test import Client
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person
from workshops.booking.actions import book_place
from workshops.models import Booking
from workshops.newcomers.actions import confirm_booking
from workshops.states import PlaceState, Way

pytestmark = pytest.mark.django_db


def dates_of(programme):
    return [each.session for each in programme.dates.order_by("session__starts_at")]


def test_one_date_of_a_course_is_not_booked_by_email_or_by_phone():
    date = dates_of(factories.course())[0]

    for way_in in (newcomers.asked_for_place, newcomers.rang):
        with pytest.raises(Refused, match="Book the whole course"):
            way_in(date)

    assert not Booking.objects.exists()


def test_the_page_of_such_a_date_leads_to_the_course():
    programme = factories.course()
    date = dates_of(programme)[0]

    answer = Client().get(reverse("workshops:book", args=[date.reference]))

    assert answer.url == reverse("workshops:course_book", args=[programme.reference])


def test_of_a_pick_one_nobody_has_two_dates_and_nothing_is_told_before_they_confirm():
    one, other = dates_of(factories.pick_one())
    who = newcomers.contact()
    first = newcomers.confirmed(one, who=who)
    second = newcomers.asked_for_place(other, who=who)  # anybody could have typed that address

    with pytest.raises(Refused, match="You can swap it for this date"):
        confirm_booking(second)

    assert [place.state for place in first.places.all()] == [PlaceState.BOOKED]
    assert [place.state for place in second.places.all()] == [PlaceState.HELD]


def test_each_way_has_its_chairs_also_for_those_who_have_not_confirmed():
    of = factories.hybrid(capacity=1, online_capacity=1)
    room = newcomers.asked_for_place(of, way=Way.ROOM)
    online = newcomers.asked_for_place(of, way=Way.ONLINE)
    later = person()

    with pytest.raises(Refused, match="has just gone"):
        book_place(of, by=later, name=later.name, way=Way.ROOM)
    confirm_booking(online)

    assert [place.way for place in room.places.all()] == [Way.ROOM]
    assert [(p.way, p.state) for p in online.places.all()] == [(Way.ONLINE, PlaceState.BOOKED)]


def test_the_email_says_where_by_the_way_that_they_chose():
    of = factories.hybrid()
    newcomers.asked_for_place(of, way=Way.ROOM)
    newcomers.asked_for_place(of, way=Way.ONLINE)

    room, online = Email.objects.filter(event="workshops/confirm").order_by("pk")

    assert f"Where: {of.place}" in room.body
    assert f"Where: {of.where(Way.ONLINE)}" in online.body


def test_the_form_asks_which_way_and_says_so_where_nobody_chose():
    of = factories.hybrid()
    address = reverse("workshops:book", args=[of.reference])
    typed = {"name": "Nia", "email": "nia@home.example", "number": "1"}

    unsaid = Client().post(address, typed).content.decode()
    Client().post(address, typed | {"way": "online"})

    assert "Choose whether you come to the room or online" in unsaid
    assert Booking.objects.get().places.get().way == Way.ONLINE


def test_whoever_rings_can_come_online():
    of = factories.hybrid()

    booking = newcomers.rang(of, way=Way.ONLINE)

    assert booking.places.get().way == Way.ONLINE


def test_a_chair_that_waits_for_a_yes_moves_with_a_session_that_turns_online():
    of = factories.hybrid(capacity=1, online_capacity=1)
    asked = newcomers.asked_for_place(of, way=Way.ROOM)

    factories.session_online(of)

    assert confirm_booking(asked).places.get().way == Way.ONLINE
