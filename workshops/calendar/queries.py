"""Whose entry it is, and what stands in the calendar that anybody may subscribe to."""

from datetime import timedelta

from workshops.sessions.models import Session
from workshops.states import PlaceState

from . import ical
from .models import CalendarItem

PAST_DAYS = timedelta(days=60)  # what subscribers still see; programs forget what is left out
MOST_SESSIONS = 500


def items_of(places):
    """The entries of these places, by the keys of the places."""
    items = CalendarItem.objects.select_related(
        *("place__booking__booked_by", "place__person"),
        *("place__session__workshop", "place__session__programme_date__programme"),
    ).filter(place__in=[place.pk for place in places])
    return {item.place_id: item for item in items}


def entry_of(place, method, *, to, name):
    """What goes with a message to somebody about their place; nothing if it never had an entry."""
    item = items_of([place]).get(place.pk)
    if item is None:
        return ""
    write = ical.invitation if method == ical.REQUEST else ical.cancellation
    return write(item, item.place.session, to=to, name=name)


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
