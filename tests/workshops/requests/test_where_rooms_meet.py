"""Where choosing who comes, and opening later, meet the rest: other ways of coming, lists, phone
calls, forgetting, changes of plan, and what is counted."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions.leaving import forget_address
from tests import factories
from tests.factories import client_for, newcomers, person, staff
from workshops.booking.actions import (
    Person,
    accept_offer,
    book_place,
    cancel_booking,
    change_way,
    fill_all_sessions,
    give_back,
    give_held_place,
    join_list,
    take_fewer,
    take_place,
)
from workshops.booking.queries import booking_of
from workshops.interest.queries import demand
from workshops.models import Offer, RequestAnswer, Session
from workshops.queries import most_places_free
from workshops.requests.actions import ask_for_place
from workshops.sessions.actions import open_booking

from .outcomes import mails, states

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def span(**more):
    facts = {"since": now() - timedelta(days=1), "until": now() + timedelta(days=40), "at": now()}
    return facts | more


def both_ways(**facts):
    return factories.chosen(
        **{"capacity": 2, "online_capacity": 2, "join_link": "https://meet.example/a", **facts}
    )


def page(user, name, record):
    address = reverse(f"workshops:{name}", args=[record.reference])
    return html.unescape(client_for(user).get(address).content.decode())


# --- No way past the choice ---


@pytest.mark.parametrize("room", [1, 2])
def test_nobody_changes_to_the_room_past_those_who_asked_for_it(room):
    of = both_ways(capacity=room)
    if room == 1:
        factories.request_answered(factories.requested(of, way="room"))
    online = factories.request_answered(factories.requested(of, way="online"))

    with pytest.raises(Refused, match="We choose who comes here"):
        change_way(online, place=online.places.get(), by=online.booked_by)

    assert states(online) == ["booked"]
    assert "Come to the room instead" not in page(online.booked_by, "booking", online)


def test_an_officer_gives_no_place_to_themselves_as_a_companion():
    officer, ama = staff("is_officer"), person()
    people = [Person("Ama", ama.email), Person("Marek", officer.email)]
    booking = ask_for_place(factories.chosen(), people=people, by=ama)

    with pytest.raises(Refused, match="for you"):
        factories.request_answered(booking, by=officer)


def test_the_form_promises_no_waiting_list():
    of = both_ways(capacity=1)
    factories.request_answered(factories.requested(of, way="room"))

    shown = page(person(), "book", of)

    assert "In the room: no place free at the moment" in shown
    assert "waiting list" not in shown


# --- What people hear ---


def test_taking_a_part_back_says_who_still_asks():
    booking = factories.requested(names=["Ama", "Ben"])

    give_back(booking, places=[booking.places.order_by("pk").last()], by=booking.booked_by)

    body = mails("booking_cancelled").get().body
    assert "1 of you still asks for a place" in body
    assert "somebody else can come" not in body


def test_moved_past_the_end_of_booking_there_is_one_message_and_it_is_true():
    booking = factories.requested()
    starts = now() + timedelta(hours=1)

    factories.session_moved(booking.session, starts_at=starts, ends_at=starts + timedelta(hours=1))

    assert states(booking) == ["unanswered"]
    assert "we had not answered you. That was our fault" in mails("session_moved").get().body
    assert not mails("request_unanswered").exists()


def test_who_only_asked_hears_of_the_next_date_what_is_so():
    of = factories.chosen()
    booking = factories.requested(of)
    factories.session_cancelled(of)
    assert "can have a place before anybody else" not in mails("session_cancelled").get().body

    factories.chosen(workshop=of.workshop)

    again = mails("request_made", booking.booked_by.email).order_by("-pk").first()
    assert "We had to cancel the date" in again.body
    assert "you need do nothing to ask" in again.body


def test_who_rang_and_was_not_answered_is_rung_with_the_truth():
    staff("is_officer")
    of = factories.chosen()
    newcomers.rang(of)

    with time_machine.travel(of.closes_at, tick=False):
        fill_all_sessions()

    assert "we did not answer in time" in mails("please_ring").first().body


# --- Before booking opens ---


def first_in_line(**facts):
    """Somebody who lost a place has an offer at a date that opens in three weeks."""
    gone = factories.session()
    ama = person()
    book_place(gone, by=ama, name="Ama")
    factories.session_cancelled(gone)
    of = factories.session(
        workshop=gone.workshop,
        starts_at=now() + timedelta(days=40),
        opens_at=now() + timedelta(days=21),
        **facts,
    )
    return of, booking_of(ama, of)


def test_a_late_yes_counts_before_the_opening_too():
    _of, booking = first_in_line()

    with time_machine.travel(Offer.objects.get().until + timedelta(minutes=1), tick=False):
        accept_offer(booking, by=booking.booked_by)

    assert states(booking) == ["booked"]


def test_after_two_silences_they_hear_when_it_opens_and_not_that_it_is_over():
    of, booking = first_in_line()
    for _ in range(2):
        until = booking.offers.order_by("-pk").first().until
        with time_machine.travel(until + timedelta(minutes=1), tick=False):
            fill_all_sessions()

    assert states(booking) == ["offer_lapsed"]
    body = mails("offer_lapsed").order_by("-pk").first().body
    assert "Booking opens at " in body
    assert "has ended" not in body
    assert of.standing() == "opens_soon"


def test_a_colleague_gives_out_a_chair_that_is_held_back_before_the_opening():
    of = factories.session(
        opens_at=now() + timedelta(days=3), held_back=1, held_because="For our guest"
    )
    guest = Person("Wren", "wren@example.org")

    booking = give_held_place(
        of, person=guest, way="room", because="She tells her story.", by=staff("is_officer")
    )

    assert states(booking) == ["booked"]


def test_opened_sooner_a_chair_counts_from_then_and_not_from_when_it_was_published():
    of = factories.session(
        workshop=factories.workshop(tag="money"), capacity=1, opens_at=now() + timedelta(days=5)
    )
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        open_booking(of, by=staff("is_officer"))
        book_place(of, by=(ama := person()), name=ama.name)

        assert most_places_free(factories.organisation(), "money", **span()) == 0


def test_a_draft_that_was_to_open_too_late_can_open_at_once():
    officer = staff("is_officer")
    draft = factories.session(is_published=False, opens_at=now() + timedelta(days=3))

    assert "Open booking now" in page(officer, "session_change", draft)
    client_for(officer).post(
        reverse("workshops:session_change", args=[draft.reference]), {"open": ""}
    )

    assert not Session.objects.get().opens_later()


# --- With fewer, on the last day ---


def one_chair_on_the_last_day():
    of = factories.session(capacity=1, starts_at=now() + timedelta(hours=20))
    held = book_place(of, by=(one := person()), name=one.name)
    two = person()
    people = [Person("Mina", two.email), Person("Lee")]
    waiting = join_list(of, people=people, accepts=2, by=two)
    cancel_booking(held, by=one)
    return waiting


def test_on_the_last_day_they_read_why_and_fewer_is_theirs_at_once():
    waiting = one_chair_on_the_last_day()

    with pytest.raises(Refused, match="1 place is free, and you asked for at least 2"):
        take_place(waiting, by=waiting.booked_by)
    assert "Then say so, and it is yours." in page(waiting.booked_by, "booking", waiting)
    assert take_fewer(waiting, fewest=1, by=waiting.booked_by)

    assert states(waiting) == ["booked", "waiting"]


def test_who_says_fewer_too_late_is_told_that_they_are_asked():
    of = factories.session(capacity=1)
    held = book_place(of, by=(one := person()), name=one.name)
    first, second = (
        join_list(of, people=[Person("A", by.email), Person("B")], accepts=2, by=by)
        for by in (person(), person())
    )
    cancel_booking(held, by=one)
    take_fewer(first, fewest=1, by=first.booked_by)

    assert not take_fewer(second, fewest=1, by=second.booked_by)


# --- What counts, and what is forgotten ---


def test_one_no_beside_a_yes_is_not_in_vain():
    ama = person()
    co_op = factories.organisation(owner=ama)
    of = factories.chosen(workshop=factories.workshop(tag="money"))

    factories.request_answered(
        factories.requested(of, by=ama, names=["A", "B", "C"], organisation=co_op), yes=2
    )

    assert most_places_free(co_op, "money", **span()) == 10


def test_a_session_that_many_ask_for_does_not_look_unwanted():
    booking = factories.requested(names=["Ama", "Ben"])

    wanted = {each.pk: each.waiting for each in demand(now())}

    assert wanted[booking.session.workshop_id] == 2


def test_what_we_told_somebody_goes_when_they_are_forgotten_and_that_we_did_stays():
    guest = newcomers.confirmed(factories.chosen())
    factories.request_answered(guest, yes=0, because="Nia, your chair is too wide for the door.")

    with transaction.atomic():
        forget_address(guest.email, names=["Nia New"], about=[guest.reference])

    answer = RequestAnswer.objects.get()
    assert (answer.because, answer.declined) == (RequestAnswer.DELETED, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestAnswer.objects.update(because="Something else.")


def test_telephone_numbers_on_the_register_are_for_those_who_ring():
    of = factories.session(capacity=1)
    held = book_place(of, by=(one := person()), name=one.name)
    newcomers.rang(of, list_terms={"accepts": 1, "straight_in_until": None})

    for state in ("waiting", "offered"):
        assert of.places.filter(state=state).exists()
        assert "01632 960 001" in page(staff("is_officer"), "register", of)
        assert "01632 960 001" not in page(staff("is_auditor"), "register", of)
        cancel_booking(held, by=one)
