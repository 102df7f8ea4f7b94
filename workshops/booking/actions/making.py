"""How a booking and its places come to be. Under the session's lock."""

import secrets
from typing import NamedTuple

from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import User
from workshops.booking import queries
from workshops.booking.models import Booking, Contact, Place
from workshops.states import OPEN, PlaceState


class Person(NamedTuple):
    """Somebody who wants to come; the name and the address may come later."""

    name: str = ""
    email: str = ""


class ListFull(Refused):
    """There is no place, and as many wait already as may."""

    def __init__(self, number):
        people = "1 person waits" if number == 1 else f"{number} people wait"
        super().__init__(
            f"Sorry: all places are taken, and {people}, which is as many as the list takes. "
            "Please look at the other dates."
        )


def refuse_long_list(session, parties, more):
    """So many more may wait only where the list has an end that is not reached."""
    waiting = sum(party.wants for party in parties)
    if session.most_waiting is not None and waiting + more > session.most_waiting:
        raise ListFull(waiting)


def refuse_where_we_choose(session):
    if session.is_by_approval:
        raise Refused("Here people ask for a place, and we choose who comes. Open its page again.")


def refuse_twice(people):
    asked = [person.email.lower() for person in people if person.email]
    twice = next((email for email in asked if asked.count(email) > 1), None)
    if twice:
        raise Refused(
            f"{twice} is there twice. Each person needs an address of their own, or none."
        )


def refuse_known(queue, people, but=()):
    """Refuse somebody who is there twice, or who has a place here besides these. It says who comes,
    so it is only for colleagues, who read the register; for all others see `leaving_out`."""
    refuse_twice(people)
    there = queue.who_sits([person.email for person in people], {place.pk for place in but})
    known = next((each.email for each in people if each.email.lower() in there), None)
    if known is not None:
        raise Refused(f"{known} has a place at this session already.")


def held_by(queue, who):
    """The booking of this session that somebody has already, or None.

    who: an account, or a `Contact` with an address.
    """
    account = None if isinstance(who, Contact) else who.pk
    key = queue.held_by(email=who.email, account=account)
    return key and queries.bookings_by_key([key])[key]


def account_of(email):
    """The account with this address. One that is closed opens nothing to anybody any more."""
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None


def make_booking(session, people, state, *, by=None, way=None, **facts):
    """A booking with a place for each of these people, who have a name and an email or neither.
    Returns it and its places.

    by: the account that books; without one, the facts say the name of whoever does.
    way: how they come; not said, in the only way that there is, or in the room.
    """
    at = now()
    booking = Booking.objects.create(
        reference=f"WS-{secrets.token_hex(4).upper()}",
        session=session,
        booked_by=by,
        booked_at=at,
        **facts,
    )
    return booking, add_places(booking, people, state, way=way, at=at)


def add_places(booking, people, state, *, way=None, at=None):
    """A place in this booking for each of these people."""
    at, by = at or now(), booking.booked_by
    return Place.objects.bulk_create(
        Place(
            booking=booking,
            session=booking.session,
            name=person.name,
            email=person.email,
            person=by
            if by and person.email.lower() == by.email.lower()
            else account_of(person.email),
            state=state,
            way=way or booking.session.main_way,
            booked_at=at if state == PlaceState.BOOKED else None,
            ended_at=None if state in OPEN else at,
        )
        for person in people
    )


def one_more_place(like, state, **facts):
    """Another place for somebody of a party, besides the one that they have or wait for."""
    same = {name: getattr(like, name) for name in ("booking", "session", "name", "email", "person")}
    (place,) = Place.objects.bulk_create([Place(state=state, **same, **facts)])
    return place
