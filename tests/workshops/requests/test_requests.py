"""Where we choose who comes: people ask, we answer, and nothing is kept in between."""

import pytest
import time_machine
from django.db import DatabaseError, transaction

from applicants.access import Refused
from tests import factories
from tests.factories import newcomers, person, staff
from tests.factories.requests import HOW
from workshops.booking.actions import (
    Person,
    book_place,
    cancel_booking,
    fill_all_sessions,
    give_back,
    join_list,
)
from workshops.booking.queries import booking_of
from workshops.models import RequestAnswer
from workshops.requests.actions import answer_request, ask_for_place
from workshops.requests.queries import asked_in, requests_of
from workshops.sessions.queries import with_places

from .outcomes import mails, states

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# --- Asking ---


def test_who_asks_hears_how_we_choose_and_holds_no_chair():
    of, ama = factories.chosen(capacity=1), person()

    booking = factories.requested(of, by=ama, because="We start a bakery.")

    assert states(booking) == ["requested"]
    assert booking.asks_because == "We start a bakery."
    (mail,) = mails("request_made", ama.email)
    assert HOW in mail.body
    assert "nothing is kept for you" in mail.body
    counted = with_places(of)
    assert (counted.free, counted.taken, counted.waiting, counted.requested) == (1, 0, 0, 1)


def test_more_may_ask_than_there_are_places_and_the_first_who_asked_stands_first():
    of = factories.chosen(capacity=1)

    asked = [factories.requested(of) for _ in range(3)]

    assert requests_of(of) == asked


def test_asking_twice_is_asking_once():
    of, ama = factories.chosen(), person()

    assert factories.requested(of, by=ama) == factories.requested(of, by=ama)
    assert of.places.count() == 1


def test_a_friend_who_asks_too_is_not_there_twice():
    of, ama, ben = factories.chosen(), person(), person()
    ask_for_place(of, people=[Person("Ama", ama.email), Person("Ben", ben.email)], by=ama)

    factories.requested(of, by=ben)

    assert booking_of(ben, of).booked_by == ama
    assert of.places.count() == 2


@pytest.mark.parametrize("book", [book_place, join_list])
def test_nobody_books_past_us(book):
    of, ama = factories.chosen(), person()
    facts = {"name": "Ama"}
    if book is join_list:
        facts = {"people": [Person("Ama", ama.email)], "accepts": 1}

    with pytest.raises(Refused, match="we choose who comes"):
        book(of, by=ama, **facts)

    assert not of.places.exists()


def test_without_an_account_nobody_asks_before_they_confirm():
    of = factories.chosen()

    asked = newcomers.asked_for_place(of, because="We mend bikes.")
    assert requests_of(of) == []
    mail = newcomers.newest_email("confirm")
    assert "We choose who comes" in mail.body
    assert "We keep" not in mail.body

    booking = newcomers.confirm_booking(asked)
    assert states(booking) == ["requested"]
    assert requests_of(of) == [booking]
    assert "You asked for a place" in newcomers.newest_email("request_made").subject


def test_whoever_rings_asks_like_everybody():
    of = factories.chosen()

    booking = newcomers.rang(of, because="He was there first.")

    assert states(booking) == ["requested"]
    factories.request_answered(booking)
    assert states(booking) == ["booked"]


def test_a_request_can_be_taken_back_and_made_again():
    of, ama = factories.chosen(), person()
    booking = factories.requested(of, by=ama)

    cancel_booking(booking, by=ama)
    again = factories.requested(of, by=ama)

    assert states(booking) == ["withdrawn"]
    assert states(again) == ["requested"]


def test_booking_has_ended_for_those_who_ask_too():
    of = factories.chosen()

    with time_machine.travel(of.closes_at, tick=False), pytest.raises(Refused):
        factories.requested(of)


# --- Answering ---


def test_a_yes_is_a_place_with_an_entry_for_the_calendar():
    booking = factories.requested()
    officer = staff("is_officer")

    factories.request_answered(booking, because="See you at the back door.", by=officer)

    assert states(booking) == ["booked"]
    (mail,) = mails("booking_made", booking.booked_by.email)
    assert "We said: See you at the back door." in mail.body
    assert "BEGIN:VCALENDAR" in mail.calendar
    answer = RequestAnswer.objects.get()
    assert (answer.given, answer.declined, answer.answered_by) == (1, 0, officer)


