"""How many places there are, which are held back, and what happens when they are too few."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import person, session, staff
from workshops.booking import actions, queries
from workshops.booking.actions import ListFull, Person, SessionFull
from workshops.models import Place, SessionChange
from workshops.sessions.changing.queries import people_to_ring
from workshops.states import PlaceState, Way

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHY = "She gives the talk."


def book(of, by=None, **facts):
    by = by or person()
    return actions.book_place(of, by=by, name=by.name, **facts)


def holding_back(number=1, **facts):
    return session(held_back=number, held_because="For helpers", **facts)


def newest_line(of):
    return of.changes.order_by("-pk").first()


def test_what_is_held_back_cannot_be_booked_and_is_not_offered_to_the_list():
    of = holding_back(capacity=2)
    booked = book(of)

    with pytest.raises(SessionFull):
        book(of)
    waits = factories.waiting(by=person(), of=of)
    assert waits.places.get().state == PlaceState.WAITING
    actions.cancel_booking(booked, by=booked.booked_by)
    assert waits.places.get().state == PlaceState.OFFERED  # that one, and only that one


def test_a_colleague_gives_one_out_with_a_reason_that_stays():
    of, officer = holding_back(capacity=1), staff("is_officer")
    guest = Person("Ama", "ama@example.org")

    booking = actions.give_held_place(of, person=guest, way=Way.ROOM, because=WHY, by=officer)

    assert booking.places.get().state == PlaceState.BOOKED
    assert booking.given_because == WHY
    line = newest_line(of)
    assert (line.kind, line.because, line.made_by) == ("given", WHY, officer)
    assert line.other_counts == [("Held back", 1, 0)]
    with pytest.raises(Refused, match="no place left for them"):
        actions.give_held_place(of, person=Person("Bo"), way=Way.ROOM, because=WHY, by=officer)
    assert Email.objects.filter(to=guest.email, event="workshops/booking_made").exists()


@pytest.mark.parametrize("has_account", [True, False])
def test_a_place_that_is_given_out_is_the_person_s_own(has_account):
    of, officer = holding_back(2), staff("is_officer")
    account = person(name="Ama", email="ama@example.org") if has_account else None
    facts = {"way": Way.ROOM, "because": WHY, "by": officer}

    booking = actions.give_held_place(
        of, person=Person("Ama", "Ama@example.org"), phone="01632 960 001", **facts
    )

    assert (booking.booked_by, booking.taken_by) == (account, officer)
    assert (booking.name, booking.email) == ("Ama", "ama@example.org")
    assert not booking.is_made_by(officer)
    assert not Email.objects.filter(to=officer.email).exists()
    own = book(of, by=officer)
    assert own != booking  # a colleague who comes too has a place of their own
    silent = actions.give_held_place(of, person=Person("Tom"), phone="01632 960 002", **facts)
    assert [(each, each.phone) for each in people_to_ring(of)] == [(silent, "01632 960 002")]


def test_a_date_of_a_course_is_not_given_out_by_itself_nor_a_second_date_of_a_pick_one():
    officer = staff("is_officer")
    of = factories.course().dates.order_by("pk").first().session
    here, there = [date.session for date in factories.pick_one().dates.order_by("pk")]
    ama = person()
    book(there, by=ama)
    facts = {"way": Way.ROOM, "because": WHY, "by": officer}
    for session_ in (of, here):
        actions.change_places(session_, held_back=1, held_because="For guests", by=officer)

    with pytest.raises(Refused, match="a date of a course"):
        actions.give_held_place(of, person=Person("Bo"), **facts)
    with pytest.raises(Refused, match="has a place at another date"):
        actions.give_held_place(here, person=Person("Ama", ama.email), **facts)
    assert not of.places.exists()
    assert not here.places.exists()


def test_an_offer_out_of_turn_takes_what_is_held_back_where_nothing_is_free():
    of = holding_back(capacity=2)
    book(of)
    first, second = (factories.waiting(by=person(), of=of) for _ in range(2))

    actions.offer_out_of_turn(second, because=WHY, by=staff("is_officer"))

    of.refresh_from_db()
    assert of.held_back == 0
    assert second.places.get().state == PlaceState.OFFERED
    assert first.places.get().state == PlaceState.WAITING


def test_colleagues_read_why_somebody_came_first_and_others_do_not():
    of, officer = holding_back(number=2, capacity=3), staff("is_officer", name="Sian Officer")
    booker = book(of).booked_by
    guest = person()
    who = Person(guest.name, guest.email)
    given = actions.give_held_place(of, person=who, way=Way.ROOM, because=WHY, by=officer)
    waits = factories.waiting(by=person(), of=of)
    actions.offer_out_of_turn(waits, because="Interpreter booked.", by=officer)
    factories.session_moved(of)  # the offer is made anew, for the same reason

    for booking, because, reader in (
        (given, WHY, guest),
        (waits, "Interpreter booked.", waits.booked_by),
    ):
        page = reverse("workshops:booking", args=[booking.reference])
        for role in ("is_officer", "is_auditor"):
            shown = factories.client_for(staff(role)).get(page).text
            assert shown.count(because) == 1
            assert "Sian Officer" in shown
        assert because not in factories.client_for(reader).get(page).text
    assert queries.reasons_of(of.bookings.get(booked_by=booker)) == []


def test_a_helper_sits_on_a_chair_and_is_not_on_the_register():
    of = session(capacity=2)
    booking = book(of)

    actions.bring_helper(booking, place=booking.places.get(), by=booking.booked_by)

    with pytest.raises(SessionFull):
        book(of)
    assert of.live_places().count() == 1
    actions.bring_helper(booking, place=booking.places.get(), is_coming=False, by=booking.booked_by)
    book(of)


def test_a_helper_may_have_a_chair_that_is_held_back_and_else_is_told_to_ring():
    of = holding_back(capacity=2)
    booking = book(of)

    actions.bring_helper(booking, place=booking.places.get(), by=booking.booked_by)

    of.refresh_from_db()
    assert of.held_back == 0
    full = session(capacity=1)
    other = book(full)
    with pytest.raises(Refused, match="Ring us"):
        actions.bring_helper(other, place=other.places.get(), by=other.booked_by)


def test_the_database_counts_helpers_and_what_is_held_back():
    of = holding_back(capacity=3)
    booking = book(of)
    place = booking.places.get()
    Place.objects.filter(pk=place.pk).update(with_companion=True)

    with pytest.raises(IntegrityError, match="more people than chairs"), transaction.atomic():
        Place.objects.create(booking=booking, session=of, state="booked", booked_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():  # online nobody needs a chair
        Place.objects.filter(pk=place.pk).update(way=Way.ONLINE)


def test_a_change_of_places_is_a_line_that_says_what_it_was():
    of, officer = session(capacity=10), staff("is_officer")

    actions.change_places(of, capacity=8, room_size=9, by=officer)
    actions.change_places(of, capacity=8, room_size=9, by=officer)

    lines = of.changes.filter(kind=SessionChange.Kind.PLACES)
    assert [line.other_counts for line in lines] == [
        [("Places", 10, 8), ("The room holds", None, 9)]
    ]
    of.refresh_from_db()
    assert of.version == 0  # nobody must plan anew


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"held_back": 11, "held_because": "x"}, "more places than there are"),
        ({"held_back": 1}, "for whom or for what"),
        ({"online_held_back": 1, "held_because": "x"}, "more places online"),
    ],
)
def test_places_that_make_no_sense_are_refused(counts, says):
    of = session(capacity=10)

    with pytest.raises(Refused, match=says):
        actions.change_places(of, by=staff("is_officer"), **counts)

    assert not of.changes.filter(kind=SessionChange.Kind.PLACES).exists()


def test_the_last_place_online_goes_only_with_those_who_have_it():
    of = factories.hybrid()
    book(of, way=Way.ONLINE)

    with pytest.raises(Refused, match="People come online"):
        actions.change_places(of, online_capacity=0, by=staff("is_officer"))


# --- Fewer places than people ---


def crowded():
    of = session(capacity=3)
    bookings = [book(of) for _ in range(3)]
    return actions.change_capacity(of, capacity=1, by=staff("is_officer")), bookings


def test_nobody_is_bumped_and_nobody_new_gets_in():
    of, bookings = crowded()
    factories.waiting(by=person(), of=of)

    assert queries.crowd_of(of) == {Way.ROOM: 2}
    assert of.live_places().count() == 3
    actions.cancel_booking(bookings[0], by=bookings[0].booked_by)
    assert of.live_places().count() == 2
    assert not of.places.filter(state=PlaceState.OFFERED).exists()


def test_those_who_have_a_place_are_asked_once_and_are_never_late(time_machine):
    of, bookings = crowded()
    time_machine.move_to(of.starts_at - timedelta(hours=5))

    actions.ask_volunteers(of, by=staff("is_officer"))
    actions.ask_volunteers(of, by=staff("is_officer"))

    asked = Email.objects.filter(event="workshops/volunteers_wanted")
    assert {each.to for each in asked} == {each.booked_by.email for each in bookings}
    assert newest_line(of).told == 3
    actions.cancel_booking(bookings[0], by=bookings[0].booked_by)
    assert bookings[0].places.get().state == PlaceState.CANCELLED_IN_TIME


def test_nobody_is_asked_where_there_is_a_place_for_everybody():
    of = session()
    book(of)

    with pytest.raises(Refused, match="a place for everybody"):
        actions.ask_volunteers(of, by=staff("is_officer"))


# --- A list that has an end ---


def test_a_full_list_says_so_and_adds_nobody():
    of = session(capacity=1, most_waiting=2)
    book(of)
    factories.waiting(by=person(), of=of, names=["Ama", "Bo"])
    by = person()

    with pytest.raises(ListFull, match="2 people wait"):
        actions.join_list(of, people=[Person(by.name, by.email)], accepts=1, by=by)
    with pytest.raises(ListFull):
        book(of)

    assert not of.bookings.filter(booked_by=by).exists()
