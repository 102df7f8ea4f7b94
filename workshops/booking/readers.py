"""Who reads a message about places: whoever booked, and those who have an address of their own."""

from dataclasses import dataclass

from workshops.states import PlaceState, Way


@dataclass(frozen=True)
class Reader:
    """Somebody to whom we write about some places of a booking.

    carries: the place that stands in their calendar, if it is among these.
    """

    email: str
    name: str
    places: tuple
    is_booker: bool = False
    carries: object = None

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
    """Whoever booked, first and always, with the places that no other address goes with; then
    each of the others, once.

    everybody: all places of the party, where they are at hand.
    """
    everybody = booking.places.all() if everybody is None else everybody
    booker = booking.booked_by
    theirs, others = [], {}
    for place in places:
        if is_carried(place, booker):
            theirs.append(place)
        else:
            others.setdefault(place.email.lower(), []).append(place)
    readers = [
        Reader(
            booker.email, booker.name, tuple(theirs), True, _in_calendar(booker, everybody, theirs)
        )
    ]
    for rows in others.values():
        booked = [place for place in rows if place.state == PlaceState.BOOKED]
        carries = next(iter(booked), None)
        readers.append(Reader(rows[0].email, rows[0].name, tuple(rows), carries=carries))
    return readers


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
