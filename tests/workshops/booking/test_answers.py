"""Answers that come twice, late or too late, and what those hear who gave none."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import session, staff
from workshops.booking import actions
from workshops.models import Offer
from workshops.states import Way

from .a_waiting_list import book, states_of, wait

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def full(days=30, **facts):
    """A session of one place, and who has it."""
    of = session(capacity=1, starts_at=now() + timedelta(days=days), **facts)
    return of, book(of)


def give_back(booking):
    actions.cancel_booking(booking, by=booking.booked_by)


def accept(booking):
    return actions.accept_offer(booking, by=booking.booked_by)


def take(booking):
    return actions.take_place(booking, by=booking.booked_by)


def run_out(time_machine, later=timedelta()):
    time_machine.move_to(Offer.objects.get(ended_at=None).until + later, tick=False)


def mails_to(booking):
    mails = Email.objects.filter(about=booking.reference).order_by("pk")
    return [event.removeprefix("workshops/") for event in mails.values_list("event", flat=True)]


# --- Twice ---


def test_a_second_click_on_yes_has_the_answer_of_the_first():
    of, held = full()
    waiting = wait(of)
    give_back(held)
    accept(waiting)

    assert accept(waiting) == waiting

    assert states_of(waiting) == ["booked"]
    assert mails_to(waiting).count("booking_made") == 1


def test_a_second_click_takes_no_more_for_those_of_them_who_still_wait():
    of, held = full()
    waiting = wait(of, size=2)
    give_back(held)
    accept(waiting)

    assert accept(waiting) == waiting

    assert states_of(waiting) == ["booked", "waiting"]


def test_on_the_last_day_a_second_click_has_the_answer_of_the_first(time_machine):
    of, held = full(days=3)
    waiting = wait(of)
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    give_back(held)
    take(waiting)

    assert take(waiting) == waiting
    assert accept(waiting) == waiting

    assert states_of(waiting) == ["booked"]
    assert mails_to(waiting).count("booking_made") == 1


def test_yes_says_no_place_is_theirs_when_it_is_not(time_machine):
    """Who keeps the place that they have online has not won the room."""
    of = factories.hybrid(capacity=1, starts_at=now() + timedelta(days=30))
    held = book_way(of, Way.ROOM)
    changes = book_way(of, Way.ONLINE)
    actions.change_way(changes, place=changes.places.get(), by=changes.booked_by)
    give_back(held)
    for _ in range(2):
        run_out(time_machine)
        actions.fill_all_sessions()

    with pytest.raises(Refused, match="This offer has run out"):
        accept(changes)


def book_way(of, way):
    by = factories.person()
    return actions.book_place(of, by=by, name=by.name, way=way)


def test_on_the_last_day_who_is_second_hears_that_somebody_was_quicker(time_machine):
    of, held = full(days=3)
    first, second = wait(of), wait(of)
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    give_back(held)
    take(first)

    with pytest.raises(Refused, match=r"Somebody was quicker.*You are still on the list"):
        take(second)


# --- Late ---


def test_a_late_yes_has_the_place_while_nobody_else_could_take_it(time_machine):
    of, held = full()
    alone = wait(of)
    give_back(held)
    run_out(time_machine)
    actions.fill_all_sessions()  # kept once more
    run_out(time_machine, later=timedelta(minutes=1))

    accept(alone)

    assert states_of(alone) == ["booked"]
    assert list(Offer.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "lapsed",
        "accepted",
    ]


def test_a_late_yes_has_nothing_when_somebody_waits_or_the_chair_is_gone(time_machine):
    of, held = full()
    late, _next = wait(of), wait(of)
    give_back(held)
    run_out(time_machine)
    with pytest.raises(Refused, match="This offer has run out"):
        accept(late)

    of, held = full()
    late = wait(of)
    give_back(held)
    offer = late.offers.get()
    actions.change_places(of, held_back=1, held_because="A guest", by=staff("is_officer"))
    time_machine.move_to(offer.until, tick=False)
    with pytest.raises(Refused, match="This offer has run out"):
        accept(late)


def test_who_could_not_take_it_does_not_stand_in_the_way_of_a_late_yes(time_machine):
    of, held = full()
    late, _two = wait(of), wait(of, size=2, accepts=2)
    give_back(held)
    run_out(time_machine)

    accept(late)

    assert states_of(late) == ["booked"]


# --- No answer ---


def test_who_is_the_only_one_hears_once_that_it_is_kept_again(time_machine):
    of, held = full()
    alone = wait(of)
    give_back(held)
    run_out(time_machine)

    actions.fill_all_sessions()

    assert mails_to(alone) == ["list_joined", "place_offered", "place_offered"]
    again = Email.objects.filter(about=alone.reference).last()
    assert again.subject.startswith("We keep the place for you again. Please answer")
    assert "heard nothing. Nobody else waits who could take it" in again.body
    assert "we take you off the list" in again.body


def test_the_second_time_they_hear_that_there_may_still_be_a_place(time_machine):
    of, held = full()
    alone = wait(of)
    give_back(held)
    for _ in range(2):
        run_out(time_machine)
        actions.fill_all_sessions()

    last = Email.objects.filter(about=alone.reference).last()
    assert last.subject.startswith("We do not keep the place any more")
    assert "Perhaps there is still a place" in last.body
    assert "somebody else" not in last.subject + last.body


def test_where_the_next_has_it_they_hear_that(time_machine):
    of, held = full()
    silent, _next = wait(of), wait(of)
    give_back(held)
    run_out(time_machine)
    actions.fill_all_sessions()

    assert mails_to(silent)[-1] == "offer_lapsed"
    last = Email.objects.filter(about=silent.reference).last()
    assert last.subject.startswith("The place went to somebody else")
    assert "You are still on the list, at its end" in last.body


def test_an_offer_that_ends_on_the_last_day_or_with_the_list_is_one_message(time_machine):
    of, held = full(days=3)
    silent = wait(of)
    time_machine.move_to(of.starts_at - timedelta(hours=25), tick=False)
    give_back(held)
    time_machine.move_to(silent.offers.get().until, tick=False)
    actions.fill_all_sessions()
    assert mails_to(silent) == ["list_joined", "place_offered", "place_called"]

    of, held = full(days=3)
    silent = wait(of)
    officer = staff("is_officer")
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)
    give_back(held)
    actions.offer_out_of_turn(silent, because="They asked first.", by=officer)
    time_machine.move_to(of.closes_at, tick=False)
    actions.fill_all_sessions()
    assert mails_to(silent)[-2:] == ["place_offered", "not_reached"]


# --- The last day ---


def test_each_chair_that_comes_free_is_called_once_however_it_came_free(time_machine):
    of = factories.hybrid(capacity=2, online_capacity=5, starts_at=now() + timedelta(hours=20))
    one, two = book_way(of, Way.ROOM), book_way(of, Way.ROOM)
    first, second, third = (wait(of, way=Way.ROOM) for _ in range(3))

    def called():
        return [mails_to(each).count("place_called") for each in (first, second, third)]

    give_back(one)
    assert called() == [1, 1, 1]
    give_back(third)  # leaves the list, and frees nothing
    actions.fill_all_sessions()
    assert called() == [1, 1, 1]
    take(first)
    assert called() == [1, 1, 1]

    actions.change_way(two, place=two.places.get(), by=two.booked_by)  # nothing has ended
    assert called() == [1, 2, 1]
    actions.fill_all_sessions()
    assert called() == [1, 2, 1]


def test_a_helper_who_does_not_come_frees_a_chair_too():
    of = session(capacity=2, starts_at=now() + timedelta(hours=20))
    sits = book(of)
    place = sits.places.get()
    actions.bring_helper(sits, place=place, by=sits.booked_by)
    waiting = wait(of)

    for _ in range(2):
        actions.bring_helper(sits, place=place, is_coming=False, by=sits.booked_by)
        actions.bring_helper(sits, place=place, by=sits.booked_by)

    assert mails_to(waiting).count("place_called") == 2


def test_who_joins_while_a_chair_is_free_hears_of_it_too():
    of = session(capacity=1, starts_at=now() + timedelta(hours=20))
    held = book(of)
    two = wait(of, size=2, accepts=1)
    give_back(held)

    later = wait(of, size=2, accepts=1)

    assert mails_to(two).count("place_called") == 1
    assert mails_to(later) == ["list_joined", "place_called"]
