"""Who reads a message about places: whoever booked, and those who have an address of their own."""

from dataclasses import dataclass

from django.urls import reverse

from applicants.models import is_nowhere
from workshops.states import PlaceState, Way

from .links import PARTY, SEAT, token_for


@dataclass(frozen=True)
class Reader:
    """Somebody to whom we write about some places of a booking.

    carries: the place that stands in their calendar, if it is among these.
    page: where they see what they have: the booking, or without an account a page of their own.
    is_private: whether the way to that page is for their eyes only.
    """

    email: str
    name: str
    places: tuple
    is_booker: bool = False
    carries: object = None
    page: str = ""
    is_private: bool = False

    def __str__(self):
        return self.name or "there"

    @property
    def ways(self):
        """How they come: by the places that they have, or else by those for which they wait."""
        booked = [place for place in self.places if place.state == PlaceState.BOOKED]
        return {Way(place.way) for place in booked or self.places}

    def where(self, session):
        """What stands under “Where” in a message to them."""
        theirs = [session.where(way) for way in session.ways if way in self.ways]
        return " and ".join(theirs) or session.place

    @property
    def comes_online(self):
        return Way.ONLINE in self.ways


def readers_of(booking, places, everybody=None):
    """Whoever booked, first, with the places that no other address goes with; then each of the
    others, once. Whoever has no address reads nothing: a colleague tells them.

    everybody: all places of the party, where they are at hand.
    """
    everybody = booking.places.all() if everybody is None else everybody
    booker = booking.booker
    theirs, others = [], {}
    for place in places:
        if is_nowhere(place.email):
            continue  # who was forgotten is written to no more
        if is_carried(place, booker):
            theirs.append(place)
        else:
            others.setdefault(place.email.lower(), []).append(place)
    readers = []
    if booker.email:
        carries = _in_calendar(booker, everybody, theirs)
        way = way_for_booker(booking)
        readers.append(Reader(booker.email, booker.name, tuple(theirs), True, carries, *way))
    for rows in others.values():
        booked = [place for place in rows if place.state == PlaceState.BOOKED]
        carries = next(iter(booked), None)
        way = _way_for(rows[0], booking)
        readers.append(Reader(rows[0].email, rows[0].name, tuple(rows), False, carries, *way))
    return readers


def wisher_of(booking, wishes):
    """Whoever waits for the other way with these wishes and has an address of their own: their
    wish is told to them, and they answer. None where it is also, or only, for whoever booked."""
    whose = {wish.email.lower(): wish for wish in wishes if wish.instead_of_id is not None}
    if len(whose) != 1 or len(whose) != len(wishes):
        return None
    (wish,) = whose.values()
    if is_carried(wish, booking.booker) or is_nowhere(wish.email):
        return None
    page = reverse("workshops:my_place", args=[token_for(SEAT, wish.instead_of)])
    places = (wish.instead_of, wish)
    return Reader(wish.email, wish.name, places, False, None, page, is_private=True)


def way_for_booker(booking):
    """(page, whether it is private) for whoever booked. Whose account is closed has a link of
    their own, like everybody who can’t sign in: they can always say that they can’t come."""
    if booking.has_account:
        return reverse("workshops:booking", args=[booking.reference]), False
    return reverse("workshops:my_place", args=[token_for(PARTY, booking)]), True


def _way_for(place, booking):
    if place.has_account:
        return reverse("workshops:booking", args=[booking.reference]), False
    return reverse("workshops:my_place", args=[token_for(SEAT, place)]), True


def is_carried(place, booker):
    """Whether whoever booked hears about this place."""
    return not place.email or place.email.lower() == booker.email.lower()


def _in_calendar(booker, everybody, chosen):
    """One entry for whoever booked, however many come along: their own place if they come."""
    carried = [
        place
        for place in everybody
        if place.state == PlaceState.BOOKED and is_carried(place, booker)
    ]
    if not carried:
        return None
    entry = min(carried, key=lambda place: (not place.email, place.pk))
    return next((place for place in chosen if place.pk == entry.pk), None)
