"""What can be asked about programmes."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse

from applicants.access import Refused
from workshops.booking.models import Booking, Place
from workshops.sessions.models import Session
from workshops.states import EXPECTED, LIVE, PlaceState, SessionState

from .joining import dates_to_join, in_order
from .models import CourseBooking, Programme
from .rules import picked


def programmes_of(user):
    """Those that this person may see, by title."""
    return Programme.objects.visible_to(user).order_by("title", "pk")


def sessions_of(programme):
    return list(Session.objects.filter(programme_date__programme=programme).order_by("pk"))


def dates_of(programme, user):
    """Its dates as this person sees them, with their places counted, in order."""
    sessions = Session.objects.visible_to(user).with_places().select_related("workshop")
    sessions = sessions.filter(programme_date__programme=programme)
    return list(sessions.order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Joining:
    """Whether a course can be booked now: at which dates, for how many, or why not."""

    dates: list
    free: int = 0
    refusal: str = ""


def joining(programme, sessions, at):
    """sessions: its dates with their places counted."""
    try:
        dates = dates_to_join(programme, sessions, at)
    except Refused as refusal:
        return Joining([], refusal=str(refusal))
    return Joining(dates, free=min(session.free for session in dates))


def course_held_by(programme, user):
    """The booking of this course with which somebody still has a place at a date, or None."""
    if not user.is_authenticated:
        return None
    theirs = Q(booked_by=user) | Q(parts__booking__places__email__iexact=user.email)
    courses = CourseBooking.objects.filter(theirs, programme=programme)
    return courses.filter(parts__booking__places__state__in=LIVE).order_by("pk").first()


def bookings_in(course):
    """The bookings of the dates of a course, and those that came for a date that we cancelled."""
    parts = Q(course_part__course_booking=course) | Q(follows__course_part__course_booking=course)
    places = Prefetch("places", queryset=Place.objects.order_by("pk"))
    bookings = Booking.objects.filter(parts).select_related("session__workshop", "booked_by")
    return list(bookings.prefetch_related(places).order_by("session__starts_at", "pk"))


def can_be_given_back(booking):
    """Whether its date has not begun, and somebody of the party still comes."""
    is_live = any(place.state in LIVE for place in booking.places.all())
    return is_live and not booking.session.has_begun()


def where_to_book(user, session):
    """Where somebody goes who books a date of a programme: the course, or a swap; or None."""
    programme = session.programme
    if programme is None:
        return None
    if programme.is_course:
        return reverse("workshops:course_book", args=[programme.reference])
    if not programme.is_pick_one or not user.is_authenticated:
        return None
    if held := picked(programme, user=user, but=session):
        return f"{reverse('workshops:swap', args=[held.reference])}?to={session.reference}"
    return None


def dates_to_swap_to(booking, at):
    """The other dates of a pick one that have as many places as this party needs."""
    programme = booking.session.programme
    if programme is None or not programme.is_pick_one:
        return []
    party = booking.places.live().count()
    sessions = Session.objects.with_places().select_related("workshop")
    sessions = sessions.filter(
        programme_date__programme=programme,
        state=SessionState.PUBLISHED,
        starts_at__gt=at,
        free__gte=max(party, 1),
    )
    return [
        session
        for session in sessions.exclude(pk=booking.session_id).order_by("starts_at", "pk")
        if session.is_open(at)
    ]


# --- Who came to how many dates ---


@dataclass
class Progress:
    """To how many dates of a programme one person came, as signed registers say."""

    name: str
    email: str
    came: int = 0
    part: int = 0  # came and left early: it shows, and does not count
    needed: int = 1
    planned: int = 1

    @property
    def is_complete(self):
        return self.came >= self.needed


def progress_of(programme, *, course=None):
    """Everybody who booked or came, by name; of one booking of the course, if it is given.

    A person is their email address; without one, their name in their party.
    """
    places = Place.objects.filter(
        session__programme_date__programme=programme, state__in=EXPECTED
    ).select_related("booking__course_part", "booking__follows__course_part", "session__signature")
    rows, wanted = {}, set()
    for place in places.order_by("session__starts_at", "pk"):
        party = _party_of(place.booking)
        key = place.email.lower() or (party, place.name.casefold())
        row = rows.setdefault(
            key,
            Progress(
                str(place),
                place.email,
                needed=programme.dates_needed,
                planned=programme.dates_planned,
            ),
        )
        if course is not None and party == course.pk:
            wanted.add(key)
        if hasattr(place.session, "signature"):
            row.came += place.state == PlaceState.ATTENDED
            row.part += place.state == PlaceState.PART_ATTENDED
    chosen = rows.values() if course is None else (rows[key] for key in rows if key in wanted)
    return sorted(chosen, key=lambda row: (row.name.casefold(), row.email))


def _party_of(booking):
    """The course booking, or the booking itself as something that is none."""
    for each in (booking, booking.follows):
        if each is not None and hasattr(each, "course_part"):
            return each.course_part.course_booking_id
    return f"alone {booking.pk}"


def sessions_to_choose(programme, at):
    """Its own dates, and those to come that are in no programme yet."""
    mine = Q(programme_date__programme=programme) if programme else Q(pk=None)
    free = Q(programme_date=None) & ~Q(state=SessionState.CANCELLED) & Q(ends_at__gt=at)
    sessions = Session.objects.filter(mine | free).select_related("workshop")
    return list(sessions.order_by("starts_at", "pk"))


__all__ = [
    "Joining",
    "Progress",
    "bookings_in",
    "can_be_given_back",
    "course_held_by",
    "dates_of",
    "dates_to_swap_to",
    "in_order",
    "joining",
    "programmes_of",
    "progress_of",
    "sessions_of",
    "sessions_to_choose",
    "where_to_book",
]
