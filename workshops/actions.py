"""What can be done with workshops, sessions and places."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.timezone import localtime, now

from applicants.access import Refused
from applicants.emails import queue_email

from .catalogue import CATALOGUE
from .models import AttendanceMark, Booking, Place, Session, Workshop


class SessionFull(Refused):
    def __init__(self):
        super().__init__(
            "The last place has just gone. Your details are kept, so try another date."
        )


def add_catalogue():
    """Add the workshops that come with the service; those that are there stay as they are."""
    Workshop.objects.bulk_create(
        [
            Workshop(
                reference=listed.reference,
                title=listed.title,
                who_for=listed.who_for,
                summary=listed.summary,
                leave_with=listed.leave_with,
                tag=listed.tag,
            )
            for listed in CATALOGUE
        ],
        ignore_conflicts=True,
    )
    return list(Workshop.objects.order_by("pk"))


def add_session(workshop, *, by, **facts):
    """An officer adds a date of a workshop; it is shown when it is published.

    Sent twice, it is added once.
    """
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
        here_then = workshop.sessions.filter(starts_at=facts["starts_at"], place=facts["place"])
        if here_then.exists():
            if (same := here_then.filter(**facts).first()) is not None:
                return same
            raise Refused("This workshop has a session at this time in this place already.")
        reference = _session_reference(workshop, facts)
        return Session.objects.create(
            workshop=workshop, reference=reference, created_by=by, **facts
        )


def _session_reference(workshop, facts):
    """The workshop and the moment; a second place at the same moment is named too."""
    start = localtime(facts["starts_at"])
    reference = slugify(f"{workshop.reference[:60]} {start:%Y-%m-%d-%H%M}")
    if not Session.objects.filter(reference=reference).exists():
        return reference
    return f"{reference}-{slugify(facts['place'])[:15].strip('-')}-{secrets.token_hex(2)}"


def publish_session(session, *, by):
    """The session is shown to everybody and can be booked."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        if session.published_at is not None:
            return session
        if session.starts_at <= now():
            raise Refused("This session has started, so nobody could book it.")
        session.published_at = now()
        session.save(update_fields=["published_at"])
    return session


def change_capacity(session, *, capacity, by):
    """An officer changes the number of places, never below the places taken."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        taken = session.live_places().count()
        if capacity < taken:
            are = "place is" if taken == 1 else "places are"
            raise Refused(f"{taken} {are} booked, so there can’t be fewer than {taken}.")
        session.capacity = capacity
        session.save(update_fields=["capacity"])
    return session


def tag_workshops(tags, *, by):
    """An officer gives workshops their tags; rounds ask for a tag, and not for one workshop."""
    with transaction.atomic():
        for workshop in Workshop.objects.select_for_update().filter(pk__in=tags).order_by("pk"):
            workshop.tag = tags[workshop.pk]
            workshop.save(update_fields=["tag"])


def mark_attendance(session, *, came, by):
    """An officer writes down who came, by the keys of their places; what stays as it was
    adds nothing, and a correction is a new mark."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        if not session.has_begun():
            raise Refused("This session has not started, so nobody can have come yet.")
        marks = [
            AttendanceMark(place=place, has_come=place.pk in came, marked_by=by)
            for place in session.live_places().with_attendance().order_by("pk")
            if place.has_come != (place.pk in came)
        ]
        AttendanceMark.objects.bulk_create(marks)
    return marks


def book_place(session, *, by, name, organisation=None):
    """Somebody books one place for themselves; booking twice gives the booking they have."""
    try:
        with transaction.atomic():
            # The session's row is the queue: places are counted while it is locked.
            session = Session.objects.select_for_update().get(pk=session.pk)
            held = session.live_places().filter(email__iexact=by.email).first()
            if held is not None:
                return held.booking
            if not session.is_open():
                raise Refused("This session can’t be booked any more.")
            if session.live_places().count() >= session.capacity:
                raise SessionFull
            booking = Booking.objects.create(
                reference=f"WS-{secrets.token_hex(4).upper()}",
                session=session,
                booked_by=by,
                organisation=organisation,
            )
            Place.objects.create(booking=booking, session=session, name=name, email=by.email)
            _tell("workshops/booking_made", booking)
    except IntegrityError:
        return session.live_places().get(email__iexact=by.email).booking
    return booking


def cancel_booking(booking, *, by):
    """Somebody can't come; it always works, and twice is once."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=booking.session_id)
        freed = booking.places.filter(cancelled_at=None).update(cancelled_at=now(), cancelled_by=by)
        if freed:
            _tell("workshops/booking_cancelled", booking)
    return booking


def forget_places(user, *, address):
    """Who sat there is forgotten; that somebody did stays, so that the totals are unchanged."""
    Place.objects.filter(email__iexact=address).update(name=user.name, email=user.email)


def _tell(event, booking):
    queue_email(
        event, booking.booked_by, key=booking.reference, about=booking.reference, booking=booking
    )
