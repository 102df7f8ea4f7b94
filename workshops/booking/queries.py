"""What can be asked about bookings and the waiting list."""

from django.db.models import Q
from django.db.models.functions import Lower

from workshops.sessions.models import Session
from workshops.states import LIVE, PlaceState, SessionState

from .filling import Party, place_in_list
from .models import Booking, Offer, made_by

LOWER_EMAIL = Lower("email")


def waiting_list(session):
    """The parties that wait for this session, in the order in which they are served."""
    return [
        Party(
            booking.pk,
            booking.wants,
            min(booking.accepts, booking.wants),
            booking.straight_in_until,
        )
        for booking in session.bookings.waiting()
    ]


def number_in_list(booking):
    """“You are number 3”, or None for who does not wait."""
    parties = waiting_list(booking.session)
    if not any(party.key == booking.pk for party in parties):
        return None
    return place_in_list(booking.pk, parties)


def offers_run_out(session, at):
    """Offers that nobody answered until their end, the oldest first."""
    return (
        Offer.objects.filter(booking__session=session, ended_at=None, until__lte=at)
        .select_related("booking__booked_by", "booking__session__workshop")
        .order_by("until", "pk")
    )


def unconfirmed(session, at=None):
    """Bookings that wait for a yes by email: those whose time is up at this moment, or all."""
    theirs = session.bookings.exclude(confirm_by=None)
    if at is not None:
        theirs = theirs.filter(confirm_by__lte=at)
    return list(theirs.order_by("confirm_by", "pk"))


def sessions_to_fill(at):
    """Sessions where the clock may have something to do."""
    return (
        Session.objects.filter(
            Q(bookings__offers__ended_at=None, bookings__offers__until__lte=at)
            | Q(bookings__confirm_by__lte=at)
            | Q(places__state=PlaceState.WAITING),
            state=SessionState.PUBLISHED,
        )
        .distinct()
        .order_by("pk")
    )


def bookings_of(user, at):
    """The places that this person holds or waits for in sessions to come."""
    if not user.is_authenticated:
        return Booking.objects.none()
    return (
        Booking.objects.filter(
            made_by(user),
            places__state__in=LIVE,
            session__in=Session.objects.to_come(at),
        )
        .select_related("session__workshop")
        .distinct()
        .order_by("session__starts_at", "pk")
    )


def booking_of(user, session):
    """The booking with which this person has or awaits a place in a session, or None."""
    if not user.is_authenticated:
        return None
    theirs = Q(places__email__iexact=user.email) | made_by(user)
    return session.bookings.filter(theirs, places__state__in=LIVE).order_by("pk").first()


def places_of(booking):
    """Everybody in a party, with those who gave their place back."""
    return list(booking.places.order_by("pk"))


def live_places_of(booking):
    return list(booking.places.live().order_by("pk"))


def places_of_theirs(booking, user):
    """What somebody may give back: the whole party's for who booked, else their own place."""
    places = live_places_of(booking)
    if user.is_officer or booking.is_made_by(user):
        return places
    return [place for place in places if place.email.lower() == user.email.lower()]


def open_offer(booking):
    return booking.offers.filter(ended_at=None).first()


def waiting_bookings(session):
    """The waiting list as colleagues see it, with how many each party wants."""
    return list(session.bookings.waiting().select_related("booked_by", "organisation"))
