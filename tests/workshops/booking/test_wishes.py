"""A companion waits for the other way: they hear of it, and they answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import Email
from tests import factories
from tests.factories import newcomers, person
from workshops.booking import actions, queries
from workshops.booking.actions import Person
from workshops.states import PlaceState, Way

pytestmark = pytest.mark.django_db
BEN = "ben@home.example"


@pytest.fixture
def of():
    return factories.hybrid(capacity=1, online_capacity=5, starts_at=now() + timedelta(days=30))


@pytest.fixture
def sits(of):
    """Whoever sits on the one chair in the room."""
    by = person()
    return actions.book_place(of, by=by, name=by.name, way=Way.ROOM)


@pytest.fixture
def ben(of, sits):
    """Somebody who comes online with somebody who booked."""
    booking = newcomers.confirmed(of, way=Way.ONLINE, others=[Person("Ben", BEN)])
    return booking.places.get(email=BEN)


def at(name, place):
    return reverse(f"workshops:{name}", args=[newcomers.seat_token(place)])


def heard(*, since=0):
    mails = Email.objects.filter(pk__gt=since, event__regex="way_waits|offered|lapsed|called")
    return [(mail.event.removeprefix("workshops/"), mail.to) for mail in mails.order_by("pk")]


def free_the_room(sits):
    actions.cancel_booking(sits, by=sits.booked_by)


def test_who_wishes_hears_that_they_wait_and_that_a_place_is_kept_and_says_yes(client, sits, ben):
    client.post(at("my_way", ben), {"place": ben.pk})
    assert heard() == [("way_waits", BEN)]

    free_the_room(sits)

    assert heard()[1:] == [("place_offered", BEN)]
    mail = newcomers.newest_email("place_offered")
    assert newcomers.link_in(mail) == at("my_place", ben)
    assert mail.is_private
    shown = client.get(at("my_place", ben)).text
    assert "1 place is kept for you" in shown
    assert "Say nothing, and you keep what you have" in shown
    assert "No thanks" not in shown, "that would give back what they have"
    client.post(at("my_answer", ben))
    ben.refresh_from_db()
    assert (ben.way, ben.state) == (Way.ROOM, PlaceState.BOOKED)


def test_whoever_booked_may_answer_for_them_too(client, sits, ben):
    client.post(at("my_way", ben), {"place": ben.pk})
    free_the_room(sits)

    party = reverse("workshops:my_answer", args=[newcomers.party_token(ben.booking)])
    client.post(party)

    ben.refresh_from_db()
    assert ben.way == Way.ROOM


def test_a_companion_answers_for_nobody_else(client, sits, ben, of):
    """The one who booked wishes too, and is offered the chair first."""
    booker = ben.booking.places.exclude(pk=ben.pk).get()
    actions.change_way(ben.booking, place=booker, by=None)
    actions.change_way(ben.booking, place=ben, by=None)
    free_the_room(sits)
    assert [to for event, to in heard() if event == "place_offered"] == [ben.booking.email]

    shown = client.get(at("my_place", ben)).text

    assert "is kept for you" not in shown
    assert client.post(at("my_answer", ben)).status_code == 409
    booker.refresh_from_db()
    assert booker.way == Way.ONLINE


def test_on_the_last_day_they_are_called_and_take_it(client, sits, ben, of, time_machine):
    client.post(at("my_way", ben), {"place": ben.pk})
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)

    free_the_room(sits)

    assert heard()[-1] == ("place_called", BEN)
    assert "Take a place if one is free" in client.get(at("my_place", ben)).text
    client.post(at("my_answer", ben), {"take": "1"})
    ben.refresh_from_db()
    assert ben.way == Way.ROOM


def test_silence_and_the_end_of_the_list_are_told_to_them(client, sits, ben, of, time_machine):
    client.post(at("my_way", ben), {"place": ben.pk})
    by = person()
    actions.join_list(of, people=[Person(by.name, by.email)], accepts=1, way=Way.ROOM, by=by)
    free_the_room(sits)
    time_machine.move_to(ben.booking.offers.get().until, tick=False)
    actions.fill_all_sessions()
    assert ("offer_lapsed", BEN) in heard()

    time_machine.move_to(of.closes_for(Way.ROOM), tick=False)
    actions.fill_all_sessions()

    assert newcomers.newest_email("not_reached", to=BEN) is not None
    assert newcomers.newest_email("not_reached", to=ben.booking.email) is None


def test_a_party_has_one_turn_and_is_served_together(sits, ben, of):
    """A wish that comes later joins the turn that its party has."""
    booker = ben.booking.places.exclude(pk=ben.pk).get()
    actions.change_way(ben.booking, place=booker, by=None)
    by = person()
    other = actions.join_list(
        of, people=[Person(by.name, by.email)], accepts=1, way=Way.ROOM, by=by
    )

    actions.change_way(ben.booking, place=ben, by=None)

    assert queries.number_in_list(ben.booking) == 1
    assert queries.number_in_list(other) == 3


def test_a_wish_that_joins_an_older_turn_on_the_last_day_calls_who_answers_for_it_now(
    client, sits, ben, of, time_machine
):
    """Ben waited and was called; now the one who booked wishes too, and answers for both."""
    booker = ben.booking.places.exclude(pk=ben.pk).get()
    client.post(at("my_way", ben), {"place": ben.pk})
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    free_the_room(sits)
    assert heard()[-1] == ("place_called", BEN)

    actions.change_way(ben.booking, place=booker, by=None)
    actions.fill_places(of)

    his = ben.booking.email
    assert heard()[2:] == [("way_waits", his), ("place_called", his)]
    actions.take_place(ben.booking, by=None)
    booked = ben.booking.places.filter(state=PlaceState.BOOKED)
    assert booked.filter(way=Way.ROOM).count() == 1


def test_who_was_called_for_their_turn_is_not_called_again_for_one_who_joins_it(
    client, sits, ben, of, time_machine
):
    booker = ben.booking.places.exclude(pk=ben.pk).get()
    actions.change_way(ben.booking, place=booker, by=None)
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    free_the_room(sits)

    client.post(at("my_way", ben), {"place": ben.pk})

    assert [to for event, to in heard() if event == "place_called"] == [ben.booking.email]


def test_nobody_is_called_to_a_room_that_is_full(client, sits, ben, of, time_machine):
    booker = ben.booking.places.exclude(pk=ben.pk).get()
    actions.change_way(ben.booking, place=booker, by=None)
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)

    client.post(at("my_way", ben), {"place": ben.pk})

    assert ("place_called", BEN) not in heard()
    free_the_room(sits)
    assert [event for event, _to in heard()].count("place_called") == 1
