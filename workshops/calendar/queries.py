"""Whose entry it is, and what stands in the calendar that anybody may subscribe to."""

from datetime import timedelta

from workshops.booking.models import Place
from workshops.sessions.models import Session
from workshops.states import PlaceState

from . import ical

PAST_DAYS = timedelta(days=60)  # what subscribers still see; programs forget what is left out
MOST_SESSIONS = 500


def with_entry(place):
    """A place as it is now, with all that its entry is made of; None if it never had one."""
    rows = Place.objects.exclude(booked_at=None).select_related(
        *("booking__booked_by", "person"),
        *("session__workshop", "session__programme_date__programme"),
    )
    return rows.filter(pk=place.pk).first()


def entry_of(place, method, *, to, name):
    """What goes with a message to somebody about their place; nothing if it never had an entry."""
    place = with_entry(place)
    if place is None:
        return ""
    write = ical.invitation if method == ical.REQUEST else ical.cancellation
    return write(place, to=to, name=name)


def place_of(booking, user):
    """The booked place that somebody may put in their calendar, or None.

    Their own; and for whoever booked, the first of those that no address goes with.
    """
    coming = [
        place
        for place in booking.places.order_by("pk").select_related("session__workshop")
        if place.state == PlaceState.BOOKED
    ]
    own = [place for place in coming if place.email.lower() == user.email.lower()]
    if booking.is_made_by(user):
        own += [place for place in coming if not place.email]
    return next(iter(own), None)


def sessions_in_feed(at, *, workshop=None, programme=None):
    """Published dates from two months ago on; those that are off say so."""
    sessions = Session.objects.exclude(published_at=None).filter(ends_at__gt=at - PAST_DAYS)
    if workshop is not None:
        sessions = sessions.filter(workshop=workshop)
    if programme is not None:
        sessions = sessions.filter(programme_date__programme=programme)
    return list(sessions.select_related("workshop").order_by("starts_at", "pk")[:MOST_SESSIONS])
