"""Pages of a session that is in a room and online, and of chairs held back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.models import Email
from tests import factories
from tests.factories import client_for, person, session, staff
from workshops.booking.actions import book_place
from workshops.booking.links import SEAT, token_for
from workshops.models import Place, Session
from workshops.states import PlaceState, Way

pytestmark = pytest.mark.django_db
JOIN = "Open your way to join"


def at(name, record, *more):
    return reverse(f"workshops:{name}", args=[record.reference, *more])


def page(client, address):
    return client.get(address).content.decode()


def book(of, way=None, by=None):
    by = by or person()
    return book_place(of, by=by, name=by.name, way=way)


def test_the_public_page_counts_both_and_the_form_asks_which():
    of = factories.hybrid(capacity=1, online_capacity=9)
    book(of, Way.ROOM)
    ama = person()

    assert "In the room: full" in page(client_for(ama), at("session", of))
    assert "Online: places free" in page(client_for(ama), at("session", of))
    form = page(client_for(ama), at("book", of))
    assert "In the room: full, with a waiting list" in form
    assert "Online: 9 places free" in form


@pytest.mark.parametrize("typed", [{}, {"way": "by boat"}, {"way": ["room", "online"]}])
def test_who_does_not_say_how_they_come_is_asked(typed):
    of, ama = factories.hybrid(), person()

    answer = client_for(ama).post(at("book", of), {"name": "Ama", "number": "1", **typed})

    if answer.status_code == 200:
        assert "Choose " in answer.content.decode()
        assert not of.places.exists()
    else:  # of two answers the last one counts
        assert of.places.get().way == Way.ONLINE


def test_who_chose_the_room_is_asked_whether_to_wait_and_then_may_come_online_meanwhile():
    of, ama = factories.hybrid(capacity=1), person()
    book(of, Way.ROOM)
    client, typed = client_for(ama), {"name": "Ama", "number": "1", "way": "room"}

    asked = client.post(at("book", of), typed).content.decode()
    client.post(at("book", of), typed | {"waits": "1"})

    assert "You would be number 1" in asked
    booking = of.bookings.get(booked_by=ama)
    shown = page(client, at("booking", booking))
    assert "for a place in the room" in shown
    client.post(at("meanwhile_take", booking))
    assert booking.places.live().people().get().way == Way.ONLINE
    assert "You keep the place that you have" in page(client, at("booking", booking))


def test_buttons_change_the_way_and_back_and_rubbish_changes_nothing():
    of, ama = factories.hybrid(), person()
    booking = book(of, Way.ONLINE, by=ama)
    client, place = client_for(ama), booking.places.get()

    for rubbish in ("", "x", "9" * 40, "²"):
        assert client.post(at("way_change", booking), {"place": rubbish}).status_code == 302
    place.refresh_from_db()
    assert place.way == Way.ONLINE
    client.post(at("way_change", booking), {"place": place.pk})
    place.refresh_from_db()
    assert place.way == Way.ROOM
    assert client_for(person()).post(at("way_change", booking)).status_code == 404


def test_a_colleague_gives_a_held_place_by_a_form_that_says_what_is_missing():
    of = session(capacity=2, held_back=1, held_because="For helpers")
    client = client_for(staff("is_officer"))
    typed = {"name_1": "Wren", "email_1": "wren@example.org", "because": "Our speaker."}

    missing = client.post(at("held_place", of), {"email_1": "wren@"}).content.decode()
    assert "Enter their name" in missing
    assert "Enter an email address like" in missing
    assert "Say why they get this place" in missing
    client.post(at("held_place", of), typed)

    assert of.places.get().name == "Wren"
    assert "No place is held back" in page(client, at("held_place", of))
    assert client_for(person()).get(at("held_place", of)).status_code == 403


def test_fewer_places_than_people_shows_what_can_be_done():
    of = session(capacity=3)
    for _ in range(3):
        book(of)
    client = client_for(staff("is_officer"))

    shown = client.post(at("session_change", of), {"capacity": "1", "room_size": "2"}, follow=True)

    said = shown.content.decode()
    assert "2 places too few" in said
    assert "Places: 3 before, 1 now." in said
    client.post(at("volunteers_ask", of))
    assert Email.objects.filter(event="workshops/volunteers_wanted").count() == 3
    assert "you asked who could give their place up" in page(client, at("session_change", of))


def test_the_officer_is_warned_of_a_room_that_is_too_small():
    of = session(capacity=30, room_size=20)

    shown = page(client_for(staff("is_officer")), at("session_change", of))

    assert "The room holds 20, and there are 30 places in it." in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"held_back": "9"}, "hold back more places than there are"),
        ({"held_back": "1"}, "Say for whom or for what"),
        ({"online_capacity": "-1"}, "Enter 0 or more"),
        ({"most_waiting": "lots"}, "Enter a number in figures"),
        ({"room_size": "501"}, "Enter 500 or fewer"),
    ],
)
def test_numbers_that_make_no_sense_are_said_beside_the_field(typed, says):
    of = session(capacity=5)

    answer = client_for(staff("is_officer")).post(
        at("session_change", of), {"capacity": "5", **typed}
    )

    assert says in answer.content.decode()
    assert Session.objects.get().capacity == 5


def test_from_online_into_a_room_everybody_keeps_a_place_and_may_drop_it():
    of = session(is_online=True, place="Online", capacity=3)
    booking = book(of)
    uid = str(booking.places.get().calendar_uid)
    client = client_for(staff("is_officer"))

    client.post(at("session_room", of), {"place": "The Hub", "access": "", "capacity": "1"})

    of.refresh_from_db()
    assert (of.ways, of.place, of.capacity) == ((Way.ROOM,), "The Hub", 1)
    assert booking.places.get().way == Way.ROOM
    told = Email.objects.get(event="workshops/session_in_room")
    assert uid in told.calendar.replace("\r\n ", "")
    assert "LOCATION:The Hub" in told.calendar
    client_for(booking.booked_by).post(at("cancel", booking), {"places": booking.places.get().pk})
    assert booking.places.get().state == PlaceState.CANCELLED_IN_TIME


def test_a_room_is_added_and_nobody_is_told():
    of = session(is_online=True, place="Online", capacity=3)
    booking = book(of)
    sent = Email.objects.count()

    client_for(staff("is_officer")).post(
        at("room_add", of), {"place": "The Hub", "access": "", "capacity": "4"}
    )

    of.refresh_from_db()
    assert (of.ways, of.capacity, of.online_capacity) == ((Way.ROOM, Way.ONLINE), 4, 3)
    assert booking.places.get().way == Way.ONLINE
    assert Email.objects.count() == sent


def test_both_ways_turned_online_has_the_places_of_both_and_ends_wishes():
    of = factories.hybrid(capacity=1, online_capacity=2)
    sits = book(of, Way.ROOM)
    waits = book(of, Way.ONLINE)
    client = client_for(waits.booked_by)
    client.post(at("way_change", waits), {"place": waits.places.get().pk})

    of = factories.session_online(of)

    assert (of.ways, of.capacity) == ((Way.ONLINE,), 3)
    assert sits.places.get().way == Way.ONLINE
    assert waits.places.live().get().state == PlaceState.BOOKED


def test_only_who_comes_online_sees_the_link(time_machine):
    of = factories.hybrid()
    room, online = book(of, Way.ROOM), book(of, Way.ONLINE)
    time_machine.move_to(of.starts_at)

    assert JOIN in page(client_for(online.booked_by), at("booking", online))
    assert JOIN not in page(client_for(room.booked_by), at("booking", room))
    for booking in (online, room):
        way_in = reverse("workshops:my_join", args=[token_for(SEAT, booking.places.get())])
        client = client_for(booking.booked_by)
        client.post(way_in)
        assert (of.join_link in page(client, way_in)) == (booking is online)


def test_where_each_of_them_goes_stands_in_their_calendar():
    of = factories.hybrid()
    book(of, Way.ROOM)
    book(of, Way.ONLINE)

    room, online = Email.objects.filter(event="workshops/booking_made").order_by("pk")

    assert "LOCATION:Tanyard Library" in room.calendar
    assert "LOCATION:Online: the link is on your booking page" in online.calendar
    assert "Where: Online" in online.body
    feed = client_for(person()).get(reverse("workshops:calendar_feed")).content.decode()
    assert "LOCATION:Tanyard Library\\, or online" in feed


def test_the_register_says_who_comes_how_and_costs_the_same_for_two_and_for_many():
    of = factories.hybrid(capacity=60, online_capacity=60)
    client = client_for(staff("is_officer"))

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, at("register", of))
        return len(queries)

    book(of, Way.ROOM), book(of, Way.ONLINE)
    cost()
    few = cost()
    for way in [Way.ROOM, Way.ONLINE] * 10:
        book(of, way)

    assert cost() == few
    assert "in the room, for themselves" in page(client, at("register", of)).replace("  ", " ")


def test_a_full_list_is_said_without_a_form():
    of = session(capacity=1, most_waiting=1)
    book(of)
    factories.waiting(by=person(), of=of)
    client = client_for(person())

    for answer in (client.get(at("book", of)), client.post(at("book", of), {"name": "A"})):
        said = answer.content.decode()
        assert "as many as the list takes" in said
        assert "Join the waiting list</button>" not in said
    assert of.bookings.count() == 2


@pytest.mark.parametrize("many", [1, 15])
def test_the_public_list_costs_six_queries_at_most(client, many):
    for number in range(many):
        of = factories.hybrid(place=f"Room {number}", capacity=3)
        book(of, Way.ROOM)
    page(client, reverse("workshops:session_list"))

    with CaptureQueriesContext(connection) as queries:
        page(client, reverse("workshops:session_list"))

    assert len(queries) <= 6


def test_the_register_of_a_hundred_costs_six_queries():
    of = factories.hybrid(capacity=100, online_capacity=100)
    booking = book(of, Way.ROOM)
    Place.objects.bulk_create(
        Place(
            booking=booking,
            session=of,
            name=f"Person {number}",
            state=PlaceState.BOOKED,
            booked_at=booking.booked_at,
            way=Way.ROOM if number % 2 else Way.ONLINE,
        )
        for number in range(99)
    )
    client = client_for(staff("is_officer"))
    page(client, at("register", of))

    with CaptureQueriesContext(connection) as queries:
        said = page(client, at("register", of))

    assert said.count('class="fund-register__row"') == 100
    assert len(queries) <= 6
