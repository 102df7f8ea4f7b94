"""What can be done with places: booking, waiting, offering, answering, giving back.

Everything that moves a place holds the lock of its session, and ends with `fill_places`, so that
no chair stays empty while somebody who waits could take it.
"""

from datetime import timedelta
from functools import partial

from django.db.models import Q
from django.utils.timezone import localtime, now

from applicants.access import Refused
from applicants.sweeping import in_turn
from workshops.booking import filling, queries
from workshops.booking.models import Booking, Place
from workshops.booking.queue import Queue
from workshops.booking.readers import readers_of
from workshops.programmes.rules import refuse_by_programme
from workshops.register.queries import came
from workshops.sessions.clock import clock
from workshops.states import PlaceState

from .answering import accept_offer, take_place
from .chairs import (
    ask_volunteers,
    change_capacity,
    change_places,
    give_held_place,
    release_chairs,
)
from .fewer import take_fewer
from .getting_in import (
    all_locked,
    drop_unconfirmed,
    fill,
    locked,
    make_offer,
    move,
    places_in,
    way_of_wait,
)
from .groups import start_group
from .handing_over import hand_over_places
from .leaving_out import leave_out, parted, remind_those
from .making import (
    ListFull,
    Person,
    held_by,
    make_booking,
    refuse_known,
    refuse_long_list,
    refuse_twice,
    refuse_where_we_choose,
)
from .naming import OTHERS_COME, name_people
from .switching import bring_helper, change_way, keep_way, settle_offer, take_meanwhile
from .telling import tell, tell_booked, tell_given_back

__all__ = [
    "OTHERS_COME",
    "ListFull",
    "Person",
    "SessionFull",
    "accept_instead",
    "accept_offer",
    "all_locked",
    "ask_volunteers",
    "book_place",
    "book_places",
    "bring_helper",
    "cancel_booking",
    "change_capacity",
    "change_places",
    "change_way",
    "drop_asked",
    "fill",
    "fill_all_sessions",
    "fill_places",
    "forget_places",
    "give_back",
    "give_held_place",
    "hand_over_places",
    "held_by",
    "join_list",
    "keep_way",
    "leave_out",
    "locked",
    "make_booking",
    "name_people",
    "offer_out_of_turn",
    "parted",
    "refuse_known",
    "refuse_long_list",
    "refuse_twice",
    "refuse_unless_open",
    "remind_those",
    "start_group",
    "take_fewer",
    "take_meanwhile",
    "take_place",
    "tell_waits",
]

MOST_PEOPLE = 4
IN_TIME = timedelta(hours=24)  # before the start; later is late, and never a reproach


class SessionFull(Refused):
    """There is no such number of places; `number` is where they would stand in the list."""

    def __init__(self, number):
        super().__init__(
            f"The last place has just gone. Join the waiting list? You would be number {number}."
        )
        self.number = number


def book_place(session, *, by, name, organisation=None, way=None):
    """Somebody books one place for themselves; booking twice gives the booking they have."""
    people = [Person(name, by.email)]
    return book_places(session, people=people, organisation=organisation, way=way, by=by)


def book_places(session, *, people, by, organisation=None, group="", way=None, known=None):
    """Somebody books for themselves and those who come along; sent twice, it is booked once.

    group: the nickname of a group that has no record yet; it gets one.
    way: how they come; not said, in the only way that there is, or in the room.
    known: for a date of a whole course, the addresses, in small letters, of those who have a
    place at some date of it; whoever books the course tells them.
    """
    with locked(session) as session:
        queue, way = Queue(session), way or session.main_way
        held = held_by(queue, by)
        if held is not None:
            return held
        refuse_unless_open(session, way)
        refuse_where_we_choose(session)
        refuse_twice(people)
        if known is None:
            refuse_by_programme(session, by=by)
        queue = drop_asked(queue, by.email)
        # Before anybody's address is looked at, so that a full session says nothing of anybody.
        if queue.free(way) < len(people):
            parties = queue.parties(way)
            refuse_long_list(session, parties, len(people))
            raise SessionFull(sum(party.wants for party in parties) + 1)
        party = parted(queue, people, known=known or ())
        facts = {"organisation": organisation, "group": group, "way": way, "by": by}
        return _book(session, party, is_told=known is None, **facts)


def join_list(
    session,
    *,
    people,
    accepts,
    by,
    organisation=None,
    group="",
    straight_in_until=None,
    way=None,
):
    """A party waits for a place that comes free.

    accepts: the fewest places that they would take.
    straight_in_until: until then they are booked without being asked again.
    Where there are places for all of them after all, they are booked.
    """
    with locked(session) as session:
        queue, way = Queue(session), way or session.main_way
        held = held_by(queue, by)
        if held is not None:
            return held
        refuse_unless_open(session, way)
        refuse_where_we_choose(session)
        refuse_twice(people)
        refuse_by_programme(session, by=by)
        queue = drop_asked(queue, by.email)
        facts = {"organisation": organisation, "group": group, "way": way, "by": by}
        has_places = queue.free(way) >= len(people)
        if not has_places:
            refuse_long_list(session, queue.parties(way), len(people))
        party = parted(queue, people)
        if has_places:
            return _book(session, party, **facts)
        facts |= {
            "accepts": min(accepts, len(party.comes)),
            "straight_in_until": straight_in_until,
            "waits_since": now(),
        }
        booking, places = make_booking(session, party.comes, PlaceState.WAITING, **facts)
        left_out = leave_out(booking, party.left_out, way=way)
        start_group(booking, by=by)
        tell_waits(booking, places, queue, left_out)
        remind_those(booking, left_out)
    return booking


