"""Another way of coming: from the room to online, from online to the room. Under the lock.

Somebody who has a place may come the other way: at once where there is a place, else they wait for
one. A wish is a place of its own in the list of the other way, with `instead_of` the place that
they hold; when it is won the wish ends, and the place that they hold says the new way. So they
never sit in both, and what hangs on their place (their link, their calendar, what they need) stays.
"""

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking import queries
from workshops.booking.models import Offer, Place
from workshops.booking.queue import Queue
from workshops.states import ASKED_FOR, HOLDING, OPEN, PlaceState, Way

from .chairs import release_chairs
from .following import follow_people
from .getting_in import (
    ask_for_no_more,
    call_again,
    end_offer,
    fill,
    locked,
    move,
    places_in,
    refuse_if_off,
    switch,
)
from .making import one_more_place, refuse_long_list
from .telling import tell, tell_booked, tell_switched

THERE = {Way.ROOM: "in the room", Way.ONLINE: "online"}


def change_way(booking, *, place, by):
    """Somebody of a party comes the other way, or waits for it and keeps what they have."""
    with locked(booking.session) as session:
        place = booking.places.get(pk=place.pk)
        way = Way(place.way).other
        if place.wishes.filter(state__in=ASKED_FOR).exists():
            return booking  # twice is once
        _refuse_unless_both(session, way)
        if place.state != PlaceState.BOOKED:
            raise Refused("Only somebody who has a place can change how they come.")
        queue = Queue(session)
        if queue.free(way):
            switch([place.pk], way)
            place.refresh_from_db()
            tell_switched(booking, [place])
        else:
            refuse_long_list(session, queue.parties(way), 1)
            _wait_for(booking, place, way)
        fill(session)
        booking.session = session
        call_again(booking, way)
    return booking


def _wait_for(booking, place, way):
    """They join the list of the other way. A party has one turn in it and is served together, so
    a wish that comes later joins the turn that those before it have, as its people would have
    had they been named at once; it never takes another turn from them."""
    asked = booking.places.filter(state__in=ASKED_FOR)
    if asked.exclude(way=way).exists():
        raise Refused(
            f"Somebody of you waits for a place {THERE[way.other]} already. Leave that list first."
        )
    if not asked.exists():
        booking.waits_since, booking.accepts, booking.lapses = now(), 1, 0
        booking.straight_in_until = None
        booking.save(update_fields=["waits_since", "accepts", "lapses", "straight_in_until"])
    wish = one_more_place(place, PlaceState.WAITING, way=way, instead_of=place)
    number = queries.number_in_list(booking)
    tell("way_waits", booking, of=[wish], key=f"wish/{wish.pk}", number=number)


def keep_way(booking, *, place, by):
    """Somebody who waits for the other way stays where they are; twice is once."""
    with locked(booking.session) as session:
        wishes = list(booking.places.filter(instead_of=place, state__in=ASKED_FOR))
        for wish in wishes:
            is_offered = wish.state == PlaceState.OFFERED
            move([wish], PlaceState.OFFER_DECLINED if is_offered else PlaceState.LEFT_LIST, by=by)
        settle_offer(booking)
        fill(session)
    return booking


def take_meanwhile(booking, *, by):
    """Those who wait take places in the other way, and keep their turn in the list."""
    with locked(booking.session) as session:
        refuse_if_off(session)
        waiting = list(places_in(booking, PlaceState.WAITING).filter(instead_of=None))
        if not waiting:
            return booking
        way = Way(waiting[0].way).other
        _refuse_unless_both(session, way)
        free = Queue(session).free(way)
        if not free:
            raise Refused(f"There is no place {THERE[way]} any more. You keep your turn here.")
        at, held = now(), []
        for wish in waiting[:free]:
            place = one_more_place(wish, PlaceState.BOOKED, way=way, booked_at=at)
            Place.objects.filter(pk=wish.pk).update(instead_of=place)
            held.append(place)
        follow_people({place.pk: held[n].pk for n, place in enumerate(waiting[:free])})
        tell_booked(booking, held, key=f"meanwhile/{held[0].pk}")
        fill(session)
    return booking


def bring_helper(booking, *, place, by, is_coming=True):
    """Somebody comes to help a person take part, and sits on a chair beside them. They are not
    on the register. A chair that is free is theirs, and else one that is held back."""
    with locked(booking.session) as session:
        place = booking.places.get(pk=place.pk)
        if place.with_companion == is_coming:
            return booking
        if place.state != PlaceState.BOOKED or place.way != Way.ROOM:
            raise Refused("Only somebody who has a place in the room needs a chair for a helper.")
        if session.has_date and session.starts_at <= now():
            raise Refused("This session has started. Please ask at the door.")
        if is_coming:
            release_chairs(session, Way.ROOM, 1, because="A helper needs a chair.", by=by)
        Place.objects.filter(pk=place.pk).update(with_companion=is_coming)
        fill(session)
    return booking


def settle_offer(booking):
    """An offer is of as many places as are still offered; of none it has ended. Nor does a party
    ask for more than its people who still wait."""
    offer = queries.open_offer(booking)
    if offer is not None:
        left = places_in(booking, PlaceState.OFFERED).count()
        if left:
            Offer.objects.filter(pk=offer.pk).update(places=left)
        else:
            end_offer(offer, Offer.Outcome.DECLINED)
    ask_for_no_more(booking)


def end_wishes(session):
    """There is only one way of coming now, so nobody waits for another while they have a place."""
    wishes = session.places.filter(state__in=ASKED_FOR).exclude(instead_of=None)
    offered = {wish.booking_id for wish in wishes if wish.state == PlaceState.OFFERED}
    for offer in Offer.objects.filter(booking__in=offered, ended_at=None).select_related("booking"):
        end_offer(offer, Offer.Outcome.WITHDRAWN)
        move(places_in(offer.booking, PlaceState.OFFERED), PlaceState.WAITING)
    move(wishes.all(), PlaceState.NOT_REACHED)


def bring_everybody(session, way):
    """All who come the other way come this way now, however many places there are: nobody is
    bumped. Whether they can is asked of them by whoever asks what people need."""
    live = session.places.filter(state__in=OPEN)
    held = live.filter(state__in=HOLDING)
    kept = session.capacity
    helped = held.filter(with_companion=True, way=Way.ROOM).count()
    needed = held.count() + helped + session.held_back
    type(session).objects.filter(pk=session.pk).update(capacity=max(kept, needed))
    moved = list(live.filter(way=way.other).values_list("pk", flat=True))
    switch(moved, way)
    type(session).objects.filter(pk=session.pk).update(capacity=kept)
    return moved


def _refuse_unless_both(session, way):
    refuse_if_off(session)
    if way not in session.ways:
        raise Refused(f"Nobody comes {THERE[way]} to this session.")
    if session.is_by_approval:
        raise Refused("We choose who comes here, and how. Please ask us.")
    if not session.lets_in(way=way):
        raise Refused(f"A place {THERE[way]} can’t be booked any more.")
