"""A waiting list: joining, offers, answers, its end, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from grants.migrations import _guards
from tests import factories
from tests.factories import person, session
from workshops import states
from workshops.booking import actions, queries
from workshops.booking.actions import Person, SessionFull
from workshops.models import Offer, Place
from workshops.states import PlaceState

from .a_waiting_list import book, states_of, wait

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def mails_to(booking):
    return list(
        Email.objects.filter(about=booking.reference).order_by("pk").values_list("event", flat=True)
    )


# --- Joining ---


def test_the_last_place_just_gone_says_which_number_they_would_be():
    of = session(capacity=1)
    book(of)
    wait(of, size=3)

    with pytest.raises(SessionFull) as refused:
        book(of)

    assert str(refused.value) == (
        "The last place has just gone. Join the waiting list? You would be number 4."
    )


def test_whoever_joins_a_list_and_fits_after_all_is_booked():
    booking = wait(session(capacity=2), size=2)

    assert states_of(booking) == ["booked", "booked"]
    assert mails_to(booking) == ["workshops/booking_made"]


def test_a_free_place_is_not_public_while_somebody_waits_who_fits():
    of = session(capacity=2)
    first, _second = book(of), book(of)
    waiting = wait(of)

    actions.cancel_booking(first, by=first.booked_by)

    assert states_of(waiting) == ["offered"]
    with pytest.raises(SessionFull):
        book(of)


def test_one_person_stands_in_one_session_once():
    of, mina = session(capacity=1), person()
    book(of)
    waiting = wait(of, by=mina)

    assert wait(of, by=mina) == waiting
    again = actions.join_list(
        of,
        people=[Person("Lee", "lee@x.example"), Person("M", mina.email)],
        accepts=2,
        by=person(),
    )
    assert (states_of(again), again.accepts) == (["waiting", "not_confirmed"], 1)
    with pytest.raises(Refused, match="is there twice"):
        actions.join_list(
            of,
            people=[Person("L", "l@x.example"), Person("M", "L@x.example")],
            accepts=1,
            by=person(),
        )


# --- An offer and its answer ---


def test_three_who_would_take_one_get_two_and_the_third_waits_on():
    of = session(capacity=2)
    full = book(of, size=2)
    waiting = wait(of, size=3, accepts=1)

    actions.cancel_booking(full, by=full.booked_by)
    assert states_of(waiting) == ["offered", "offered", "waiting"]
    assert queries.number_in_list(waiting) is None

    actions.accept_offer(waiting, by=waiting.booked_by)
    assert states_of(waiting) == ["booked", "booked", "waiting"]
    assert queries.number_in_list(waiting) == 1
    assert Offer.objects.get().outcome == "accepted"


def test_a_party_that_does_not_fit_keeps_its_place_and_the_next_is_asked():
    of = session(capacity=3)
    one, _two = book(of), book(of, size=2)
    big, small = wait(of, size=3, accepts=3), wait(of)

    actions.cancel_booking(one, by=one.booked_by)

    assert states_of(big) == ["waiting"] * 3
    assert states_of(small) == ["offered"]
    assert queries.number_in_list(big) == 1


def test_who_asked_for_it_goes_straight_in():
    of = session(capacity=1)
    first = book(of)
    waiting = wait(of, straight_in_until=now() + timedelta(days=2))

    actions.cancel_booking(first, by=first.booked_by)

    assert states_of(waiting) == ["booked"]
    assert not Offer.objects.exists()
    assert mails_to(waiting) == ["workshops/list_joined", "workshops/booking_made"]


def test_no_answer_is_the_back_of_the_list_and_the_second_time_off_it(time_machine):
    of = session(capacity=1, starts_at=now() + timedelta(days=30))
    first = book(of)
    silent, next_one = wait(of), wait(of)
    actions.cancel_booking(first, by=first.booked_by)

    time_machine.move_to(Offer.objects.get().until)
    actions.fill_all_sessions()
    assert (states_of(silent), states_of(next_one)) == (["waiting"], ["offered"])

    actions.cancel_booking(next_one, by=next_one.booked_by)
    assert states_of(silent) == ["offered"]
    time_machine.move_to(Offer.objects.latest("pk").until)
    actions.fill_all_sessions()

    assert states_of(silent) == ["offer_lapsed"]
    assert mails_to(silent).count("workshops/offer_lapsed") == 2


def test_an_answer_after_the_end_has_what_is_still_free(time_machine):
    of = session(capacity=1, starts_at=now() + timedelta(days=30))
    first = book(of)
    alone = wait(of)
    actions.cancel_booking(first, by=first.booked_by)
    time_machine.move_to(Offer.objects.get().until + timedelta(minutes=1))

    actions.accept_offer(alone, by=alone.booked_by)

    assert states_of(alone) == ["booked"]


def test_an_answer_after_the_end_has_nothing_when_the_next_was_asked(time_machine):
    of = session(capacity=1, starts_at=now() + timedelta(days=30))
    first = book(of)
    late, next_one = wait(of), wait(of)
    actions.cancel_booking(first, by=first.booked_by)
    time_machine.move_to(Offer.objects.get().until)

    with pytest.raises(Refused, match="This offer has run out"):
        actions.accept_offer(late, by=late.booked_by)

    actions.fill_all_sessions()
    assert states_of(next_one) == ["offered"]


def test_accepted_and_then_cancelled_is_gone():
    of = session(capacity=1)
    first = book(of)
    waiting = wait(of)
    actions.cancel_booking(first, by=first.booked_by)
    actions.accept_offer(waiting, by=waiting.booked_by)

    actions.cancel_booking(waiting, by=waiting.booked_by)

    assert states_of(waiting) == ["cancelled_in_time"]
    with pytest.raises(Refused):
        actions.accept_offer(waiting, by=waiting.booked_by)
    assert states_of(book(of)) == ["booked"]


# --- The last day, and the end ---


def test_on_the_last_day_all_are_told_and_the_first_to_answer_has_it(time_machine):
    of = session(capacity=1, starts_at=now() + timedelta(days=3))
    held = book(of)
    first, second = wait(of), wait(of)
    time_machine.move_to(of.starts_at - timedelta(hours=20))
    actions.cancel_booking(held, by=held.booked_by)

    assert mails_to(first)[-1] == mails_to(second)[-1] == "workshops/place_called"
    actions.take_place(second, by=second.booked_by)

    assert (states_of(first), states_of(second)) == (["waiting"], ["booked"])
    with pytest.raises(Refused):
        actions.take_place(first, by=first.booked_by)


def test_nobody_takes_a_place_out_of_turn_before_the_last_day():
    of = session(capacity=1)
    book(of)
    waiting = wait(of)

    with pytest.raises(Refused, match="It is not your turn yet"):
        actions.take_place(waiting, by=waiting.booked_by)


def test_the_list_ends_when_booking_ends(time_machine):
    of = session(capacity=1)
    book(of)
    waiting = wait(of)
    time_machine.move_to(of.closes_at)

    actions.fill_all_sessions()

    assert states_of(waiting) == ["not_reached"]
    assert mails_to(waiting)[-1] == "workshops/not_reached"


@pytest.mark.parametrize(
    ("before", "state"),
    [
        (timedelta(days=2), "cancelled_in_time"),
        (timedelta(hours=23), "cancelled_late"),
        (timedelta(hours=-1), "told_us_after"),
    ],
)
def test_giving_back_always_works_and_says_when(time_machine, before, state):
    of = session()
    booking = book(of)
    time_machine.move_to(of.starts_at - before)

    actions.cancel_booking(booking, by=booking.booked_by)

    assert states_of(booking) == [state]


# --- Colleagues ---


def test_a_colleague_offers_out_of_turn_with_a_reason_that_stays(time_machine):
    of, officer = session(capacity=1), factories.staff("is_officer")
    held = book(of)
    first, second = wait(of), wait(of)
    with pytest.raises(Refused, match="not enough places"):
        actions.offer_out_of_turn(second, because="Interpreter booked.", by=officer)
    time_machine.move_to(of.starts_at - timedelta(hours=20))  # nothing is kept any more
    actions.cancel_booking(held, by=held.booked_by)

    actions.offer_out_of_turn(second, because="Interpreter booked.", by=officer)

    assert (states_of(first), states_of(second)) == (["waiting"], ["offered"])
    offer = Offer.objects.get()
    assert (offer.out_of_turn, offer.made_by) == ("Interpreter booked.", officer)
    for once_more in (first, second):
        with pytest.raises(Refused):
            actions.offer_out_of_turn(once_more, because="Again.", by=officer)


def test_more_places_let_in_who_waits():
    of = session(capacity=1)
    book(of)
    waiting = wait(of)

    actions.change_capacity(of, capacity=2, by=factories.staff("is_officer"))

    assert states_of(waiting) == ["offered"]


def test_people_can_be_swapped_until_the_start(time_machine):
    of, mina = session(), person()
    booking = book(of, size=2)
    taken = book(of, by=mina)
    _self, other = booking.places.order_by("pk")

    actions.name_people(
        booking, people={other.pk: Person("Lee Byrne", "lee@x.example")}, by=booking.booked_by
    )
    assert booking.places.get(pk=other.pk).name == "Lee Byrne"
    with pytest.raises(Refused, match="has a place at this session already"):
        actions.name_people(
            booking,
            people={other.pk: Person("Mina", mina.email)},
            by=factories.staff("is_officer"),
        )
    time_machine.move_to(of.starts_at)
    with pytest.raises(Refused, match="has started"):
        actions.name_people(booking, people={other.pk: Person("Ama", "")}, by=booking.booked_by)
    assert states_of(taken) == ["booked"]


# --- What the database refuses ---


def test_the_database_knows_the_same_moves_as_we_do():
    ours = {str(source): tuple(map(str, targets)) for source, targets in states.MOVES.items()}

    assert ours == _guards.workshops.PLACE_MOVES


def test_no_move_that_is_not_declared_and_no_chair_too_many():
    of = session(capacity=1)
    booking = book(of)
    waiting = wait(of)

    for change in (
        lambda: booking.places.update(state=PlaceState.WAITING, booked_at=None),
        lambda: waiting.places.update(state=PlaceState.BOOKED, booked_at=now()),
        lambda: waiting.places.update(state=PlaceState.OFFERED),
        lambda: Place.objects.filter(booking=booking).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    assert (states_of(booking), states_of(waiting)) == (["booked"], ["waiting"])
