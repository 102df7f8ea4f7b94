"""How places move: offered, taken, lapsed, and who gets in next. Each under the session's lock."""

from contextlib import ExitStack, contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import words_later
from workshops.booking import filling, queries
from workshops.booking.models import Booking, Offer, Place
from workshops.booking.queue import Queue
from workshops.sessions.models import Session
from workshops.states import LIVE, MOVES, UNCONFIRMED, PlaceState, SessionState, Way

from .telling import tell, tell_booked, tell_switched

MOST_LAPSES = 2
OFF = {
    SessionState.POSTPONED: "This session is postponed. We write to you when it has a new date.",
    SessionState.CANCELLED: "We had to cancel this session, so no place can be taken. Sorry.",
}


@contextmanager
def locked(session):
    """The session's row is the queue: places are counted and moved while it is locked.

    Others wait for it, so the messages that tell of it get their words after it is let go.
    """
    with words_later(), transaction.atomic():
        rows = Session.objects.select_for_update(of=("self",))
        yield rows.select_related("workshop", "programme_date__programme").get(pk=session.pk)


@contextmanager
def all_locked(sessions):
    """Each of these sessions under its lock, in the order of their keys: the one order that
    everybody keeps to who needs more than one."""
    with ExitStack() as stack:
        ordered = sorted({session.pk: session for session in sessions}.items())
        yield [stack.enter_context(locked(session)) for _pk, session in ordered]


def way_of_wait(booking):
    """The way in which a party waits, or has an offer; a party waits in one way at a time."""
    asked = booking.places.filter(state__in=(PlaceState.WAITING, PlaceState.OFFERED))
    return asked.values_list("way", flat=True).first() or booking.session.main_way


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
    if state == PlaceState.WAITING:
        facts |= {"with_companion": False}  # no chair is kept for anybody any more
    Place.objects.filter(pk__in=[place.pk for place in chosen]).update(**facts)
    return len(chosen)


def fill(session, queue=None):
    """Lapse what ran out, end the list at its end, and give what is free to who is next.

    queue: the seats as they are now, where they are at hand.
    """
    at = now()
    if (queue or Queue(session)).is_settled(at):  # a list without a date waits for one
        return 0
    # What nobody confirmed lets go of its chair first, so that the next in line can have it.
    unsure = queries.unconfirmed(session, at if session.is_open(at) else None)
    moved = sum(drop_unconfirmed(booking) for booking in unsure)
    lapsed = [lapse(offer) for offer in queries.offers_run_out(session, at)]
    moved += len(lapsed)
    if at >= session.closes_at:
        moved += end_requests(session)
    late, heard = {offer.booking_id for offer, *_ in lapsed}, {}
    while step := sum(fill_way(session, way, at, late, heard) for way in session.ways):
        moved += step
        if not session.is_hybrid:
            break  # who changes how they come leaves a place in the other way
    tell_lapsed(lapsed, heard)
    return moved


def fill_way(session, way, at, late, heard):
    """Do it for those who want to come this way.

    late: the keys of the bookings whose offers ran out just now.
    heard: what each booking is told in this round, by its key; what happens here is added.
    """
    queue = Queue(session)
    parties = queue.parties(way)
    if not parties:
        return 0
    by_key = queries.bookings_by_key(party.key for party in parties)
    if at >= session.closes_for(way):
        heard.update(dict.fromkeys(by_key, "over"))
        return close_list(session, way, by_key.values())
    empty = queue.empty(way)
    steps = filling.plan(
        empty,
        _reachable_first(parties, by_key, late),
        at=at,
        starts_at=session.starts_at,
        closes_at=session.closes_for(way),
    )
    for step in steps:
        booking = by_key[step.key]
        if step.way == filling.Way.OFFER:
            make_offer(booking, step.places, step.until, again=step.key in late)
        else:
            book_waiting(booking, step.places, is_news=True)
        empty -= step.places
        heard[step.key] = way
    if filling.is_last_day(at, session.starts_at):
        heard.update(dict.fromkeys(call(session, way, empty), "called"))
    return len(steps)


def _reachable_first(parties, by_key, late):
    """A place that was kept for somebody who left no address, and whom nobody asked in time, goes
    to the first whom a message reaches. Who has no address keeps their turn for the next one."""
    if not any(by_key[key].is_by_phone_only for key in late & by_key.keys()):
        return parties
    return sorted(
        parties,
        key=lambda party: by_key[party.key].is_by_phone_only and 1 + (party.key in late),
    )


def make_offer(booking, places, until, *, again=False, **why):
    """again: they let one lapse just now, and nobody else could have the place."""
    offer = Offer.objects.create(booking=booking, places=places, until=until, **why)
    offered = list(places_in(booking, PlaceState.WAITING, places))
    move(offered, PlaceState.OFFERED)
    facts = {"key": f"offer/{offer.pk}", "offer": offer, "again": again}
    tell("place_offered", booking, of=offered, **facts)


def book_waiting(booking, places, *, is_news=False):
    taken = list(places_in(booking, PlaceState.WAITING, places))
    take(booking, taken, key=f"place/{taken[0].pk}", is_news=is_news)


