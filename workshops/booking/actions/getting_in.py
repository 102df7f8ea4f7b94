"""How places move: offered, taken, lapsed, and who gets in next. Each under the session's lock."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking import filling, queries
from workshops.booking.models import Offer, Place
from workshops.sessions.models import Session
from workshops.states import HOLDING, LIVE, MOVES, UNCONFIRMED, PlaceState, SessionState

from .telling import tell, tell_booked

MOST_LAPSES = 2
GONE = "This offer has run out, and the place went to the next on the list."
OFF = {
    SessionState.POSTPONED: "This session is postponed. We write to you when it has a new date.",
    SessionState.CANCELLED: "We had to cancel this session, so no place can be taken. Sorry.",
}


@contextmanager
def locked(session):
    """The session's row is the queue: places are counted and moved while it is locked."""
    with transaction.atomic():
        yield Session.objects.select_for_update().get(pk=session.pk)


def empty_chairs(session):
    """Chairs that nobody has and that are kept for nobody. Below nothing counts as none."""
    return max(0, session.capacity - session.places.filter(state__in=HOLDING).count())


def places_in(booking, state, number=None):
    """A party's places in this state, the first named first."""
    theirs = booking.places.filter(state=state).order_by("pk")
    return theirs if number is None else theirs[:number]


def move(places, state, *, by=None):
    """Move places; each from a state that allows it. Returns how many."""
    chosen = list(places)
    for place in chosen:
        if state not in MOVES.get(PlaceState(place.state), ()):
            raise ValueError(f"A place that is {place.state} does not become {state}.")
    facts = {"state": state}
    if state not in LIVE:
        facts |= {"ended_at": now(), "ended_by": by}
    if state == PlaceState.BOOKED:
        facts |= {"booked_at": now()}
    Place.objects.filter(pk__in=[place.pk for place in chosen]).update(**facts)
    return len(chosen)


def fill(session):
    """Lapse what ran out, end the list at its end, and give what is free to who is next."""
    at = now()
    if session.state != SessionState.PUBLISHED:
        return 0  # its list waits for a new date, or has ended
    late = queries.unconfirmed(session, None if at >= session.closes_at else at)
    moved = sum(drop_unconfirmed(booking) for booking in late)
    moved += sum(lapse(offer) for offer in queries.offers_run_out(session, at))
    if at >= session.closes_at:
        return moved + close_list(session)
    parties = queries.waiting_list(session)
    empty = empty_chairs(session)
    bookings = {booking.pk: booking for booking in session.bookings.waiting()}
    steps = filling.plan(
        empty, parties, at=at, starts_at=session.starts_at, closes_at=session.closes_at
    )
    for step in steps:
        booking = bookings[step.key]
        if step.way == filling.Way.OFFER:
            make_offer(booking, step.places, step.until)
        else:
            book_waiting(booking, step.places)
        empty -= step.places
    if filling.is_last_day(at, session.starts_at):
        call(session, empty)
    return moved + len(steps)


def make_offer(booking, places, until, **why):
    offer = Offer.objects.create(booking=booking, places=places, until=until, **why)
    move(places_in(booking, PlaceState.WAITING, places), PlaceState.OFFERED)
    tell("place_offered", booking, key=f"offer/{offer.pk}", offer=offer)


def book_waiting(booking, places):
    taken = list(places_in(booking, PlaceState.WAITING, places))
    move(taken, PlaceState.BOOKED)
    tell_booked(booking, taken, key=f"place/{taken[0].pk}")


def refuse_if_off(session):
    if session.state in OFF:
        raise Refused(OFF[session.state])


def drop_unconfirmed(booking):
    """Nobody said yes to the email: what was kept is free. Nobody is told: the address may be
    of somebody who never asked."""
    moved = move(booking.places.filter(state__in=UNCONFIRMED), PlaceState.NOT_CONFIRMED)
    booking.confirm_by = None
    booking.save(update_fields=["confirm_by"])
    return moved


def take_what_is_free(session, booking):
    waiting = places_in(booking, PlaceState.WAITING).count()
    empty = empty_chairs(session)
    if not waiting or not session.is_open() or empty < booking.accepts:
        raise Refused(GONE)
    if not filling.is_last_day(now(), session.starts_at):
        first = next(iter(queries.waiting_list(session)), None)
        if first is None or first.key != booking.pk:
            raise Refused(GONE)
    book_waiting(booking, min(waiting, empty))
    return booking


def call(session, empty):
    """Tell everybody who waits, once for each time that places come free."""
    ended = session.places.exclude(ended_at=None).count()
    for booking in session.bookings.waiting().select_related("booked_by"):
        if booking.accepts <= empty:
            tell("place_called", booking, key=f"call/{session.capacity}/{ended}")


def end_offer(offer, outcome):
    offer.outcome, offer.ended_at = outcome, now()
    offer.save(update_fields=["outcome", "ended_at"])


def lapse(offer):
    """Nobody answered: the back of the list the first time, off it the second."""
    booking = offer.booking
    end_offer(offer, Offer.Outcome.LAPSED)
    booking.lapses += 1
    booking.waits_since = now()
    booking.save(update_fields=["lapses", "waits_since"])
    offered = places_in(booking, PlaceState.OFFERED)
    if booking.lapses < MOST_LAPSES:
        move(offered, PlaceState.WAITING)
    else:
        move(offered, PlaceState.OFFER_LAPSED)
        move(places_in(booking, PlaceState.WAITING), PlaceState.LEFT_LIST)
    tell("offer_lapsed", booking, key=f"offer/{offer.pk}", is_off=booking.lapses >= MOST_LAPSES)
    return 1


def close_list(session):
    waiting = session.places.filter(state=PlaceState.WAITING)
    bookings = list(session.bookings.waiting().select_related("booked_by"))
    moved = move(waiting, PlaceState.NOT_REACHED)
    for booking in bookings:
        tell("not_reached", booking)
    return moved
