"""What becomes of open offers when the session itself changes. Under the session's lock."""

from dataclasses import dataclass

from django.utils.timezone import now

from workshops.booking import filling, queries
from workshops.booking.models import Offer
from workshops.booking.queue import Queue
from workshops.states import PlaceState

from .getting_in import (
    drop_unconfirmed,
    end_offer,
    end_requests,
    move,
    places_in,
    remember_free,
    way_of_wait,
)
from .telling import tell


def end_all_offers(session):
    """Nothing can be answered now: who had an offer waits again, where they stood; and what
    nobody has confirmed yet is over."""
    for booking in queries.unconfirmed(session):
        drop_unconfirmed(booking)
    for offer in _open_offers(session):
        _take_back(offer)


def renew_offers(session):
    """The same places are kept for the same people, for as long as the new time allows. Where it
    is the last day now, or booking has ended, nothing is kept: they wait again."""
    for offer in _open_offers(session):
        at, closes_at = now(), session.closes_for(way_of_wait(offer.booking))
        until = filling.offer_ends(at, starts_at=session.starts_at, closes_at=closes_at)
        if until is None or until <= at:
            _take_back(offer)
            continue
        end_offer(offer, Offer.Outcome.WITHDRAWN)
        Offer.objects.create(
            booking=offer.booking,
            places=offer.places,
            until=until,
            out_of_turn=offer.out_of_turn,
            made_by=offer.made_by,
        )


@dataclass(frozen=True)
class Lists:
    """What a change made of the waiting lists, by the way of coming: those that ended with it,
    and on the last day how many places are free for the first to answer."""

    ended: frozenset
    free: dict


def lists_after_change(session):
    """End the lists whose time is over now, and note what is free on the last day. The message
    about the change says so; only who left no address is rung for it."""
    at, ended, free = now(), set(), {}
    if at >= session.closes_at:
        end_requests(session, is_told=True)
    for way in session.ways:
        queue = Queue(session)
        parties = queue.parties(way)
        waiting = session.bookings.by_phone_only().waiting(way)
        if at >= session.closes_for(way):
            ended.add(way)
            for booking in waiting.select_related("session__workshop"):
                tell("not_reached", booking)
            move(session.places.filter(state=PlaceState.WAITING, way=way), PlaceState.NOT_REACHED)
        elif parties and filling.is_last_day(at, session.starts_at):
            facts = {"at": at, "starts_at": session.starts_at, "closes_at": session.closes_at}
            steps = filling.plan(queue.empty(way), parties, **facts)  # who goes straight in
            free[way] = queue.empty(way) - sum(step.places for step in steps)
            _news, times, _at = remember_free(session, way, free[way])
            for booking in waiting.select_related("session__workshop") if free[way] else ():
                tell("place_called", booking, key=f"call/{way}/{times}")
        if not filling.is_last_day(at, session.starts_at):
            remember_free(session, way, 0)  # what was free on the last day of the old date
    return Lists(frozenset(ended), free)


def _take_back(offer):
    end_offer(offer, Offer.Outcome.WITHDRAWN)
    move(places_in(offer.booking, PlaceState.OFFERED), PlaceState.WAITING)


def _open_offers(session):
    offers = Offer.objects.filter(booking__session=session, ended_at=None)
    return list(offers.select_related("booking", "made_by").order_by("pk"))
