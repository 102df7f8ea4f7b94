"""What can be done with places: booking, waiting, offering, answering, giving back.

Everything that moves a place holds the lock of its session, and ends with `fill_places`, so that
no chair stays empty while somebody who waits could take it.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking import filling, queries
from workshops.booking.links import new_key
from workshops.booking.models import Booking, Contact, Offer, Place, made_by
from workshops.booking.readers import readers_of
from workshops.states import LIVE, PlaceState

from .getting_in import (
    drop_unconfirmed,
    empty_chairs,
    end_offer,
    fill,
    locked,
    make_offer,
    move,
    places_in,
    refuse_if_off,
    take_what_is_free,
)
from .groups import start_group
from .making import account_of, make_booking
from .telling import tell, tell_booked, tell_given_back, tell_swapped_in, tell_swapped_out

MOST_PEOPLE = 4
IN_TIME = timedelta(hours=24)  # before the start; later is late, and never a reproach


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


def book_places(session, *, people, by, organisation=None, group=""):
    """Somebody books for themselves and those who come along; sent twice, it is booked once."""
    with locked(session) as session:
        held = held_by(session, by)
        if held is not None:
            return held
        refuse_unless_open(session)
        refuse_known(session, people)
        _drop_asked(session, by.email)
        parties = queries.waiting_list(session)
        if free_to_all(session, parties) < len(people):
            raise SessionFull(sum(party.wants for party in parties) + 1)
        booking = make_booking(
            session, people, PlaceState.BOOKED, organisation=organisation, group=group, by=by
        )
        start_group(booking, by=by)
        tell_booked(booking, queries.places_of(booking))
    return booking


def join_list(session, *, people, accepts, by, organisation=None, group="", straight_in_until=None):
    """A party waits for a place that comes free.

    accepts: the fewest places that they would take.
    straight_in_until: until then they are booked without being asked again.
    Where there are places for all of them after all, they are booked.
    """
    with locked(session) as session:
        held = held_by(session, by)
        if held is not None:
            return held
        refuse_unless_open(session)
        refuse_known(session, people)
        _drop_asked(session, by.email)
        if free_to_all(session, queries.waiting_list(session)) >= len(people):
            booking = make_booking(
                session, people, PlaceState.BOOKED, organisation=organisation, group=group, by=by
            )
            start_group(booking, by=by)
            tell_booked(booking, queries.places_of(booking))
            return booking
        booking = make_booking(
            session,
            people,
            PlaceState.WAITING,
            organisation=organisation,
            group=group,
            accepts=min(accepts, len(people)),
            straight_in_until=straight_in_until,
            waits_since=now(),
            by=by,
        )
        start_group(booking, by=by)
        tell("list_joined", booking, number=queries.number_in_list(booking))
        fill(session)
    return booking


def fill_places(session):
    """The one function that decides who gets in. Safe to repeat; returns how many moved."""
    with locked(session) as session:
        return fill(session)


def fill_all_sessions():
    """The clock: offers that ran out, and lists that end with their session's booking."""
    return sum(fill_places(session) for session in queries.sessions_to_fill(now()))


def accept_offer(booking, *, by):
    """A party takes the places that are kept for it.

    Which came first, the answer or the end of the offer, is decided under the lock. What is
    still free after the end is theirs all the same.
    """
    with locked(booking.session) as session:
        refuse_if_off(session)
        fill(session)  # what ran out goes to who is next; that may be the same party
        offer = queries.open_offer(booking)
        if offer is None:
            return take_what_is_free(session, booking)
        end_offer(offer, Offer.Outcome.ACCEPTED)
        taken = list(places_in(booking, PlaceState.OFFERED))
        move(taken, PlaceState.BOOKED)
        tell_booked(booking, taken, key=f"offer/{offer.pk}")
    return booking


def take_place(booking, *, by):
    """On the last day nothing is kept: whoever waits and answers first has what is free."""
    with locked(booking.session) as session:
        refuse_if_off(session)
        if not filling.is_last_day(now(), session.starts_at):
            raise Refused("It is not your turn yet. We will write to you when it is.")
        fill(session)
        return take_what_is_free(session, booking)


def offer_out_of_turn(booking, *, because, by):
    """A colleague offers a party places before its turn, with a reason that stays."""
    with locked(booking.session) as session:
        refuse_unless_open(session)
        waiting = list(places_in(booking, PlaceState.WAITING))
        empty = empty_chairs(session)
        if not waiting:
            raise Refused("They are not on the waiting list any more.")
        if queries.open_offer(booking) is not None:
            raise Refused("They have an offer already.")
        if empty < booking.accepts:
            raise Refused("There are not enough places free for them.")
        until = filling.offer_ends(now(), starts_at=session.starts_at, closes_at=session.closes_at)
        make_offer(
            booking,
            min(len(waiting), empty),
            until or session.closes_at,
            out_of_turn=because,
            made_by=by,
        )


