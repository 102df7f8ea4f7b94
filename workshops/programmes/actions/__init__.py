"""What can be done with programmes: plan them, book a course, give it back, swap a date.

Whatever needs more than one session locks them all first, in the order of their keys, and the
programme last. So two who want the same dates wait for one another and never in a circle.
"""

import secrets

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localtime, now

from applicants.access import Refused
from workshops.booking.actions import SessionFull, book_places, cancel_booking, remind_those
from workshops.booking.queries import booking_of
from workshops.booking.queue import Queue
from workshops.programmes import queries
from workshops.programmes.joining import in_order, way_at
from workshops.programmes.models import CourseBooking, CoursePart, Programme, ProgrammeDate
from workshops.states import LIVE

from .locking import all_locked, dates_as_shown, with_these_dates
from .swapping import swap_date

__all__ = [
    "CourseFull",
    "add_programme",
    "all_locked",
    "book_course",
    "change_programme",
    "dates_as_shown",
    "give_back_course",
    "start_course_booking",
    "swap_date",
    "with_these_dates",
]


class CourseFull(Refused):
    """One of the dates has not enough places, so none of them is booked; `session` is it."""

    def __init__(self, session, people):
        what = "place is" if people == 1 else "places are"
        super().__init__(
            f"{people} {what} not free on {localtime(session.starts_at):%-d %B}, and the course "
            "is booked as a whole. Nothing is booked."
        )
        self.session = session


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


def book_course(programme, *, people, by, organisation=None, group="", way=None, shown=None):
    """One booking is a place for each of these people at every date, or at none.

    way: how they come where there is a choice; not said, in the room.
    shown: the references of the dates that they saw; not said, whichever there are.
    Sent twice, it is booked once.
    """
    with all_locked(queries.sessions_of(programme)) as sessions:
        programme = with_these_dates(programme, sessions)
        held = queries.course_held_by(programme, by)
        if held is not None:
            return held
        dates = dates_as_shown(programme, sessions, shown)
        _refuse_who_has_a_place(dates, by)
        course = start_course_booking(programme, booked_by=by, confirmed_at=now())
        emails = [person.email for person in people]
        known = {session: Queue(session).who_sits(emails) for session in dates}
        left_out, told = set().union(*known.values()), set()
        for session in dates:
            try:
                booking = book_places(
                    session,
                    people=people,
                    organisation=organisation,
                    group=group,
                    way=way_at(session, way),
                    by=by,
                    known=left_out,
                )
            except SessionFull as refusal:
                raise CourseFull(session, len(people)) from refusal
            CoursePart.objects.create(course_booking=course, booking=booking)
            organisation = booking.organisation  # a group that is new is one at every date
            there = [each for each in people if each.email.lower() in known[session] - told]
            remind_those(booking, there)
            told |= known[session]  # each hears of it once
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


# --- What they are made of, here and where people have no account ---


def start_course_booking(programme, **facts):
    """What ties the bookings of the dates together. Under the lock of all of them."""
    reference = f"WC-{secrets.token_hex(4).upper()}"
    return CourseBooking.objects.create(reference=reference, programme=programme, **facts)


def _reference(title):
    reference = slugify(title)[:60].strip("-") or "programme"
    if not Programme.objects.filter(reference=reference).exists():
        return reference
    return f"{reference}-{secrets.token_hex(3)}"


def _refuse_who_has_a_place(dates, by):
    for session in dates:
        if (held := booking_of(by, session)) is not None:
            raise Refused(
                f"You have a place on {localtime(session.starts_at):%-d %B} already, with booking "
                f"{held}. Give it back first; then book the whole course."
            )


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
            if session.is_by_approval:
                raise Refused(
                    f"You choose who comes to {session}, so it can’t be a date of a programme."
                )
            if session.opens_later():
                raise Refused(f"Booking of {session} is not open yet. Open it, and then add it.")
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