def take(booking, places, *, key, is_news=False):
    """These places are theirs now. Whoever holds one in the other way leaves it for this one:
    the row of that place stays theirs, with its entry in their calendar, and says the new way.

    is_news: they did not ask for it at this moment.
    """
    wins = [place for place in places if place.instead_of_id is None]
    wishes = [place for place in places if place.instead_of_id is not None]
    if wins:
        move(wins, PlaceState.BOOKED)
        tell_booked(booking, wins, key=key, is_news=is_news)
    if wishes:
        move(wishes, PlaceState.SWITCHED)
        switch([place.instead_of_id for place in wishes], Way(wishes[0].way))
        kept = Place.objects.filter(pk__in=[place.instead_of_id for place in wishes])
        tell_switched(booking, list(kept.order_by("pk")))
        if booking.is_by_phone_only:
            tell("place_switched", booking, key=key, is_news=is_news)
    ask_for_no_more(booking)


def ask_for_no_more(booking):
    """A party that has fewer people to wait than it had asks for no more places than those."""
    asked = booking.places.filter(state__in=(PlaceState.WAITING, PlaceState.OFFERED))
    fewest = max(1, asked.count())
    Booking.objects.filter(pk=booking.pk, accepts__gt=fewest).update(accepts=fewest)
    booking.accepts = min(booking.accepts, fewest)


def switch(places, way):
    """Places by their keys are in the other way now; online nobody needs a chair for a helper."""
    facts = {"way": way} | ({"with_companion": False} if way == Way.ONLINE else {})
    Place.objects.filter(pk__in=places).update(**facts)


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


def call(session, way, empty):
    """Tell everybody who waits, once for each time that places come free, and whoever joined
    since then. Returns who is told."""
    is_news, times, said_at = remember_free(session, way, empty)
    if not empty:
        return []
    can_come = [party.key for party in Queue(session).parties(way) if party.accepts <= empty]
    whose = _waiting_by_booking(session, way)
    told = []
    for key, booking in queries.bookings_by_key(can_come).items():
        if is_news or (booking.waits_since and booking.waits_since > said_at):
            _call(booking, whose[key], way, times)
            told.append(key)
    return told


def call_again(booking, way):
    """A wish has joined a turn that is older than the last call. Whoever answers for that turn
    now hears it too, if the call went to somebody else."""
    session = booking.session
    times, empty, _said = session.called.get(str(way)) or (0, 0, None)
    if filling.is_last_day(now(), session.starts_at):
        waiting = places_in(booking, PlaceState.WAITING).filter(way=way)
        waiting = list(waiting.select_related("instead_of"))
        if waiting and empty >= min(booking.accepts, len(waiting)):
            _call(booking, waiting, way, times)


def _call(booking, waiting, way, times):
    """Once for each of those who read it: the second with the same key adds nothing."""
    tell("place_called", booking, of=waiting, key=f"call/{way}/{times}")


def remember_free(session, way, empty):
    """How many places were empty on the last day when we looked last stands with the session:
    more than that is news. Returns (whether it is, how often it was, when people heard last)."""
    times, before, said = session.called.get(str(way)) or (0, 0, None)
    if empty > before:
        times, said = times + 1, now().isoformat()
    if empty != before:
        session.called = {**session.called, str(way): (times, empty, said)}
        Session.objects.filter(pk=session.pk).update(called=session.called)
    return empty > before, times, datetime.fromisoformat(said) if said else now()


def _waiting_by_booking(session, way):
    """The places that wait to come this way, by the keys of their bookings."""
    found = {}
    waiting = session.places.filter(state=PlaceState.WAITING, way=way).order_by("pk")
    for place in waiting.select_related("instead_of"):
        found.setdefault(place.booking_id, []).append(place)
    return found


def end_offer(offer, outcome):
    offer.outcome, offer.ended_at = outcome, now()
    offer.save(update_fields=["outcome", "ended_at"])


def lapse(offer):
    """Nobody answered: the back of the list the first time, off it the second. Who left no
    address may not have heard of it, so it takes nothing from them.

    Returns (the offer, its way, its places).
    """
    booking, way = offer.booking, way_of_wait(offer.booking)
    end_offer(offer, Offer.Outcome.LAPSED)
    if not booking.is_by_phone_only:
        booking.lapses += 1
        booking.waits_since = now()
        booking.save(update_fields=["lapses", "waits_since"])
    offered = list(places_in(booking, PlaceState.OFFERED))
    if booking.lapses < MOST_LAPSES:
        move(offered, PlaceState.WAITING)
    else:
        move(offered, PlaceState.OFFER_LAPSED)
        move(places_in(booking, PlaceState.WAITING), PlaceState.LEFT_LIST)
    return offer, way, offered


def tell_lapsed(lapsed, heard):
    """What became of the places that they let go; unless they hear more than that just now."""
    for offer, way, places in lapsed:
        booking = offer.booking
        if booking.pk not in heard:
            tell(
                "offer_lapsed",
                booking,
                of=places,
                key=f"offer/{offer.pk}",
                is_off=booking.lapses >= MOST_LAPSES,
                has_next=way in heard.values(),
                is_open=booking.session.lets_in(),
            )


def end_requests(session, *, is_told=False):
    """Booking has ended, and we did not answer these in time: they hear that it was our fault.

    is_told: a message about something else says so already; only who left no address is rung.
    """
    asked = session.places.filter(state=PlaceState.REQUESTED)
    keys = asked.order_by("booking").values_list("booking", flat=True).distinct()
    bookings = queries.bookings_by_key(keys)
    moved = move(asked, PlaceState.UNANSWERED)
    for booking in bookings.values():
        if not is_told or booking.is_by_phone_only:
            tell("request_unanswered", booking)
    return moved


def close_list(session, way, bookings):
    waiting = _waiting_by_booking(session, way)
    moved = sum(move(places, PlaceState.NOT_REACHED) for places in waiting.values())
    for booking in bookings:
        tell("not_reached", booking, of=waiting.get(booking.pk, ()))
    return moved
