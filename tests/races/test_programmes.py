"""The last place of a course, and a swap that meets somebody else."""

import importlib
import threading
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from tests.factories import newcomers
from workshops.booking.actions import Person, SessionFull, book_place, fill_places, locked
from workshops.facilitators.actions import assign_facilitator
from workshops.interest.actions import ask_for_date
from workshops.models import (
    Booking,
    CourseBooking,
    Facilitator,
    Interest,
    Place,
    Programme,
    Session,
)
from workshops.newcomers.actions import TIME_TO_CONFIRM
from workshops.newcomers.actions.courses import confirm_course
from workshops.programmes import actions
from workshops.programmes.actions import CourseFull, book_course, give_back_course, swap_date
from workshops.programmes.queries import sessions_of
from workshops.programmes.rules import PickedAlready
from workshops.sessions.actions import publish_session
from workshops.states import HOLDING, PlaceState

guards = importlib.import_module("grants.migrations._guards")

pytestmark = pytest.mark.database


def bookings_by(people, course):
    return [
        partial(book_course, course, people=[Person(each.name, each.email)], by=each)
        for each in people
    ]


def held_at(course):
    return [session.live_places().count() for session in sessions_of(course)]


@pytest.mark.parametrize("places", [1, 3])
def test_the_last_places_of_a_course_go_to_as_many_and_nobody_has_half_of_it(race, places):
    course = factories.course(dates=2, capacity=places)
    people = [factories.person() for _ in range(8)]

    outcomes = race(*bookings_by(people, course))

    got = [each for each in outcomes if isinstance(each, CourseBooking)]
    gone = [each for each in outcomes if isinstance(each, CourseFull)]
    assert (len(got), len(gone)) == (places, 8 - places), outcomes
    assert held_at(course) == [places, places]
    assert CourseBooking.objects.count() == places
    for each in got:
        assert Booking.objects.filter(course_part__course_booking=each).count() == 2


def test_without_locks_and_guards_the_last_place_is_sold_to_more(race, without_locks):
    course = factories.course(dates=2, capacity=1)
    people = [factories.person() for _ in range(4)]
    without_locks(Session, Programme)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*bookings_by(people, course), patience=10)

    assert max(held_at(course)) > 1


