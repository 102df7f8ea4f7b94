"""Who had a place at a session that we cancelled comes first at the next date of the workshop."""

from django.db.models import Q
from django.utils.timezone import now

from workshops.booking.models import Booking
from workshops.sessions.models import Session
from workshops.states import LIVE, PlaceState, SessionState

from .getting_in import fill
from .making import make_booking
from .telling import tell


def keep_first_places(session):
    """Put them at the head of the list of a session that is published just now, so that `fill`
    offers them its places before anybody else sees that there are any. Once for each booking.

    Those who booked another date of the workshop meanwhile need none. Where we choose who comes,
    those who never had a place ask for one again.
    """
    before = list(_who_lost_a_place(session))
    for booking in before:
        people = [
            place
            for place in booking.places.all()
            if place.state == PlaceState.SESSION_CANCELLED and place.instead_of_id is None
        ]
        asks = session.is_by_approval and not _had_a_place(booking)
        make_booking(
            session,
            people,
            PlaceState.REQUESTED if asks else PlaceState.WAITING,
            by=booking.booked_by,
            name=booking.name,
            email=booking.email,
            phone=booking.phone,
            group=booking.group,
            organisation=booking.organisation,
            accepts=1,
            asks_because=booking.asks_because,
            waits_since=None if asks else now(),
            follows=booking,
        )
    if before:
        fill(session)
        for booking in session.bookings.waiting().exclude(follows=None):
            tell("first_in_line", booking)
        asking = session.bookings.filter(places__state=PlaceState.REQUESTED).exclude(follows=None)
        for booking in asking.distinct().order_by("pk"):
            tell("request_made", booking)
    return len(before)


def _who_lost_a_place(session):
    """Those who had a place before those who waited for one."""
    off = Session.objects.filter(workshop=session.workshop_id, state=SessionState.CANCELLED)
    off = [each for each in off if each.is_off]
    to_come = Session.objects.filter(workshop=session.workshop_id).to_come(now())
    seen = {
        _who(booking)
        for booking in Booking.objects.filter(session__in=to_come, places__state__in=LIVE)
    }
    bookings = (
        Booking.objects.filter(
            Q(booked_by=None) | Q(booked_by__is_active=True),
            session__in=off,
            places__state=PlaceState.SESSION_CANCELLED,
            followed_by=None,
        )
        .distinct()
        .select_related("booked_by", "organisation")
        .prefetch_related("places")
    )
    for booking in sorted(bookings, key=lambda each: (not _had_a_place(each), each.pk)):
        emails = {place.email.lower() for place in booking.places.all() if place.email}
        if _who(booking) not in seen and not emails & seen:
            seen |= emails | {_who(booking)}
            yield booking


def _who(booking):
    """An account, an address, or where there is neither this one booking."""
    return booking.booked_by_id or booking.email or booking.reference


def _had_a_place(booking):
    return any(place.booked_at for place in booking.places.all())
