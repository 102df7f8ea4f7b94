"""What can be asked about those who ask for a place."""

from datetime import timedelta

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Lower

from workshops.booking.models import Booking, Place
from workshops.sessions.models import Session
from workshops.states import PlaceState, SessionState

CHASED = (2, 7)  # so many days before booking ends, colleagues hear of who waits for an answer
WAITS = Q(places__state=PlaceState.REQUESTED)


def requests_of(session):
    """Those who wait for our answer, the first who asked first."""
    asked = Place.objects.filter(state=PlaceState.REQUESTED).order_by("pk")
    return list(
        session.bookings.filter(WAITS)
        .distinct()
        .select_related("booked_by", "organisation")
        .prefetch_related(Prefetch("places", queryset=asked, to_attr="asked"))
        .order_by("booked_at", "pk")
    )


def answers_of(session):
    """What we answered those who asked, the newest first."""
    return list(
        session.bookings.exclude(request_answer=None)
        .select_related("booked_by", "organisation", "request_answer__answered_by")
        .order_by("-request_answer__answered_at", "-pk")
    )


def asked_in(booking):
    """The places of a party that wait for our answer, the first named first."""
    return list(booking.places.filter(state=PlaceState.REQUESTED).order_by("pk"))


def answer_for(booking, user):
    """Our answer to this party, for whoever asked and for those who watch; else None."""
    if not (booking.is_made_by(user) or user.is_officer or user.is_auditor):
        return None
    return answer_of(booking)


def answer_of(booking):
    """Our answer to this party, or None."""
    return getattr(booking, "request_answer", None)


def sessions_to_chase(at):
    """(days, session, people) of each session at which people wait for an answer, and booking
    ends within so many days."""
    found = []
    sessions = (
        Session.objects.filter(WAITS, state=SessionState.PUBLISHED)
        .annotate(people=Count("places", filter=WAITS))
        .select_related("workshop")
        .order_by("starts_at", "pk")
    )
    for session in sessions:
        left = session.closes_at - at
        days = next((days for days in CHASED if left <= timedelta(days=days)), None)
        if days is not None and session.lets_in(at):
            found.append((days, session, session.people))
    return found


def bookings_about(user, address):
    """The bookings of somebody, and those in which they sit: by their address, or by what stands
    in its place once they are forgotten."""
    emails = [address.lower(), user.email.lower()]
    seats = Place.objects.annotate(address=Lower("email")).filter(address__in=emails)
    theirs = Q(email__in=emails) | Q(places__in=seats)
    if user.pk is not None:
        theirs |= Q(booked_by=user)
    return Booking.objects.filter(theirs).distinct()


def words_to_empty(before):
    """What people wrote who asked for a place at a session that was over before then."""
    over = Session.objects.over(before).values("pk")
    return Booking.objects.filter(session__in=over).exclude(asks_because="")
