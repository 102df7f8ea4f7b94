"""Who must hear of a change, and what is known of earlier ones."""

from dataclasses import dataclass

from django.db.models import Prefetch

from workshops.booking.filling import place_in_list
from workshops.booking.models import Place
from workshops.booking.queries import waiting_list
from workshops.booking.readers import Reader, readers_of
from workshops.states import LIVE, PlaceState, Way


@dataclass(frozen=True)
class Told:
    """One person who is written to about a change, and what they have of the session."""

    booking: object
    reader: Reader
    number: int | None  # of their party in the waiting list

    def how_many(self, state):
        return sum(place.state == state for place in self.reader.places)

    @property
    def coming(self):
        return self.how_many(PlaceState.BOOKED)

    @property
    def offered(self):
        return self.how_many(PlaceState.OFFERED)

    @property
    def waiting(self):
        return self.how_many(PlaceState.WAITING)

    @property
    def asks(self):
        return self.how_many(PlaceState.REQUESTED)

    def comes_by(self, ways):
        """Whether they, or those for whom they booked, come in one of these ways."""
        live = (Way(each.way) for each in self.booking.places.all() if each.state in LIVE)
        return not (self.reader.ways or set(live)).isdisjoint(ways)

    @property
    def is_first(self):
        """Whoever booked answers for those who have no address of their own."""
        return self.reader.is_booker


def people_to_tell(session):
    """Everybody with a place, an offer or a number in the list, each address once."""
    bookings = (
        session.bookings.filter(places__state__in=LIVE)
        .distinct()
        .select_related("booked_by")
        .prefetch_related(Prefetch("places", queryset=Place.objects.order_by("pk")))
        .order_by("pk")
    )
    lists = [waiting_list(session, way) for way in session.ways]
    numbers = {each.key: place_in_list(each.key, parties) for parties in lists for each in parties}
    told, seen = [], set()
    for booking in bookings:
        number = numbers.get(booking.pk)
        live = [place for place in booking.places.all() if place.state in LIVE]
        for reader in readers_of(booking, live):
            if reader.email.lower() not in seen:
                seen.add(reader.email.lower())
                told.append(Told(booking, reader, number))
    return told


def people_to_ring(session):
    """Those who booked by phone and gave no address: no message of ours reaches them."""
    unwritten = session.bookings.by_phone_only().filter(places__state__in=LIVE)
    return list(unwritten.distinct().order_by("pk"))


def changes_of(session):
    """What happened to a session, the newest first."""
    return list(session.changes.select_related("made_by").order_by("-pk"))
