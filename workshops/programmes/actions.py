"""What can be done with programmes: plan them, book a course, give it back, swap a date.

Whatever needs more than one session locks them all first, in the order of their keys, and the
programme last. So two who want the same dates wait for one another and never in a circle.
"""

import secrets
from contextlib import ExitStack, contextmanager

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import (
    Person,
    SessionFull,
    book_places,
    cancel_booking,
    locked,
)
from workshops.booking.queries import booking_of
from workshops.states import LIVE

from . import queries
from .joining import dates_to_join, in_order
from .models import CourseBooking, CoursePart, Programme, ProgrammeDate

CHANGED = "The dates of this have just changed. Look at them once more."


class CourseFull(Refused):
    """One of the dates has not enough places, so none of them is booked; `session` is it."""

    def __init__(self, session, people):
        what = "place is" if people == 1 else "places are"
        super().__init__(
            f"{people} {what} not free on {session.starts_at:%-d %B}, and the course is booked as "
            "a whole. Nothing is booked."
        )
        self.session = session


@contextmanager
def all_locked(sessions):
    """Each of these sessions under its lock, in the order of their keys."""
    with ExitStack() as stack:
        ordered = sorted({session.pk: session for session in sessions}.items())
        yield [stack.enter_context(locked(session)) for _pk, session in ordered]


def add_programme(*, by, title, kind, summary, dates_planned, dates_needed, sessions=()):
    """An officer makes a programme of some dates."""
    with transaction.atomic():
        programme = Programme.objects.create(
            reference=_reference(title),
            title=title,
            summary=summary,
            kind=kind,
            dates_planned=dates_planned,
            dates_needed=dates_needed,
            created_by=by,
        )
        return _set_dates(programme, sessions, by)


def change_programme(programme, *, by, title, summary, dates_planned, dates_needed, sessions):
    """An officer changes its words, how many dates it has, and which they are."""
    with all_locked([*queries.sessions_of(programme), *sessions]):
        programme = Programme.objects.select_for_update().get(pk=programme.pk)
        programme.title, programme.summary = title, summary
        programme.dates_planned, programme.dates_needed = dates_planned, dates_needed
        programme.save(update_fields=["title", "summary", "dates_planned", "dates_needed"])
        return _set_dates(programme, sessions, by)


def book_course(programme, *, people, by, organisation=None, group=""):
    """One booking is a place for each of these people at every date, or at none.

    Sent twice, it is booked once.
    """
    with all_locked(queries.sessions_of(programme)) as sessions:
        programme = _with_these_dates(programme, sessions)
        held = queries.course_held_by(programme, by)
        if held is not None:
            return held
        dates = dates_to_join(programme, sessions, now())
        _refuse_who_has_a_place(dates, by)
        course = CourseBooking.objects.create(
            reference=f"WC-{secrets.token_hex(4).upper()}", programme=programme, booked_by=by
        )
        for session in dates:
            try:
                booking = book_places(
                    session,
                    people=people,
                    organisation=organisation,
                    group=group,
                    by=by,
                    by_itself=False,
                )
            except SessionFull as refusal:
                raise CourseFull(session, len(people)) from refusal
            CoursePart.objects.create(course_booking=course, booking=booking)
            organisation = booking.organisation  # a group that is new is one at every date
        return course


def give_back_course(course, *, by):
    """Nobody of a party can come any more: all dates that have not begun are given back."""
    bookings = queries.bookings_in(course)
    with all_locked([booking.session for booking in bookings]) as sessions:
        begun = {session.pk for session in sessions if session.has_begun()}
        for booking in bookings:
            if booking.session_id not in begun:
                cancel_booking(booking, by=by)
    return course


def swap_date(booking, *, to, by):
    """A party gives back its date of a pick one and has another: both, or neither.

    The new places are taken first, so whoever finds them gone keeps the old ones.
    """
    with all_locked([booking.session, to]) as sessions:
        old = next(each for each in sessions if each.pk == booking.session_id)
        new = next(each for each in sessions if each.pk == to.pk)
        _refuse_unless_swappable(old, new)
        Programme.objects.select_for_update().get(pk=old.programme.pk)
        holder = booking.booked_by or (by if booking.is_made_by(by) else None)
        if holder is None:
            raise Refused(
                "They booked without an account. Give their place back, and book the other date "
                "for them."
            )
        there = booking_of(holder, new)
        people = [Person(place.name, place.email) for place in booking.places.live().order_by("pk")]
        if there is not None and not people:
            return there  # sent twice
        if not people:
            raise Refused("These places were given back already, so there is nothing to swap.")
        if there is not None:
            raise Refused("You have a place at that date already.")
        if old.has_begun():
            raise Refused("Your date has begun, so it can’t be swapped any more.")
        try:
            made = book_places(
                new,
                people=people,
                organisation=booking.organisation,
                by=holder,
                by_itself=False,
            )
        except SessionFull as refusal:
            raise Refused(
                f"There are not enough places on {new.starts_at:%-d %B} any more. You keep what "
                f"you have on {old.starts_at:%-d %B}."
            ) from refusal
        cancel_booking(booking, by=by)
        return made


# --- What they are made of ---


def _reference(title):
    reference = slugify(title)[:60].strip("-") or "programme"
    if not Programme.objects.filter(reference=reference).exists():
        return reference
    return f"{reference}-{secrets.token_hex(3)}"


def _with_these_dates(programme, sessions):
    """The locked programme; refused if a date came or went before its lock."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    dates = set(programme.dates.values_list("session", flat=True))
    if dates != {session.pk for session in sessions}:
        raise Refused(CHANGED)
    return programme


def _refuse_who_has_a_place(dates, by):
    for session in dates:
        if (held := booking_of(by, session)) is not None:
            raise Refused(
                f"You have a place on {session.starts_at:%-d %B} already, with booking {held}. "
                "Give it back first; then book the whole course."
            )


def _refuse_unless_swappable(old, new):
    programme = old.programme
    is_one_thing = programme is not None and programme.is_pick_one and new.programme == programme
    if not is_one_thing or old.pk == new.pk:
        raise Refused("These two dates can’t be swapped for one another.")


def _set_dates(programme, sessions, by):
    """Under the lock of all that go or come."""
    chosen = {session.pk: session for session in sessions}
    before = {date.session_id: date for date in programme.dates.select_related("session")}
    with all_locked(sessions):
        for pk, date in before.items():
            if pk not in chosen:
                _refuse_if_booked(programme, date.session, "be taken out of it")
                date.delete()
        for pk, session in sorted(chosen.items()):
            if pk in before:
                continue
            if ProgrammeDate.objects.filter(session=pk).exists():
                raise Refused(f"{session} is in another programme already.")
            _refuse_if_booked(programme, session, "become a date of it")
            ProgrammeDate.objects.create(programme=programme, session=session, added_by=by)
        dates = len(in_order(chosen.values()))
        if programme.is_course and dates > programme.dates_planned:
            raise Refused(
                f"You chose {dates} dates, and the course has {programme.dates_planned}. Change "
                "one of the two."
            )
    return programme


def _refuse_if_booked(programme, session, what):
    """Who booked one date has not booked the course, and the other way round."""
    if programme.is_course and session.places.filter(state__in=LIVE).exists():
        raise Refused(f"People have booked {session} already, so it can’t {what}.")