def give_back(booking, *, places, by):
    """Some of a party can’t come. It always works, needs no reason, and twice is once."""
    with locked(booking.session) as session:
        chosen = list(booking.places.live().filter(pk__in=[place.pk for place in places]))
        readers = readers_of(booking, chosen)  # as they are before they go
        if _give_back(session, booking, chosen, by):
            ended = booking.places.exclude(ended_at=None).count()
            tell_given_back(booking, readers, key=f"{ended}")
            fill(session)
    return booking


def cancel_booking(booking, *, by):
    """Nobody of a party can come."""
    return give_back(booking, places=booking.places.live(), by=by)


def change_capacity(session, *, capacity, by):
    """A colleague changes the number of places. Nobody loses one; where there are fewer than
    are taken, nobody new gets in until there is room again."""
    with locked(session) as session:
        session.capacity = capacity
        session.save(update_fields=["capacity"])
        fill(session)
    return session


def name_people(booking, *, people, by):
    """Who comes can change until the start: `people` by the keys of their places.

    Two of a party may change places, so their addresses are freed before they are set.
    """
    with locked(booking.session) as session:
        if session.has_date and session.starts_at <= now():
            raise Refused("This session has started, so the names can’t be changed here.")
        places = list(booking.places.live().filter(pk__in=people).order_by("pk"))
        refuse_known(session, people.values(), but=places)
        swapped = [place for place in places if _is_swapped(place, people)]
        tell_swapped_out(booking, swapped, stay={each.email.lower() for each in people.values()})
        were = {place.pk: place.email.lower() for place in places}
        here = set(were.values())
        Place.objects.filter(pk__in=[place.pk for place in places]).update(email="")
        for place in places:
            place.name, place.email = people[place.pk]
            place.person = account_of(place.email)
            if place.email.lower() != were[place.pk]:
                place.link_key = new_key()  # the old link is no longer theirs
            place.save(update_fields=["name", "email", "person", "link_key"])
        tell_swapped_in(booking, swapped, stay=here)
    return booking


def forget_places(user, *, address):
    """Who sat there is forgotten; that somebody did stays, so that the totals are unchanged."""
    Place.objects.filter(email__iexact=address).update(name=user.name, email=user.email)
    theirs = Booking.objects.filter(email=address.lower())
    theirs.update(name=user.name, email=user.email, phone="")


# --- What they are made of ---


def _is_swapped(place, people):
    """Whether somebody with another address comes on a place that is booked."""
    return place.state == PlaceState.BOOKED and (
        place.email.lower() != people[place.pk].email.lower()
    )


def free_to_all(session, parties):
    """What somebody may book who does not wait: nothing, while anybody fits who does."""
    empty = empty_chairs(session)
    return 0 if filling.fits_somebody(empty, parties) else empty


def held_by(session, who):
    """The booking of this session that somebody has already, or None.

    who: an account, or a `Contact` with an address.
    """
    theirs = session.places.live().filter(email__iexact=who.email).select_related("booking")
    place = theirs.first()
    if place is not None:
        return place.booking
    made = Q(email=who.email.lower()) if isinstance(who, Contact) else made_by(who)
    return session.bookings.filter(made, places__state__in=LIVE).order_by("pk").first()


def _drop_asked(session, email):
    """Whoever signs in after all needs no email, and no chair kept for them twice."""
    for booking in session.bookings.filter(email=email.lower()).exclude(confirm_by=None):
        drop_unconfirmed(booking)


def refuse_unless_open(session):
    if not session.is_open():
        raise Refused("This session can’t be booked any more.")


def refuse_twice(people):
    asked = [person.email.lower() for person in people if person.email]
    twice = next((email for email in asked if asked.count(email) > 1), None)
    if twice:
        raise Refused(
            f"{twice} is there twice. Each person needs an address of their own, or none."
        )


def refuse_known(session, people, but=()):
    """Refuse somebody who is there twice, or who has a place here besides these."""
    refuse_twice(people)
    asked = [person.email.lower() for person in people if person.email]
    others = session.places.live().exclude(pk__in=[place.pk for place in but])
    known = others.annotate(address=queries.LOWER_EMAIL).filter(address__in=asked)
    if (place := known.first()) is not None:
        raise Refused(f"{place.email} has a place at this session already.")


def _give_back(session, booking, places, by):
    at = now()
    moved = sum(move([place], _way_out(place, session, at), by=by) for place in places)
    offer = queries.open_offer(booking)
    if offer is not None:
        left = places_in(booking, PlaceState.OFFERED).count()
        if left:
            Offer.objects.filter(pk=offer.pk).update(places=left)
        else:
            end_offer(offer, Offer.Outcome.DECLINED)
    return moved


def _way_out(place, session, at):
    """What a place becomes that is given back. Where we changed the plan, it is never late."""
    if place.state != PlaceState.BOOKED:
        is_offered = place.state == PlaceState.OFFERED
        return PlaceState.OFFER_DECLINED if is_offered else PlaceState.LEFT_LIST
    if session.has_date and at >= session.starts_at:
        return PlaceState.TOLD_US_AFTER
    has_changed = session.changed_at is not None and session.changed_at > place.booked_at
    if has_changed or not session.has_date or session.starts_at - at >= IN_TIME:
        return PlaceState.CANCELLED_IN_TIME
    return PlaceState.CANCELLED_LATE
