"""A party that waits has fewer people than it had: it asks for no more places than those."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from applicants.models import Email
from tests.factories import hybrid, newcomers, person, session
from workshops.booking import actions
from workshops.booking.actions import Person
from workshops.booking.queue import Queue
from workshops.sessions.queries import with_places
from workshops.states import Way

from .a_waiting_list import book, states_of, wait

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def one_can_not_come(waiting):
    actions.give_back(waiting, places=[waiting.places.order_by("pk").last()], by=waiting.booked_by)


def test_who_is_called_on_the_last_day_after_one_gave_back_has_the_place():
    of = session(capacity=1, starts_at=now() + timedelta(hours=20))
    held, waiting = book(of), wait(of, size=2, accepts=2)
    one_can_not_come(waiting)
    actions.cancel_booking(held, by=held.booked_by)

    actions.take_place(waiting, by=waiting.booked_by)

    assert Email.objects.filter(event="workshops/place_called").count() == 1
    assert states_of(waiting) == ["booked", "left_list"]


def test_a_chair_that_is_theirs_is_not_shown_as_free():
    of = session(capacity=1, starts_at=now() + timedelta(hours=20))
    held, waiting = book(of), wait(of, size=2, accepts=2)
    one_can_not_come(waiting)

    actions.cancel_booking(held, by=held.booked_by)

    assert with_places(of).free == Queue(of).free(of.main_way) == 0


def test_a_friend_who_booked_before_the_yes_to_our_email_is_not_asked_for(time_machine):
    of = session(capacity=2, starts_at=now() + timedelta(hours=40))
    held, bo = book(of), person(name="Bo")
    friends = [Person("Bo", bo.email)]
    asked = newcomers.asked_for_place(of, waits=True, accepts=2, others=friends)
    actions.book_place(of, by=bo, name="Bo")
    waiting = newcomers.confirm_booking(asked)
    time_machine.move_to(of.starts_at - timedelta(hours=20), tick=False)

    actions.cancel_booking(held, by=held.booked_by)

    assert with_places(of).free == 0
    actions.take_place(waiting, by=None)
    assert states_of(waiting) == ["booked", "not_confirmed"]


def test_after_a_part_of_them_was_taken_the_last_one_asks_for_one():
    of = session(capacity=3)
    held, one = book(of, size=2), book(of)
    waiting = wait(of, size=3, accepts=2)
    actions.cancel_booking(held, by=held.booked_by)

    actions.accept_offer(waiting, by=waiting.booked_by)

    waiting.refresh_from_db()
    assert (states_of(waiting), waiting.accepts) == (["booked", "booked", "waiting"], 1)
    actions.cancel_booking(one, by=one.booked_by)
    assert states_of(waiting) == ["booked", "booked", "offered"]


def test_an_offer_that_lapses_leaves_what_they_asked_for(time_machine):
    of = session(capacity=2, starts_at=now() + timedelta(days=20))
    held = book(of, size=2)
    waiting = wait(of, size=3, accepts=2)
    actions.cancel_booking(held, by=held.booked_by)
    later = wait(of, size=2, accepts=2)
    time_machine.move_to(waiting.offers.get().until, tick=False)

    actions.fill_places(of)

    waiting.refresh_from_db()
    assert (states_of(waiting), waiting.accepts) == (["waiting"] * 3, 2)
    assert states_of(later) == ["offered"] * 2


def test_who_stays_where_they_are_is_not_asked_for():
    of = hybrid(capacity=1, online_capacity=5)
    book(of)
    waiting = wait(of, size=2, accepts=2, way=Way.ROOM)
    actions.take_meanwhile(waiting, by=waiting.booked_by)

    first = waiting.places.filter(way=Way.ONLINE).order_by("pk").first()
    actions.keep_way(waiting, place=first, by=waiting.booked_by)

    waiting.refresh_from_db()
    assert waiting.accepts == 1
