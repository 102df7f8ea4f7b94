"""A course is booked as a whole: a place at every date, or at none."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email
from tests import factories
from workshops.booking.actions import Person, book_place, cancel_booking, change_capacity, give_back
from workshops.models import Booking, CourseBooking, CoursePart, Place, Programme, Session
from workshops.programmes.actions import (
    CourseFull,
    add_programme,
    book_course,
    change_programme,
    give_back_course,
)
from workshops.programmes.queries import bookings_in, progress_of, sessions_of
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap
from workshops.states import PlaceState

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def book(course, by, *names):
    people = [Person(by.name, by.email), *[Person(name) for name in names]]
    return book_course(course, people=people, by=by)


def dates(course):
    return sorted(sessions_of(course), key=lambda session: session.starts_at)


def test_one_booking_is_a_place_at_every_date():
    course, ama = factories.course(dates=3), factories.person(name="Ama")

    booked = book(course, ama, "Kofi")

    assert [each.session for each in bookings_in(booked)] == dates(course)
    for session in dates(course):
        assert [place.name for place in session.live_places().order_by("pk")] == ["Ama", "Kofi"]
    sent = Email.objects.filter(event="workshops/booking_made", to=ama.email)
    assert sent.count() == 3  # an entry in the calendar comes with each
    assert all("a date of the course “Money without fear”" in email.body for email in sent)


def test_sent_twice_it_is_booked_once():
    course, ama = factories.course(), factories.person()

    assert book(course, ama) == book(course, ama)
    assert Place.objects.count() == 2


@pytest.mark.parametrize("full", [0, 1])
def test_one_full_date_refuses_the_whole_course(full):
    course = factories.course(capacity=2)
    session = dates(course)[full]
    change_capacity(session, capacity=1, by=factories.staff("is_officer"))

    with pytest.raises(CourseFull, match="2 places are not free") as refusal:
        book(course, factories.person(), "Kofi")

    assert f"{session.starts_at:%-d %B}" in str(refusal.value)
    assert not Place.objects.exists()
    assert not CourseBooking.objects.exists()
    assert not Email.objects.exists()


def test_a_course_with_a_missing_date_is_refused_and_says_which():
    course = factories.course(dates=1, planned=2)

    with pytest.raises(Refused, match="The second date of this course is not set yet"):
        book(course, factories.person())

    assert not Place.objects.exists()


def test_a_postponed_date_is_a_missing_one():
    course = factories.course()
    factories.session_postponed(dates(course)[0])

    with pytest.raises(Refused, match="The first date of this course is not set yet"):
        book(course, factories.person())


def test_a_date_that_is_not_published_is_a_missing_one():
    course = factories.course(dates=1, planned=2)
    draft = factories.session(is_published=False, starts_at=now() + timedelta(days=30))
    officer = factories.staff("is_officer")
    change_programme(course, sessions=[*dates(course), draft], by=officer, **words(course))

    with pytest.raises(Refused, match="second date"):
        book(course, factories.person())


def test_a_cancelled_date_counts_for_nothing_and_another_takes_its_place():
    course = factories.course(dates=3, planned=3)
    factories.session_cancelled(dates(course)[2])
    with pytest.raises(Refused, match="third date"):
        book(course, factories.person())
    other = factories.session(starts_at=now() + timedelta(days=60))
    officer = factories.staff("is_officer")
    change_programme(course, sessions=[*dates(course), other], by=officer, **words(course))

    booked = book(course, factories.person())

    assert [each.session for each in bookings_in(booked)][-1] == other
    assert len(bookings_in(booked)) == 3


def words(course, **other):
    names = ("title", "summary", "dates_planned", "dates_needed")
    return {name: getattr(course, name) for name in names} | other


# --- Until when ---


def test_it_can_be_joined_until_its_second_date_for_the_dates_to_come(time_machine):
    course = factories.course(dates=3)
    _first, second, third = dates(course)
    time_machine.move_to(second.closes_at - timedelta(seconds=1), tick=False)

    booked = book(course, factories.person())

    assert [each.session for each in bookings_in(booked)] == [second, third]


def test_after_that_it_can_not(time_machine):
    course = factories.course(dates=3)
    time_machine.move_to(dates(course)[1].closes_at, tick=False)

    with pytest.raises(Refused, match="joined until its second date"):
        book(course, factories.person())


# --- By itself ---


def test_a_date_of_a_course_is_not_booked_by_itself():
    session = dates(factories.course())[0]

    with pytest.raises(Refused, match="Book the whole course"):
        book_place(session, by=factories.person(), name="Ama")
    with pytest.raises(Refused, match="Book the whole course"):
        factories.waiting(by=factories.person(), of=full(session))


def full(session):
    change_capacity(session, capacity=1, by=factories.staff("is_officer"))
    factories.booked_course(session.course)
    return session


def test_who_has_a_place_at_a_date_in_a_friend_s_party_is_told():
    course, friend = factories.course(), factories.person()
    people = [Person("Ama", "ama@example.org"), Person("Friend", friend.email)]
    held = book_course(course, people=people, by=factories.person(email="ama@example.org"))

    assert book(course, friend) == held
    assert Place.objects.count() == 4


def test_a_date_given_back_by_itself_is_refused_nowhere():
    course, ama = factories.course(), factories.person()
    first, second = bookings_in(book(course, ama))

    cancel_booking(second, by=ama)

    assert first.places.get().state == PlaceState.BOOKED
    assert second.places.get().state == PlaceState.CANCELLED_IN_TIME


# --- Giving it back ---


def test_giving_back_a_course_gives_back_all_dates_to_come(time_machine):
    course, ama = factories.course(dates=3), factories.person()
    booked = book(course, ama)
    time_machine.move_to(dates(course)[0].ends_at + timedelta(minutes=1))

    give_back_course(booked, by=ama)
    give_back_course(booked, by=ama)

    states = [each.places.get().state for each in bookings_in(booked)]
    assert states == ["booked", "cancelled_in_time", "cancelled_in_time"]
    assert Email.objects.filter(event="workshops/booking_cancelled").count() == 2


def test_after_giving_back_somebody_else_gets_the_course_and_so_can_they():
    course, ama = factories.course(capacity=1), factories.person()
    booked = book(course, ama)
    with pytest.raises(CourseFull):
        book(course, factories.person())

    give_back_course(booked, by=ama)

    again = book(course, ama)
    assert again != booked
    assert Place.objects.live().count() == 2


def test_a_course_whose_dates_are_on_in_any_order_is_given_back_whole():
    course, ama = factories.course(), factories.person()
    booked = book(course, ama)
    moved = factories.session_moved(
        dates(course)[0],
        starts_at=now() + timedelta(days=40),
        ends_at=now() + timedelta(days=40, hours=2),
    )

    give_back_course(booked, by=ama)

    assert not moved.places.live().exists()
    assert not Place.objects.live().exists()


# --- How far somebody is ---


def hold(session, time_machine, came=(), left_early=()):
    """The evening, with a signed register."""
    time_machine.move_to(session.ends_at + timedelta(minutes=1))
    officer = factories.staff("is_officer")
    taps = [
        Tap(what, place=session.places.get(name=name).pk)
        for what, names in ((Mark.ARRIVED, came), (Mark.LEFT_EARLY, left_early))
        for name in names
    ]
    note_taps(session, taps, by=officer)
    unmarked = session.places.filter(state=PlaceState.BOOKED).exclude(name__in=[*came, *left_early])
    sign_register(session, unmarked=[place.pk for place in unmarked], by=officer)


def test_complete_is_so_many_of_so_many_as_signed_registers_say(time_machine):
    course = factories.course(capacity=5)
    ama, kofi = factories.person(name="Ama"), factories.person(name="Kofi")
    booked = book(course, ama, "Esi")
    book(course, kofi)
    first, second = dates(course)
    hold(first, time_machine, came=["Ama", "Esi"])

    assert progress(course) == [("Ama", 1, 0), ("Esi", 1, 0), ("Kofi", 0, 0)]
    assert not any(row.is_complete for row in progress_of(course))

    hold(second, time_machine, came=["Ama", "Kofi"], left_early=["Esi"])

    assert progress(course) == [("Ama", 2, 0), ("Esi", 1, 1), ("Kofi", 1, 0)]
    assert [row.is_complete for row in progress_of(course)] == [True, False, False]
    assert [row.name for row in progress_of(course, course=booked)] == ["Ama", "Esi"]


def progress(course):
    return [(row.name, row.came, row.part) for row in progress_of(course)]


def test_an_unsigned_register_counts_for_nobody(time_machine):
    course = factories.course()
    book(course, factories.person(name="Ama"))
    first = dates(course)[0]
    time_machine.move_to(first.ends_at)
    officer = factories.staff("is_officer")
    note_taps(first, [Tap(Mark.ARRIVED, place=first.places.get().pk)], by=officer)
    note_taps(first, [Tap(Mark.ARRIVED, name="Solomon")], by=officer)

    assert progress(course) == [("Ama", 0, 0), ("Solomon", 0, 0)]


def test_one_who_misses_one_of_three_can_be_complete_where_two_are_enough(time_machine):
    course = factories.course(dates=3, dates_needed=2)
    book(course, factories.person(name="Ama"))
    for session in dates(course)[1:]:
        hold(session, time_machine, came=["Ama"])

    (row,) = progress_of(course)
    assert (row.came, row.planned, row.is_complete) == (2, 3, True)


# --- Planning ---


def test_a_date_that_somebody_booked_by_itself_does_not_become_part_of_a_course():
    booked, other = factories.session(), factories.session(starts_at=now() + timedelta(days=20))
    book_place(booked, by=factories.person(), name="Ama")

    with pytest.raises(Refused, match=r"booked .* already"):
        make("course", booked, other)

    assert not Programme.objects.exists()


def test_a_session_is_in_one_programme_only():
    session = dates(factories.course())[0]

    with pytest.raises(Refused, match="in another programme already"):
        make("single", session)


def test_a_date_with_people_does_not_leave_its_course():
    course = factories.course()
    book(course, factories.person())

    with pytest.raises(Refused, match="be taken out of it"):
        change_programme(course, sessions=dates(course)[:1], by=boss(), **words(course))

    assert course.dates.count() == 2


def test_more_dates_than_planned_are_refused():
    sessions = [factories.session(starts_at=now() + timedelta(days=n)) for n in (5, 6, 7)]

    with pytest.raises(Refused, match="You chose 3 dates, and the course has 2"):
        make("course", *sessions)


def test_two_programmes_of_one_name_have_two_addresses():
    first, second = make("single"), make("single")

    assert first.reference == "evenings"
    assert second.reference.startswith("evenings-")


def make(kind, *sessions):
    return add_programme(
        title="Evenings",
        kind=kind,
        summary="",
        dates_planned=2,
        dates_needed=1,
        sessions=sessions,
        by=boss(),
    )


def boss():
    return factories.staff("is_officer")


# --- What the database refuses ---


@pytest.mark.parametrize(
    "facts",
    [
        {"dates_needed": 0},
        {"dates_needed": 3},
        {"kind": "course", "dates_planned": 1, "dates_needed": 1},
        {"kind": "pick_one", "dates_needed": 2},
        {"kind": "other"},
    ],
)
def test_a_programme_that_makes_no_sense_is_refused(facts):
    facts = {"kind": "single", "dates_planned": 2, "dates_needed": 1, **facts}

    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.create(reference="x", title="X", created_by=boss(), **facts)


def test_what_was_booked_together_stays_together():
    booked = factories.booked_course()
    for rows in (CoursePart.objects.all(), CourseBooking.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
    changes = (
        {"booked_by": factories.person()},
        {"booked_by": None, "name": "Somebody"},
        {"confirmed_at": now()},
        {"email": "else@example.org"},
        {"link_key": "another"},
    )
    for facts in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            CourseBooking.objects.filter(pk=booked.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.update(kind="single")


def test_some_of_a_party_leave_one_date_and_the_others_keep_theirs():
    course, ama = factories.course(), factories.person(name="Ama")
    first, second = bookings_in(book(course, ama, "Kofi"))

    give_back(first, places=first.places.filter(name="Kofi"), by=ama)

    assert first.places.live().count() == 1
    assert second.places.live().count() == 2
    assert Booking.objects.count() == Session.objects.count() == 2
