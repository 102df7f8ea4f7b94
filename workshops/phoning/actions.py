"""Booking for somebody who rings: a name is enough, and the rules are those for everybody."""

from django.utils.timezone import now

from workshops.booking.actions import (
    SessionFull,
    locked,
    refuse_known,
    refuse_long_list,
    refuse_unless_open,
    tell_waits,
)
from workshops.booking.actions.making import account_of, make_booking
from workshops.booking.actions.telling import tell_booked
from workshops.booking.queue import Queue
from workshops.needs.actions import ask_for_needs
from workshops.programmes.rules import refuse_by_programme
from workshops.states import PlaceState


def book_by_phone(
    session, *, people, contact, key, by, group="", way=None, needs=None, list_terms=None
):
    """A colleague books for somebody who rings. With an address it is theirs as if they had
    confirmed it by email; without one, a colleague rings them about changes.

    key: of the page that was sent; sent twice, it is booked once.
    list_terms: to wait where there are too few places: `accepts` and `straight_in_until`.
    """
    with locked(session) as session:
        if (same := session.bookings.filter(link_key=key).first()) is not None:
            return same
        refuse_unless_open(session, way)
        queue, way = Queue(session), way or session.main_way
        refuse_known(queue, people)
        account = account_of(contact.email)
        refuse_by_programme(session, people, by=account)
        facts = {
            "by": account if account and account.is_active else None,
            "name": contact.name,
            "email": contact.email,
            "phone": contact.phone,
            "group": group,
            "way": way,
            "taken_by": by,
            "link_key": key,
        }
        parties = queue.parties(way)
        if queue.free(way) >= len(people):
            booking, places = make_booking(session, people, PlaceState.BOOKED, **facts)
            tell_booked(booking, places, everybody=places)
        elif list_terms is None:
            raise SessionFull(sum(party.wants for party in parties) + 1)
        else:
            refuse_long_list(session, parties, len(people))
            facts |= {**list_terms, "accepts": min(list_terms["accepts"], len(people))}
            facts["waits_since"] = now()
            booking, places = make_booking(session, people, PlaceState.WAITING, **facts)
            tell_waits(booking, places, queue)
        if needs:
            ask_for_needs(places[0], by=by, **needs)
    return booking