def test_a_no_says_why_and_whoever_else_asked_is_told_nothing():
    booking = factories.requested(names=["Ama", "Ben"])

    factories.request_answered(booking, yes=0, because="Others live nearer.")

    assert states(booking) == ["declined", "declined"]
    (mail,) = mails("request_declined")
    assert mail.to == booking.booked_by.email
    assert "Others live nearer." in mail.body
    assert not mails("booking_made")


def test_some_of_a_party_come_and_they_read_why_not_all():
    booking = factories.requested(names=["Ama", "Ben", "Cy"])

    factories.request_answered(booking, yes=2, because="We had two chairs.")

    assert states(booking) == ["booked", "booked", "declined"]
    (mail,) = mails("booking_made")
    assert "You have 2 places" in mail.body
    assert "We said: We had two chairs." in mail.body
    answer = RequestAnswer.objects.get()
    assert (answer.given, answer.declined) == (2, 1)


def test_a_no_without_a_reason_is_none():
    booking = factories.requested()

    with pytest.raises(Refused, match="Say why"):
        answer_request(booking, places=[], by=staff("is_officer"))

    assert states(booking) == ["requested"]


@pytest.mark.parametrize(
    ("capacity", "held_back", "said"),
    [
        (2, 0, "There is no place left"),
        (3, 0, "only 1 place left"),
        (4, 0, "only 2 places"),
        (6, 3, "only 1 place left"),
    ],
)
def test_a_yes_looks_again_whether_there_are_chairs(capacity, held_back, said):
    of = factories.chosen(capacity=capacity, held_back=held_back, held_because="Helpers")
    factories.request_answered(factories.requested(of, names=["A", "B"]))
    booking = factories.requested(of, names=["C", "D", "E"])

    with pytest.raises(Refused, match=said):
        factories.request_answered(booking)

    assert states(booking) == ["requested"] * 3
    assert not RequestAnswer.objects.filter(booking=booking).exists()


def test_a_place_that_is_given_back_goes_to_nobody_before_we_say_so():
    of = factories.chosen(capacity=1)
    has = factories.requested(of)
    waits = factories.requested(of)
    factories.request_answered(has)

    cancel_booking(has, by=has.booked_by)
    fill_all_sessions()

    assert states(waits) == ["requested"]
    factories.request_answered(waits)
    assert states(waits) == ["booked"]


def test_two_answers_the_first_counts():
    booking = factories.requested()
    factories.request_answered(booking, yes=0)

    with pytest.raises(Refused, match="have an answer already"):
        factories.request_answered(booking)

    assert states(booking) == ["declined"]


def test_who_took_their_request_back_meanwhile_has_no_place():
    booking = factories.requested(names=["Ama", "Ben"])
    seen = asked_in(booking)
    give_back(booking, places=seen[:1], by=booking.booked_by)

    answer_request(booking, places=seen, by=staff("is_officer"))

    assert states(booking) == ["withdrawn", "booked"]
    assert RequestAnswer.objects.get().given == 1


def test_nobody_answers_their_own_request():
    officer = staff("is_officer")
    booking = factories.requested(by=officer)

    with pytest.raises(Refused, match="a colleague answers"):
        factories.request_answered(booking, by=officer)


def test_who_got_a_no_may_ask_again_and_get_a_yes():
    of, ama = factories.chosen(), person()
    factories.request_answered(factories.requested(of, by=ama), yes=0)

    again = factories.requested(of, by=ama)
    factories.request_answered(again)

    assert states(again) == ["booked"]


def test_an_answer_stays_as_it_was_given():
    answer = factories.request_answered().request_answer

    for write in (
        lambda: RequestAnswer.objects.filter(pk=answer.pk).update(given=0, declined=1),
        answer.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_in_each_way_the_chairs_of_that_way_count():
    of = factories.chosen(capacity=1, online_capacity=1, join_link="https://meet.example/a")
    factories.request_answered(factories.requested(of, way="room"))
    online = factories.requested(of, way="online")
    room = factories.requested(of, way="room")

    factories.request_answered(online)
    with pytest.raises(Refused, match="no place left"):
        factories.request_answered(room)

    assert states(online) == ["booked"]