def _book(session, party, *, by, is_told=True, **facts):
    booking, places = make_booking(session, party.comes, PlaceState.BOOKED, by=by, **facts)
    left_out = leave_out(booking, party.left_out, way=facts["way"])
    start_group(booking, by=by)
    tell_booked(booking, places, everybody=[*places, *left_out])
    if is_told:
        remind_those(booking, left_out)
    return booking


def tell_waits(booking, places, queue, left_out=()):
    """A party has just joined the list, and hears where it stands; what is free may be theirs.

    queue: the seats as they were before.
    left_out: the places of those who need none.
    """
    queue = queue.joined_by(booking, places)
    number = queries.number_in_list(booking, queue)
    tell("list_joined", booking, number=number, everybody=[*places, *left_out])
    fill(booking.session, queue)


def fill_places(session):
    """The one function that decides who gets in. Safe to repeat; returns how many moved."""
    with locked(session) as session:
        return fill(session)


def fill_all_sessions():
    """The clock: offers that ran out, and lists that end with their session's booking."""
    sessions = queries.sessions_to_fill(now())
    return sum(in_turn(partial(fill_places, session) for session in sessions))


def offer_out_of_turn(booking, *, because, by):
    """A colleague offers a party places before its turn, with a reason that stays.

    Where none is free, one that is held back is given out.
    """
    with locked(booking.session) as session:
        way = way_of_wait(booking)
        if not session.lets_in(way=way):
            raise Refused("Booking has ended, so nobody can be offered a place.")
        waiting = list(places_in(booking, PlaceState.WAITING))
        spare = Queue(session).spare(way)
        if not waiting:
            raise Refused("They are not on the waiting list any more.")
        if queries.open_offer(booking) is not None:
            raise Refused("They have an offer already.")
        closes_at = session.closes_for(way)
        fewest = min(booking.accepts, len(waiting))
        if spare + session.held_back_for(way) < fewest:
            raise Refused("There are not enough places free for them.")
        release_chairs(session, way, fewest, because=because, by=by)
        until = filling.offer_ends(now(), starts_at=session.starts_at, closes_at=closes_at)
        make_offer(
            booking,
            min(len(waiting), max(spare, fewest)),
            until or closes_at,
            out_of_turn=because,
            made_by=by,
        )


def accept_instead(booking, *, let_go, by):
    """A party takes what is kept for it, and one of it gives back what they have at the same time
    somewhere else: both, or neither.

    let_go: those places, each at another session.
    """
    with all_locked([booking.session, *[place.session for place in let_go]]):
        accept_offer(booking, by=by)
        for place in let_go:
            give_back(place.booking, places=[place], by=by)
    return booking


def give_back(booking, *, places, by):
    """Some of a party can’t come. It always works, needs no reason, and twice is once."""
    with locked(booking.session) as session:
        here = came(booking.places.live())  # who is there holds on, whatever a page still says
        given = [place.pk for place in places if place.pk not in here]
        if here and not given:
            raise Refused("Somebody at the door wrote down that they came, so nothing changes.")
        theirs = Q(pk__in=given) | Q(instead_of__in=given)  # and what they waited for besides
        chosen = list(booking.places.live().filter(theirs).order_by("pk"))
        readers = readers_of(booking, chosen)  # as they are before they go
        if _give_back(session, booking, chosen, by):
            ended = booking.places.exclude(ended_at=None).count()
            tell_given_back(booking, readers, key=f"{ended}")
            fill(session)
    return booking


def cancel_booking(booking, *, by):
    """Nobody of a party can come."""
    return give_back(booking, places=booking.places.live(), by=by)


def forget_places(user, *, address):
    """Who sat there is forgotten; that somebody did stays, so that the totals are unchanged."""
    sits_there = Place.objects.filter(email__iexact=address)
    sits_there.update(name=user.name, email=user.email)
    theirs = Booking.objects.filter(email=address.lower())
    theirs.update(name=user.name, email=user.email, phone="")


# --- What they are made of ---


def drop_asked(queue, email):
    """Whoever signs in after all, or asks again, has no chair kept for them twice. Returns the
    seats as they are now."""
    asked = queue.unconfirmed_of(email)
    for booking in queries.bookings_by_key(asked).values():
        drop_unconfirmed(booking)
    return Queue(queue.session) if asked else queue


def refuse_unless_open(session, way=None):
    if session.opens_later():
        day = f"{localtime(session.opens_at):%-d %B %Y}"
        raise Refused(f"Booking opens at {clock(session.opens_at)} on {day}.")
    if not session.is_open(way=way):
        raise Refused("This session can’t be booked any more.")


def _give_back(session, booking, places, by):
    at = now()
    moved = sum(move([place], _way_out(place, session, at), by=by) for place in places)
    settle_offer(booking)
    return moved


def _way_out(place, session, at):
    """What a place becomes that is given back. Where we changed the plan, it is never late."""
    if place.state == PlaceState.REQUESTED:
        return PlaceState.WITHDRAWN
    if place.state != PlaceState.BOOKED:
        is_offered = place.state == PlaceState.OFFERED
        return PlaceState.OFFER_DECLINED if is_offered else PlaceState.LEFT_LIST
    if session.has_date and at >= session.starts_at:
        return PlaceState.TOLD_US_AFTER
    asked = (session.changed_at, session.volunteers_asked_at)
    has_changed = any(each is not None and each > place.booked_at for each in asked)
    if has_changed or not session.has_date or session.starts_at - at >= IN_TIME:
        return PlaceState.CANCELLED_IN_TIME
    return PlaceState.CANCELLED_LATE
