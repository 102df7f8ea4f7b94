"""A whole course with a name and an email only: a place at every date, or none.

What holds for one session holds here for all its dates at once, under all their locks: the chairs
are kept for two hours, one email asks, and one link says yes. A course has no waiting list.
"""

from django.utils.timezone import localtime, now

from applicants.access import Refused
from applicants.emails import queue_email
from workshops.booking.actions import (
    fill,
    refuse_twice,
    refuse_unless_open,
    start_group,
)
from workshops.booking.actions.getting_in import drop_unconfirmed, move
from workshops.booking.actions.leaving_out import remind_of, remind_those
from workshops.booking.actions.making import account_of, make_booking
from workshops.booking.actions.telling import tell_booked
from workshops.booking.links import CONFIRM_COURSE, token_for
from workshops.booking.models import Booking, Place
from workshops.booking.queries import live_places_of
from workshops.booking.queue import Queue
from workshops.programmes.actions import (
    CourseFull,
    all_locked,
    dates_as_shown,
    start_course_booking,
    with_these_dates,
)
from workshops.programmes.joining import way_at
from workshops.programmes.models import CourseBooking, CoursePart
from workshops.programmes.queries import course_held_by, sessions_of
from workshops.states import LIVE, UNCONFIRMED, PlaceState

from . import TIME_TO_CONFIRM, RunOut

DATES_CHANGED = (
    "The dates of this course have changed since you asked, so nothing is booked. Look at them "
    "and book once more; it takes a minute."
)


def ask_for_course(programme, *, people, contact, group="", way=None, shown=None):
    """Somebody without an account asks for a whole course. Who asks again has what they asked
    for last.

    contact: their name and address; they sit there too, as the first of the `people`.
    way: how they come where there is a choice; not said, in the room.
    shown: the references of the dates that they saw; not said, whichever there are.
    """
    refuse_twice(people)
    with all_locked(sessions_of(programme)) as sessions:
        programme = with_these_dates(programme, sessions)
        dates = dates_as_shown(programme, sessions, shown)
        # Before the address is looked at, so that a full course says nothing of anybody.
        for session in dates:
            _refuse_unless_free(session, way_at(session, way), people)
        if (held := course_held_by(programme, contact)) is not None:
            remind_of(_booking_with_a_place(held), contact)
            return None
        email, confirm_by = contact.email.lower(), now() + TIME_TO_CONFIRM
        _drop_older(sessions, email)
        course = start_course_booking(programme, name=contact.name, email=email)
        for session in dates:
            confirm_by = min(confirm_by, session.closes_for(way_at(session, way)))
        for session in dates:
            booking, _places = make_booking(
                session,
                people,
                PlaceState.HELD,
                name=contact.name,
                email=email,
                way=way_at(session, way),
                group=group,
                confirm_by=confirm_by,
            )
            CoursePart.objects.create(course_booking=course, booking=booking)
        queue_email(
            "workshops/confirm_course",
            [contact],
            key=course.reference,
            about=course.reference,
            is_private=True,
            programme=programme,
            dates=[(session, session.where(way_at(session, way))) for session in dates],
            people=[person.name for person in people],
            confirm_by=confirm_by,
            token=token_for(CONFIRM_COURSE, course),
        )
    return course


def confirm_course(course):
    """Whoever reads the mail says yes: the places at every date are theirs, or none is.

    A yes that is late counts while all the chairs are still kept. Twice is once. Returns the
    course booking that they have: an older one, if they have one of this course.
    """
    with all_locked(sessions_of(course.programme)) as sessions:
        course = CourseBooking.objects.select_for_update().get(pk=course.pk)
        if course.confirmed_at is not None:
            return course
        parts = _parts_of(course)
        _refuse_unless_whole(course, parts, sessions)
        if (held := course_held_by(course.programme, course.booker)) is not None:
            for booking in parts:
                drop_unconfirmed(booking)
            return held
        left_out = _leave_out_who_has_a_place(parts)
        by = account_of(course.email)
        course.booked_by, course.confirmed_at = by, now()
        course.save(update_fields=["booked_by", "confirmed_at"])
        for booking in parts:
            _let_in(booking, by)
        if by is not None and parts[0].group:
            start_group(parts[0], by=by)
        for booking in parts:
            fill(booking.session)
        for place in left_out:
            remind_those(place.booking, [place])
    return course


def _refuse_unless_free(session, way, people):
    refuse_unless_open(session, way)
    if Queue(session).free(way) < len(people):
        raise CourseFull(session, len(people))


def _booking_with_a_place(course):
    """The first of its dates at which they still have a place."""
    theirs = Booking.objects.filter(course_part__course_booking=course, places__state__in=LIVE)
    theirs = theirs.select_related("booked_by", "session__workshop")
    return theirs.order_by("session__starts_at", "pk").first()


def _drop_older(sessions, email):
    asked = Booking.objects.filter(session__in=sessions, email=email).exclude(confirm_by=None)
    for booking in asked:
        drop_unconfirmed(booking)


def _parts_of(course):
    """Its bookings, in the order of their dates."""
    parts = Booking.objects.filter(course_part__course_booking=course)
    parts = parts.select_related("session__workshop")
    return list(parts.order_by("session__starts_at", "pk"))


def _refuse_unless_whole(course, parts, sessions):
    kept = [booking for booking in parts if booking.places.filter(state__in=UNCONFIRMED).exists()]
    if not kept:
        raise RunOut
    programme = with_these_dates(course.programme, sessions)
    dates = dates_as_shown(programme, sessions)  # with its own reason, if it can't be booked now
    if kept != parts or {session.pk for session in dates} != {each.session_id for each in parts}:
        raise Refused(DATES_CHANGED)
    for booking in parts:
        way = booking.places.filter(state__in=UNCONFIRMED).first().way
        if not booking.session.is_open(way=way):
            day = localtime(booking.session.starts_at)
            raise Refused(
                f"Booking has ended for {day:%-d %B}, and the course is booked as a whole. Nothing "
                "is booked."
            )


def _leave_out_who_has_a_place(parts):
    """A friend who booked the course meanwhile needs no second place, at any date. Returns for
    each of them one place that is not for them, at a date at which they have their own."""
    sessions = [booking.session_id for booking in parts]
    known = Place.objects.live().filter(session__in=sessions).exclude(email="")
    seats = {(email.lower(), key) for email, key in known.values_list("email", "session")}
    addresses = {email for email, _key in seats}
    theirs = Place.objects.filter(booking__in=parts, state__in=UNCONFIRMED).exclude(email="")
    theirs = [place for place in theirs.order_by("-pk") if place.email.lower() in addresses]
    move(theirs, PlaceState.NOT_CONFIRMED)
    there = [place for place in theirs if (place.email.lower(), place.session_id) in seats]
    return list({place.email.lower(): place for place in there}.values())


def _let_in(booking, by):
    booking.booked_by, booking.confirm_by = by, None
    booking.save(update_fields=["booked_by", "confirm_by"])
    move(booking.places.filter(state__in=UNCONFIRMED), PlaceState.BOOKED)
    tell_booked(booking, live_places_of(booking))
