"""What can be asked about programmes."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse

from applicants.access import Refused
from workshops.booking.models import Booking, Contact, Place
from workshops.booking.queries import people_of
from workshops.sessions.models import Session
from workshops.states import EXPECTED, LIVE, PlaceState, SessionState, Way

from .joining import dates_to_join, in_order, way_at
from .models import CourseBooking, Programme, course_made_by
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
    """Whether a course can be booked now: at which dates, for how many, or why not.

    ways: (way, how many places are free) where people can choose how they come.
    """

    dates: list
    free: int = 0
    refusal: str = ""
    ways: tuple = ()

    @property
    def choices(self):
        """The ways as they stand in a form."""
        return [
            (way, f"{way.label}: {free} {'place' if free == 1 else 'places'} free at every date")
            for way, free in self.ways
        ]


def joining(programme, sessions, at):
    """sessions: its dates with their places counted."""
    try:
        dates = dates_to_join(programme, sessions, at)
    except Refused as refusal:
        return Joining([], refusal=str(refusal))
    free = {way: min(_free(session, way_at(session, way)) for session in dates) for way in Way}
    if any(session.is_hybrid for session in dates):
        return Joining(dates, free=max(free.values()), ways=tuple(free.items()))
    return Joining(dates, free=free[Way.ROOM])


def _free(session, way):
    """How many may be booked this way; with its places counted."""
    return session.main_free if way == session.main_way else session.beside_free


def course_held_by(programme, who):
    """The booking of this course with which somebody still has a place at a date, or None.

    who: a visitor, with an account or without, or a `Contact` with an address.
    """
    if isinstance(who, Contact):
        made = Q(email=who.email.lower(), confirmed_at__isnull=False)
    elif who.is_authenticated:
        made = course_made_by(who)
    else:
        return None
    live = Place.objects.live()
    seats = live.filter(email__iexact=who.email)
    made &= Q(parts__booking__in=live.values("booking"))
    courses = CourseBooking.objects.filter(
        made | Q(parts__booking__in=seats.values("booking")), programme=programme
    )
    return courses.order_by("pk").first()


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


@dataclass(frozen=True)
class OtherDate:
    """A date of a pick one to which a party may swap, and how they would come to it."""

    session: Session
    way: Way

    @property
    def key(self):
        """What a form sends. A date with one way is named by itself."""
        reference = self.session.reference
        return f"{reference}:{self.way}" if self.session.is_hybrid else reference


def dates_to_swap_to(booking, at):
    """The other dates of a pick one that have as many places as this party needs, each with the
    ways in which they could come."""
    programme = booking.session.programme
    if programme is None or not programme.is_pick_one:
        return []
    party = len(people_of(booking))
    sessions = Session.objects.with_places().select_related("workshop")
    sessions = sessions.filter(
        programme_date__programme=programme, state=SessionState.PUBLISHED, starts_at__gt=at
    )
    kept = _kept_for(booking)
    return [
        OtherDate(session, way)
        for session in sessions.exclude(pk=booking.session_id).order_by("starts_at", "pk")
        for way in session.ways
        if session.is_open(at, way) and _free(session, way) + kept[session.pk, way] >= max(party, 1)
    ]


def _kept_for(booking):
    """How many chairs wait for the yes of whoever booked, by the date and the way: they have
    asked for another date, and a swap takes these."""
    if not booking.booker.email:
        return Counter()
    kept = Place.objects.filter(
        state=PlaceState.HELD, booking__email=booking.booker.email.lower()
    ).values_list("session", "way")
    return Counter((session, Way(way)) for session, way in kept)


def way_of(booking):
    """How a party comes: the way of the first of them."""
    people = people_of(booking)
    return Way(people[0].way) if people else booking.session.main_way


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
    "OtherDate",
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
    "way_of",
    "where_to_book",
]
