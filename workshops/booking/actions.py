"""What can be done with places: booking, waiting, offering, answering, giving back.

Everything that moves a place holds the lock of its session, and ends with `fill_places`, so that
no chair stays empty while somebody who waits could take it.
"""

import secrets
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import User
from workshops.sessions.models import Session
from workshops.states import HOLDING, LIVE, MOVES, PlaceState

from . import filling, queries
from .models import Booking, Offer, Place

MOST_PEOPLE = 4
MOST_LAPSES = 2
IN_TIME = timedelta(hours=24)  # before the start; later is late, and never a reproach
GONE = "This offer has run out, and the place went to the next on the list."


class Person(NamedTuple):
    """Somebody who wants to come; the name and the address may come later."""

    name: str = ""
    email: str = ""


class SessionFull(Refused):
    """There is no such number of places; `number` is where they would stand in the list."""

    def __init__(self, number):
        super().__init__(
            f"The last place has just gone. Join the waiting list? You would be number {number}."
        )
        self.number = number


def book_place(session, *, by, name, organisation=None):
    """Somebody books one place for themselves; booking twice gives the booking they have."""
    return book_places(session, people=[Person(name, by.email)], organisation=organisation, by=by)


def book_places(session, *, people, by, organisation=None):
    """Somebody books for themselves and those who come along; sent twice, it is booked once."""
    with _locked(session) as session:
        held = _held_by(session, by)
        if held is not None:
            return held
        _refuse_unless_open(session)
        _refuse_known(session, people)
        parties = queries.waiting_list(session)
        if _free_to_all(session, parties) < len(people):
            raise SessionFull(sum(party.wants for party in parties) + 1)
        booking = _make(session, people, PlaceState.BOOKED, organisation=organisation, by=by)
        _tell("booking_made", booking)
    return booking


def join_list(session, *, people, accepts, by, organisation=None, straight_in_until=None):
    """A party waits for a place that comes free.

    accepts: the fewest places that they would take.
    straight_in_until: until then they are booked without being asked again.
    Where there are places for all of them after all, they are booked.
    """
    with _locked(session) as session:
        held = _held_by(session, by)
        if held is not None:
            return held
        _refuse_unless_open(session)
        _refuse_known(session, people)
        if _free_to_all(session, queries.waiting_list(session)) >= len(people):
            booking = _make(session, people, PlaceState.BOOKED, organisation=organisation, by=by)
            _tell("booking_made", booking)
            return booking
        booking = _make(
            session,
            people,
            PlaceState.WAITING,
            organisation=organisation,
            accepts=min(accepts, len(people)),
            straight_in_until=straight_in_until,
            waits_since=now(),
            by=by,
        )
        _tell("list_joined", booking, number=queries.number_in_list(booking))
        _fill(session)
    return booking


def fill_places(session):
    """The one function that decides who gets in. Safe to repeat; returns how many moved."""
    with _locked(session) as session:
        return _fill(session)


def fill_all_sessions():
    """The clock: offers that ran out, and lists that end with their session's booking."""
    return sum(fill_places(session) for session in queries.sessions_to_fill(now()))


def accept_offer(booking, *, by):
    """A party takes the places that are kept for it.

    Which came first, the answer or the end of the offer, is decided under the lock. What is
    still free after the end is theirs all the same.
    """
    with _locked(booking.session) as session:
        _fill(session)  # what ran out goes to who is next; that may be the same party
        offer = queries.open_offer(booking)
        if offer is None:
            return _take_what_is_free(session, booking)
        _end(offer, Offer.Outcome.ACCEPTED)
        _move(_places(booking, PlaceState.OFFERED), PlaceState.BOOKED)
        _tell("booking_made", booking, key=f"offer/{offer.pk}")
    return booking


def take_place(booking, *, by):
    """On the last day nothing is kept: whoever waits and answers first has what is free."""
    with _locked(booking.session) as session:
        if not filling.is_last_day(now(), session.starts_at):
            raise Refused("It is not your turn yet. We will write to you when it is.")
        _fill(session)
        return _take_what_is_free(session, booking)


def offer_out_of_turn(booking, *, because, by):
    """A colleague offers a party places before its turn, with a reason that stays."""
    with _locked(booking.session) as session:
        _refuse_unless_open(session)
        waiting = list(_places(booking, PlaceState.WAITING))
        empty = _empty(session)
        if not waiting:
            raise Refused("They are not on the waiting list any more.")
        if queries.open_offer(booking) is not None:
            raise Refused("They have an offer already.")
        if empty < booking.accepts:
            raise Refused("There are not enough places free for them.")
        until = filling.offer_ends(now(), starts_at=session.starts_at, closes_at=session.closes_at)
        _offer(
            booking,
            min(len(waiting), empty),
            until or session.closes_at,
            out_of_turn=because,
            made_by=by,
        )


