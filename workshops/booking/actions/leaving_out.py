"""Somebody is named who has a place already. Under the session's lock.

Who comes is nobody's business but theirs. So whoever books reads on every page what they would
read of anybody. That person keeps what they have, gets no second place, and hears who named them;
whoever booked hears in their email that somebody is not part of the booking, and may ask them.
"""

from typing import NamedTuple

from django.utils.timezone import now

from applicants.emails import queue_email
from workshops.booking.models import Contact
from workshops.booking.queue import Queue
from workshops.booking.readers import readers_of
from workshops.programmes.rules import picked, who_picked
from workshops.states import PlaceState

from .making import add_places, held_by, refuse_twice


class Party(NamedTuple):
    """Those whom somebody named."""

    comes: list
    left_out: list  # who have a place already


def parted(queue, people, *, but=(), known=()):
    """Who of these gets a place, and who has one already: here, besides these places, or at
    another date of a pick one.

    known: addresses, in small letters, of more who are left out.
    """
    refuse_twice(people)
    there = known_among(queue, people, but=but) | set(known)
    return Party(
        [person for person in people if person.email.lower() not in there],
        [person for person in people if person.email.lower() in there],
    )


def known_among(queue, people, *, but=()):
    """The addresses, in small letters, of those who have a place already."""
    emails = {person.email.lower() for person in people if person.email}
    here = queue.who_sits(emails, {place.pk for place in but})
    return here | who_picked(queue.session, emails - here)


def leave_out(booking, people, *, way=None):
    """The booking remembers whom it is not for. Returns these places, which nobody has."""
    return add_places(booking, people, PlaceState.NOT_CONFIRMED, way=way)


def remind_those(booking, people):
    """Each of these has a place of their own: they hear that they keep it, and who named them."""
    queue = Queue(booking.session) if people else None
    for person in people:
        who = Contact(person.name, person.email)
        held = held_by(queue, who)
        if held is None:
            programme = booking.session.programme
            held = picked(programme, emails=[person.email], but=booking.session)
        remind_of(held, who, named_in=booking)


def remind_of(booking, contact, named_in=None):
    """They have a place or wait for one: the email says so, and leads there.

    named_in: the booking of somebody else, in which they were named besides; perhaps for another
    date of the same thing. They hear of it once a day.
    """
    wanted = named_in.session if named_in else booking.session
    moment = f"{named_in}/{now():%Y-%m-%d}" if named_in else f"{now():%Y-%m-%d-%H-%M}"
    readers = readers_of(booking, list(booking.places.live()))
    for reader in readers:
        if reader.email.lower() == contact.email.lower():
            queue_email(
                "workshops/booked_already",
                [reader],
                key=f"{booking.reference}/{moment}",
                about=(named_in or booking).reference,
                is_private=reader.is_private,
                booking=booking,
                session=booking.session,
                wanted=wanted if wanted != booking.session else None,
                page=reader.page,
                named_by=str(named_in.booker) if named_in else "",
            )
