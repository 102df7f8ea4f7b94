"""Everybody who sits or waits at one session, read with one question.

What is decided under the lock of a session is decided by this: who is there already, how many
chairs are empty, who waits in which order, and what is left for everybody else.
"""

from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from applicants.written import written_once_of_a_record
from workshops.booking.models import Place
from workshops.states import HOLDING, LIVE, OPEN, UNCONFIRMED, PlaceState, SessionState, Way

from .filling import Party, fits_somebody, is_last_day


class Seat(NamedTuple):
    """A place that has not ended, with what its booking says."""

    place: int
    booking: int
    state: str
    way: str
    email: str
    with_companion: bool
    booked_by: int | None
    booker: str  # the address of whoever booked without an account
    confirm_by: datetime | None
    waits_since: datetime | None
    accepts: int
    straight_in_until: datetime | None


COLUMNS = (
    *("pk", "booking_id", "state", "way", "email", "with_companion"),
    *("booking__booked_by_id", "booking__email", "booking__confirm_by", "booking__waits_since"),
    *("booking__accepts", "booking__straight_in_until"),
)


@written_once_of_a_record
def seats_of(session):
    return (
        Place.objects.filter(session=session, state__in=OPEN).order_by("pk").values_list(*COLUMNS)
    )


class Queue:
    """The seats of a session as they are now; under its lock nobody else changes them.

    seats: those that are known already; not said, they are read.
    """

    def __init__(self, session, seats=None):
        self.session = session
        if seats is None:
            seats = [Seat(*row) for row in seats_of(session)]
        self.seats = seats

    def joined_by(self, booking, places):
        """The same queue with a booking that was made after it was read."""
        more = [
            Seat(
                *(place.pk, booking.pk, place.state, place.way, place.email, place.with_companion),
                *(booking.booked_by_id, booking.email, booking.confirm_by, booking.waits_since),
                *(booking.accepts, booking.straight_in_until),
            )
            for place in places
        ]
        return Queue(self.session, [*self.seats, *more])

    def counted(self):
        """The session, with what of its places is free and how many people wait, as after
        `with_places`."""
        session, main = self.session, self.session.main_way
        session.main_free = self.free(main)
        session.beside_free = self.free(Way.ONLINE) if session.is_hybrid else 0
        session.free = session.main_free + session.beside_free
        session.beside_waiting = self.waiting(Way.ONLINE) if session.is_hybrid else 0
        session.waiting = self.waiting(main) + session.beside_waiting
        return session

    # --- Who is there already ---

    def held_by(self, *, email, account=None):
        """The key of the booking that somebody has already, or None: the one in which they sit
        before one that they made for others.

        account: the key of their account; without one, whatever was booked with the address.
        """
        email = email.lower()
        theirs = [
            seat
            for seat in self._live
            if seat.email.lower() == email or self._is_made_by(seat, email, account)
        ]
        first = min(theirs, key=lambda seat: seat.email.lower() != email, default=None)
        return first and first.booking

    def _is_made_by(self, seat, email, account):
        by_link = seat.booker != "" and seat.booker == email
        if account is None:
            return by_link
        if seat.booked_by is not None:
            return seat.booked_by == account
        return by_link and seat.confirm_by is None

    def who_sits(self, emails, but=()):
        """Those of these addresses, in small letters, whose people have a place or wait.

        but: the keys of places that do not count.
        """
        there = {seat.email.lower() for seat in self._live if seat.place not in but}
        return {email.lower() for email in emails if email} & there

    def unconfirmed_of(self, email):
        """Keys of the bookings for which we wait for a yes from this address."""
        email = email.lower()
        asked = (seat for seat in self.seats if seat.state in UNCONFIRMED)
        return {seat.booking for seat in asked if seat.booker == email}

    # --- Chairs, and who waits for them ---

    def taken(self, way):
        """Chairs that somebody has, or that are kept for them; whoever helps them sits too."""
        held = [seat for seat in self.seats if seat.way == way and seat.state in HOLDING]
        return len(held) + sum(seat.with_companion for seat in held)

    def spare(self, way):
        """Chairs that nobody has, and that are kept or held back for nobody; below nothing where
        there are more people than chairs."""
        there_are = self.session.places_for(way) - self.session.held_back_for(way)
        return there_are - self.taken(way)

    def empty(self, way):
        return max(0, self.spare(way))

    def free(self, way):
        """What somebody may book who does not wait: nothing, while anybody fits who does."""
        empty = self.empty(way)
        return 0 if fits_somebody(empty, self.parties(way)) else empty

    def parties(self, way):
        """Those who wait to come this way, in the order in which they are served.

        Whoever has an offer to answer is not among them until the answer.
        """
        waiting = {}
        for seat in self._waiting:
            if seat.way == way and seat.booking not in self._offered:
                waiting.setdefault(seat.booking, []).append(seat)
        parties = [_party(seats) for seats in waiting.values()]
        return [party for _turn, party in sorted(parties, key=itemgetter(0))]

    def waiting(self, way):
        """How many people wait to come this way, also those who have an offer for others."""
        return sum(seat.way == way for seat in self._waiting)

    def is_settled(self, at):
        """Whether the clock and the list have nothing to do: no offer stands, nobody’s yes is
        late, nobody’s request had no answer in time, and nobody who waits could have what is
        empty."""
        session = self.session
        if session.state != SessionState.PUBLISHED:
            return True
        unsure = [seat.confirm_by for seat in self.seats if seat.confirm_by is not None]
        late = unsure and (not session.is_open(at) or min(unsure) <= at)
        if late or self._offered or self._has_late_requests(at):
            return False
        return all(self._is_still(way, at) for way in session.ways)

    def _has_late_requests(self, at):
        asks = any(seat.state == PlaceState.REQUESTED for seat in self.seats)
        return asks and at >= self.session.closes_at

    def _is_still(self, way, at):
        parties = self.parties(way)
        if not parties:
            return True
        if at >= self.session.closes_for(way) or is_last_day(at, self.session.starts_at):
            return False
        return not fits_somebody(self.empty(way), parties)

    @cached_property
    def _live(self):
        return [seat for seat in self.seats if seat.state in LIVE]

    @cached_property
    def _waiting(self):
        return [seat for seat in self.seats if seat.state == PlaceState.WAITING]

    @cached_property
    def _offered(self):
        return {seat.booking for seat in self.seats if seat.state == PlaceState.OFFERED}


def _party(seats):
    """(their turn, the party) of those who wait with one booking."""
    first, wants = seats[0], len(seats)
    turn = (first.waits_since is None, first.waits_since, first.booking)
    accepts = min(first.accepts, wants)
    return turn, Party(first.booking, wants, accepts, first.straight_in_until)