def give_back(booking, *, places, by):
    """Some of a party can’t come. It always works, needs no reason, and twice is once."""
    with _locked(booking.session) as session:
        chosen = booking.places.live().filter(pk__in=[place.pk for place in places])
        if _give_back(session, booking, chosen, by):
            _tell(
                "booking_cancelled", booking, key=f"{booking.places.exclude(ended_at=None).count()}"
            )
            _fill(session)
    return booking


def cancel_booking(booking, *, by):
    """Nobody of a party can come."""
    return give_back(booking, places=booking.places.live(), by=by)


def change_capacity(session, *, capacity, by):
    """A colleague changes the number of places. Nobody loses one; where there are fewer than
    are taken, nobody new gets in until there is room again."""
    with _locked(session) as session:
        session.capacity = capacity
        session.save(update_fields=["capacity"])
        _fill(session)
    return session


def name_people(booking, *, people, by):
    """Who comes can change until the start: `people` by the keys of their places."""
    with _locked(booking.session) as session:
        if session.starts_at <= now():
            raise Refused("This session has started, so the names can’t be changed here.")
        for place in booking.places.live().filter(pk__in=people).order_by("pk"):
            person = people[place.pk]
            others = session.places.live().exclude(pk=place.pk)
            if person.email and others.filter(email__iexact=person.email).exists():
                raise Refused(f"{person.email} has a place at this session already.")
            place.name, place.email = person
            place.person = _account_of(person.email)
            place.save(update_fields=["name", "email", "person"])
    return booking


def forget_places(user, *, address):
    """Who sat there is forgotten; that somebody did stays, so that the totals are unchanged."""
    Place.objects.filter(email__iexact=address).update(name=user.name, email=user.email)


# --- What they are made of ---


@contextmanager
def _locked(session):
    """The session's row is the queue: places are counted and moved while it is locked."""
    with transaction.atomic():
        yield Session.objects.select_for_update().get(pk=session.pk)


def _empty(session):
    """Chairs that nobody has and that are kept for nobody. Below nothing counts as none."""
    return max(0, session.capacity - session.places.filter(state__in=HOLDING).count())


def _free_to_all(session, parties):
    """What somebody may book who does not wait: nothing, while anybody fits who does."""
    empty = _empty(session)
    return 0 if filling.fits_somebody(empty, parties) else empty


def _held_by(session, user):
    """The booking of this session that somebody has already, or None."""
    theirs = session.places.live().filter(email__iexact=user.email).select_related("booking")
    place = theirs.first()
    if place is not None:
        return place.booking
    return session.bookings.filter(booked_by=user, places__state__in=LIVE).first()


def _refuse_unless_open(session):
    if not session.is_open():
        raise Refused("This session can’t be booked any more.")


def _refuse_known(session, people):
    asked = [person.email.lower() for person in people if person.email]
    twice = next((email for email in asked if asked.count(email) > 1), None)
    if twice:
        raise Refused(
            f"{twice} is there twice. Each person needs an address of their own, or none."
        )
    known = session.places.live().annotate(address=queries.LOWER_EMAIL).filter(address__in=asked)
    if (place := known.first()) is not None:
        raise Refused(f"{place.email} has a place at this session already.")


def _account_of(email):
    return User.objects.filter(email__iexact=email).first() if email else None


def _make(session, people, state, *, by, **facts):
    at = now()
    booking = Booking.objects.create(
        reference=f"WS-{secrets.token_hex(4).upper()}",
        session=session,
        booked_by=by,
        booked_at=at,
        **facts,
    )
    Place.objects.bulk_create(
        Place(
            booking=booking,
            session=session,
            name=person.name,
            email=person.email,
            person=_account_of(person.email),
            state=state,
            booked_at=at if state == PlaceState.BOOKED else None,
        )
        for person in people
    )
    return booking


def _places(booking, state, number=None):
    """A party's places in this state, the first named first."""
    theirs = booking.places.filter(state=state).order_by("pk")
    return theirs if number is None else theirs[:number]


def _move(places, state, *, by=None):
    """Move places; each from a state that allows it. Returns how many."""
    places = list(places)
    for place in places:
        if state not in MOVES.get(PlaceState(place.state), ()):
            raise ValueError(f"A place that is {place.state} does not become {state}.")
    facts = {"state": state}
    if state not in LIVE:
        facts |= {"ended_at": now(), "ended_by": by}
    if state == PlaceState.BOOKED:
        facts |= {"booked_at": now()}
    Place.objects.filter(pk__in=[place.pk for place in places]).update(**facts)
    return len(places)


