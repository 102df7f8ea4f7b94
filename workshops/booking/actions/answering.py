"""Yes to places that are kept, or on the last day to one that is free. Under the session's lock."""

from django.db.models import Max
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking import filling, queries
from workshops.booking.models import Offer
from workshops.booking.queue import Queue
from workshops.states import ASKED_FOR, PlaceState, Way

from .getting_in import (
    book_waiting,
    end_offer,
    fill,
    locked,
    places_in,
    refuse_if_off,
    take,
    way_of_wait,
)

GONE = "This offer has run out, and the place went to the next on the list."
QUICKER = (
    "Somebody was quicker, and no place is free now. You are still on the list: we write to you "
    "when one comes free."
)
LOST = (
    PlaceState.OFFER_LAPSED,
    PlaceState.OFFER_DECLINED,
    PlaceState.LEFT_LIST,
    PlaceState.NOT_REACHED,
)


def accept_offer(booking, *, by):
    """A party takes the places that are kept for it. Twice is once.

    Which came first, the answer or the end of the offer, is decided under the lock. What is
    still free after the end is theirs all the same.
    """
    with locked(booking.session) as session:
        refuse_if_off(session)
        offer = queries.open_offer(booking)
        if offer is None or not _is_honoured(session, offer):
            fill(session)  # what ran out goes to who is next; that may be the same party
            offer = queries.open_offer(booking)
        if offer is None:
            if _has_accepted(booking) or _has_won(booking):
                return booking
            return _take_what_is_free(session, booking, GONE)
        end_offer(offer, Offer.Outcome.ACCEPTED)
        taken = list(places_in(booking, PlaceState.OFFERED))
        take(booking, taken, key=f"offer/{offer.pk}")
        fill(session)  # who changed how they come left a place in the other way
    return booking


def take_place(booking, *, by):
    """On the last day nothing is kept: whoever waits and answers first has what is free. Twice is
    once."""
    with locked(booking.session) as session:
        refuse_if_off(session)
        if _has_won(booking):
            return booking
        if not filling.is_last_day(now(), session.starts_at):
            raise Refused("It is not your turn yet. We will write to you when it is.")
        fill(session)
        return _take_what_is_free(session, booking, QUICKER)


def _is_honoured(session, offer):
    """Whether this offer still stands, or has run out and nobody else could have the places."""
    if offer.until > now():
        return True
    way = Way(way_of_wait(offer.booking))
    queue = Queue(session)
    is_there = session.lets_in(way=way) and queue.spare(way) >= 0
    return is_there and not filling.fits_somebody(
        queue.empty(way) + offer.places, queue.parties(way)
    )


def _has_accepted(booking):
    """Whether their last offer was theirs, and they have what it was of."""
    newest = booking.offers.order_by("-pk").first()
    is_yes = newest is not None and newest.outcome == Offer.Outcome.ACCEPTED
    return is_yes and booking.places.filter(state=PlaceState.BOOKED).exists()


def _has_won(booking):
    """Whether they have places, wait for none, and lost none since."""
    places = booking.places
    if places.filter(state__in=ASKED_FOR).exists():
        return False
    booked = places.filter(state=PlaceState.BOOKED).aggregate(at=Max("booked_at"))["at"]
    switched = places.filter(state=PlaceState.SWITCHED).aggregate(at=Max("ended_at"))["at"]
    lost = places.filter(state__in=LOST).aggregate(at=Max("ended_at"))["at"]
    if booked is None:
        return False
    return lost is None or max(filter(None, (booked, switched))) >= lost


def _take_what_is_free(session, booking, refusal):
    way = Way(way_of_wait(booking))
    waiting = places_in(booking, PlaceState.WAITING).count()
    queue = Queue(session)
    empty = queue.empty(way)
    if not waiting or not session.lets_in(way=way):
        raise Refused(GONE)
    fewest = min(booking.accepts, waiting)
    if 0 < empty < fewest:
        places = "1 place is" if empty == 1 else f"{empty} places are"
        raise Refused(f"{places} free, and you asked for at least {fewest}.")
    if empty < fewest:
        raise Refused(refusal)
    if not filling.is_last_day(now(), session.starts_at):
        first = next(iter(queue.parties(way)), None)
        if first is None or first.key != booking.pk:
            raise Refused(GONE)
    book_waiting(booking, min(waiting, empty))
    fill(session)  # how many are free now is remembered; and a place in the other way may be
    return booking
