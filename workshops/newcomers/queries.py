"""What a personal link leads to."""

from dataclasses import dataclass

from applicants.access import Refused
from workshops.booking.links import CONFIRM, PARTY, SEAT, read_token
from workshops.booking.models import Booking, Place
from workshops.states import LIVE

WITH = ("session__workshop", "organisation", "booked_by")
BROKEN = "This link does not work. Perhaps a piece of it is missing: open it from our email again."
NOT_THEIRS = "Somebody else comes on this place now, so this link is not yours any more."


class NoLink(Refused):
    """A link that leads nowhere, said in one sentence."""


@dataclass(frozen=True)
class Holder:
    """Whoever opened a personal link: the one who booked, or somebody who has a place.

    place: the one they sit on; None for somebody who booked only for others.
    """

    token: str
    booking: Booking
    place: Place | None
    is_booker: bool

    @property
    def live_places(self):
        """What they may give back: the whole party’s for who booked, else their own place."""
        if self.is_booker:
            return list(self.booking.places.live().order_by("pk"))
        return [self.place] if self.place.state in LIVE else []


def booking_to_confirm(token):
    return _row(CONFIRM, token, Booking.objects.select_related(*WITH))


def holder_of(token):
    """Who holds this link. Raises NoLink, with the sentence that says why it does not work."""
    if read_token(PARTY, token) is not None:
        booking = _row(PARTY, token, Booking.objects.select_related(*WITH))
        return Holder(token, booking, _own_place(booking), is_booker=True)
    places = Place.objects.select_related(*(f"booking__{name}" for name in WITH))
    place = _row(SEAT, token, places)
    return Holder(token, place.booking, place, is_booker=False)


def _row(purpose, token, rows):
    named = read_token(purpose, token)
    row = rows.filter(pk=named[0]).first() if named else None
    if row is None:
        raise NoLink(BROKEN)
    if row.link_key != named[1]:
        raise NoLink(NOT_THEIRS)
    return row


def _own_place(booking):
    """Where whoever booked sits: what is live before what has ended."""
    theirs = booking.places.filter(email__iexact=booking.email).order_by("pk")
    return next((place for place in theirs if place.state in LIVE), next(iter(theirs), None))