def _fill(session):
    """Lapse what ran out, end the list at its end, and give what is free to who is next."""
    at = now()
    moved = sum(_lapse(offer) for offer in queries.offers_run_out(session, at))
    if at >= session.closes_at:
        return moved + _close_list(session)
    parties = queries.waiting_list(session)
    empty = _empty(session)
    bookings = {booking.pk: booking for booking in session.bookings.waiting()}
    steps = filling.plan(
        empty, parties, at=at, starts_at=session.starts_at, closes_at=session.closes_at
    )
    for step in steps:
        booking = bookings[step.key]
        if step.way == filling.Way.OFFER:
            _offer(booking, step.places, step.until)
        else:
            _book_waiting(booking, step.places)
        empty -= step.places
    if filling.is_last_day(at, session.starts_at):
        _call(session, empty)
    return moved + len(steps)


def _offer(booking, places, until, **why):
    offer = Offer.objects.create(booking=booking, places=places, until=until, **why)
    _move(_places(booking, PlaceState.WAITING, places), PlaceState.OFFERED)
    _tell("place_offered", booking, key=f"offer/{offer.pk}", offer=offer)


def _book_waiting(booking, places):
    taken = [place.pk for place in _places(booking, PlaceState.WAITING, places)]
    _move(Place.objects.filter(pk__in=taken), PlaceState.BOOKED)
    _tell("booking_made", booking, key=f"place/{taken[0]}")


def _take_what_is_free(session, booking):
    waiting = _places(booking, PlaceState.WAITING).count()
    empty = _empty(session)
    if not waiting or not session.is_open() or empty < booking.accepts:
        raise Refused(GONE)
    if not filling.is_last_day(now(), session.starts_at):
        first = next(iter(queries.waiting_list(session)), None)
        if first is None or first.key != booking.pk:
            raise Refused(GONE)
    _book_waiting(booking, min(waiting, empty))
    return booking


def _call(session, empty):
    """Tell everybody who waits, once for each time that places come free."""
    ended = session.places.exclude(ended_at=None).count()
    for booking in session.bookings.waiting().select_related("booked_by"):
        if booking.accepts <= empty:
            _tell("place_called", booking, key=f"call/{session.capacity}/{ended}")


def _end(offer, outcome):
    offer.outcome, offer.ended_at = outcome, now()
    offer.save(update_fields=["outcome", "ended_at"])


def _lapse(offer):
    """Nobody answered: the back of the list the first time, off it the second."""
    booking = offer.booking
    _end(offer, Offer.Outcome.LAPSED)
    booking.lapses += 1
    booking.waits_since = now()
    booking.save(update_fields=["lapses", "waits_since"])
    offered = _places(booking, PlaceState.OFFERED)
    if booking.lapses < MOST_LAPSES:
        _move(offered, PlaceState.WAITING)
    else:
        _move(offered, PlaceState.OFFER_LAPSED)
        _move(_places(booking, PlaceState.WAITING), PlaceState.LEFT_LIST)
    _tell("offer_lapsed", booking, key=f"offer/{offer.pk}", is_off=booking.lapses >= MOST_LAPSES)
    return 1


def _close_list(session):
    waiting = session.places.filter(state=PlaceState.WAITING)
    bookings = list(session.bookings.waiting().select_related("booked_by"))
    moved = _move(waiting, PlaceState.NOT_REACHED)
    for booking in bookings:
        _tell("not_reached", booking)
    return moved


def _give_back(session, booking, places, by):
    at = now()
    if at >= session.starts_at:
        ended = PlaceState.TOLD_US_AFTER
    elif session.starts_at - at < IN_TIME:
        ended = PlaceState.CANCELLED_LATE
    else:
        ended = PlaceState.CANCELLED_IN_TIME
    ways = {
        PlaceState.BOOKED: ended,
        PlaceState.OFFERED: PlaceState.OFFER_DECLINED,
        PlaceState.WAITING: PlaceState.LEFT_LIST,
    }
    chosen = list(places)
    moved = sum(
        _move([place for place in chosen if place.state == state], way, by=by)
        for state, way in ways.items()
    )
    offer = queries.open_offer(booking)
    if offer is not None and not _places(booking, PlaceState.OFFERED).exists():
        _end(offer, Offer.Outcome.DECLINED)
    return moved


def _tell(event, booking, *, key="", **facts):
    queue_email(
        f"workshops/{event}",
        booking.booked_by,
        key=f"{booking.reference}/{key}" if key else booking.reference,
        about=booking.reference,
        booking=booking,
        session=booking.session,
        coming=_places(booking, PlaceState.BOOKED).count(),
        **facts,
    )