def test_without_one_order_two_who_want_the_same_dates_wait_in_a_circle(race, monkeypatch):
    """What the order of the keys is for: PostgreSQL ends one of the two as a deadlock."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time.")
    course = factories.course(dates=2)
    turns = iter((False, True))

    @contextmanager
    def in_any_order(sessions):
        chosen = sorted({each.pk: each for each in sessions}.items(), reverse=next(turns))
        with ExitStack() as stack:
            found = []
            for _pk, session in chosen:
                found.append(stack.enter_context(locked(session)))
                barrier.wait(5) if len(found) == 1 else None
            yield found

    barrier = threading.Barrier(2)
    monkeypatch.setattr(actions, "all_locked", in_any_order)

    outcomes = race(*bookings_by([factories.person(), factories.person()], course))

    assert any(isinstance(each, OperationalError) for each in outcomes), outcomes


def asked_by(people, course):
    """The same by people without an account, who ask by email."""
    return [partial(newcomers.asked_for_course, course, who=who) for who in people]


def test_chairs_are_kept_for_whole_courses_only_with_an_account_or_without(race):
    course = factories.course(dates=2, capacity=3)
    guests = [newcomers.contact() for _ in range(4)]
    people = [factories.person() for _ in range(4)]

    outcomes = race(*asked_by(guests, course), *bookings_by(people, course))

    got = [each for each in outcomes if isinstance(each, CourseBooking)]
    gone = [each for each in outcomes if isinstance(each, CourseFull)]
    assert (len(got), len(gone)) == (3, 5), outcomes
    for session in sessions_of(course):
        assert session.places.filter(state__in=HOLDING).count() == 3


def test_two_presses_of_the_button_confirm_a_course_once(race):
    asked = newcomers.asked_for_course(factories.course(dates=2, capacity=1))

    outcomes = race(*[partial(confirm_course, asked)] * 2)

    assert outcomes == [asked, asked], outcomes
    assert held_at(asked.programme) == [1, 1]
    assert Email.objects.filter(event="workshops/booking_made").count() == 2


def test_a_yes_to_a_course_as_its_two_hours_end_is_all_of_it_or_nothing(race):
    asked = newcomers.asked_for_course(factories.course(dates=2, capacity=1))
    first, second = sessions_of(asked.programme)
    with time_machine.travel(now() + TIME_TO_CONFIRM, tick=False):
        outcomes = race(
            partial(fill_places, second),
            partial(confirm_course, asked),
            partial(fill_places, first),
        )

    held = held_at(asked.programme)
    assert held in ([0, 0], [1, 1])
    assert (held == [1, 1]) == isinstance(outcomes[1], CourseBooking), outcomes


def test_two_presses_of_a_personal_swap_are_one_swap(race):
    one, other = sessions_of(factories.pick_one(capacity=1))
    held = newcomers.confirmed(one)

    outcomes = race(*[partial(swap_date, held, to=other, by=None)] * 2)

    assert outcomes[0] == outcomes[1], outcomes
    assert (one.live_places().count(), other.live_places().count()) == (0, 1)


def test_a_doubled_click_on_a_course_is_one_booking(race):
    course, ama = factories.course(), factories.person()

    first, second = race(*bookings_by([ama, ama], course))

    assert isinstance(first, CourseBooking), first
    assert first == second
    assert held_at(course) == [1, 1]


def test_a_course_given_back_while_somebody_books_it_is_whole_for_somebody(race):
    course, ama, next_one = factories.course(capacity=1), factories.person(), factories.person()
    held = factories.booked_course(course, by=ama)

    outcomes = race(partial(give_back_course, held, by=ama), *bookings_by([next_one], course))

    assert all(isinstance(each, CourseBooking | CourseFull) for each in outcomes), outcomes
    assert held_at(course) in ([0, 0], [1, 1])


# --- Pick one ---


def test_a_swap_and_a_booking_race_for_the_last_place_and_nobody_loses_one(race):
    one, other = sessions_of(factories.pick_one(capacity=1))
    ama, kofi = factories.person(), factories.person()
    held = book_place(one, by=ama, name=ama.name)

    swapped, booked = race(
        partial(swap_date, held, to=other, by=ama),
        partial(book_place, other, by=kofi, name=kofi.name),
    )

    assert other.live_places().count() == 1
    if isinstance(swapped, Booking):
        assert isinstance(booked, SessionFull), booked
        assert one.live_places().count() == 0
    else:
        assert isinstance(swapped, Refused), swapped
        assert isinstance(booked, Booking), booked
        assert held.places.get().state == PlaceState.BOOKED  # the old place stays


def test_without_locks_and_guards_a_swap_takes_a_place_that_is_taken(race, without_locks):
    one, other = sessions_of(factories.pick_one(capacity=1))
    ama, kofi = factories.person(), factories.person()
    held = book_place(one, by=ama, name=ama.name)
    without_locks(Session, Programme)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(
        partial(swap_date, held, to=other, by=ama),
        partial(book_place, other, by=kofi, name=kofi.name),
        patience=10,
    )

    assert other.live_places().count() == 2


def test_two_who_swap_with_each_other_s_dates_at_once_do_not_wait_in_a_circle(race):
    one, other = sessions_of(factories.pick_one(capacity=2))
    ama, kofi = factories.person(), factories.person()
    here = book_place(one, by=ama, name=ama.name)
    there = book_place(other, by=kofi, name=kofi.name)

    outcomes = race(
        partial(swap_date, here, to=other, by=ama), partial(swap_date, there, to=one, by=kofi)
    )

    assert all(isinstance(each, Booking) for each in outcomes), outcomes
    assert (one.live_places().get().email, other.live_places().get().email) == (
        kofi.email,
        ama.email,
    )


def test_two_tabs_pick_one_date_between_them(race):
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()

    outcomes = race(
        *[partial(book_place, session, by=ama, name=ama.name) for session in (one, other)]
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["Booking", "PickedAlready"]
    assert Place.objects.live().count() == 1


def test_without_the_programme_s_lock_two_tabs_pick_two_dates(race, without_locks):
    one, other = sessions_of(factories.pick_one())
    ama = factories.person()
    without_locks(Programme)

    outcomes = race(
        *[partial(book_place, session, by=ama, name=ama.name) for session in (one, other)],
        patience=10,
    )

    assert not any(isinstance(each, PickedAlready) for each in outcomes), outcomes
    assert Place.objects.live().count() == 2


# --- Interest ---


def test_asked_twice_at_once_it_is_one_interest(race):
    workshop = factories.workshop()
    ask = partial(ask_for_date, workshop, name="Ada", email="ada@example.org")

    outcomes = race(ask, ask)

    assert all(isinstance(each, Interest) for each in outcomes), outcomes
    assert Interest.objects.count() == 1


def test_without_the_constraint_it_is_two(race, without_constraint, without_locks):
    workshop = factories.workshop()
    without_constraint(Interest, "one_open_interest_for_each_person_and_workshop")
    ask = partial(ask_for_date, workshop, name="Ada", email="ada@example.org")

    race(ask, ask, patience=10)

    assert Interest.objects.count() == 2


def test_two_dates_published_at_once_are_told_once(race):
    interest = factories.interested()
    officer = factories.staff("is_officer")
    drafts = [
        factories.session(
            workshop=interest.workshop, is_published=False, starts_at=now() + timedelta(days=days)
        )
        for days in (10, 20)
    ]

    race(*[partial(publish_session, each, by=officer) for each in drafts])

    assert Email.objects.filter(event="workshops/interest_date").count() == 1


# --- Facilitators ---


def two_sessions_at_one_time():
    start = now() + timedelta(days=10)
    return factories.session(starts_at=start), factories.session(starts_at=start)


def lead(session, facilitator):
    boss = factories.staff("is_officer")
    return partial(assign_facilitator, session, facilitator=facilitator, by=boss)


def test_two_officers_who_want_one_facilitator_meet_at_the_lock(race):
    fay, sessions = factories.facilitator(), two_sessions_at_one_time()

    outcomes = race(*[lead(session, fay) for session in sessions])

    assert sorted(type(each).__name__ for each in outcomes) == ["Assignment", "Clashing"], outcomes


def test_without_the_lock_they_lead_two_sessions_at_once(race, without_locks):
    fay, sessions = factories.facilitator(), two_sessions_at_one_time()
    without_locks(Facilitator)

    race(*[lead(session, fay) for session in sessions], patience=10)

    assert fay.assignments.count() == 2
