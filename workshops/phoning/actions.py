"""Booking for somebody who rings: a name is enough, and the rules are those for everybody."""

from django.utils.timezone import now

from workshops.booking.actions import (
    SessionFull,
    locked,
    refuse_known,
    refuse_long_list,
    refuse_twice,
    refuse_unless_open,
    tell_waits,
)
from workshops.booking.actions.making import account_of, make_booking
from workshops.booking.actions.telling import tell, tell_booked
from workshops.booking.queue import Queue
from workshops.needs.actions import ask_for_needs
from workshops.programmes.actions import (
    CourseFull,
    all_locked,
    dates_as_shown,
    start_course_booking,
    with_these_dates,
)
from workshops.programmes.joining import way_at
from workshops.programmes.models import CoursePart
from workshops.programmes.queries import sessions_of
from workshops.programmes.rules import refuse_by_programme
from workshops.states import PlaceState


def book_by_phone(
    session,
    *,
    people,
    contact,
    key,
    by,
    group="",
    way=None,
    needs=None,
    list_terms=None,
    because="",
):
    """A colleague books for somebody who rings. With an address it is theirs as if they had
    confirmed it by email; without one, a colleague rings them about changes.

    key: of the page that was sent; sent twice, it is booked once.
    because: why they would like to come, where we choose: then they ask for a place.
    list_terms: to wait where there are too few places: `accepts` and `straight_in_until`.
    """
    with locked(session) as session:
        if (same := session.bookings.filter(link_key=key).first()) is not None:
            return same
        refuse_unless_open(session, way)
        queue, way = Queue(session), way or session.main_way
        refuse_known(queue, people)
        refuse_by_programme(session, people, by=account_of(contact.email))
        facts = _facts(contact, group=group, key=key, by=by) | {"way": way}
        parties = queue.parties(way)
        if session.is_by_approval:
            facts |= {"asks_because": because}
            booking, places = make_booking(session, people, PlaceState.REQUESTED, **facts)
            tell("request_made", booking, everybody=places)
        elif queue.free(way) >= len(people):
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


def book_course_by_phone(
    programme, *, people, contact, key, by, group="", way=None, needs=None, shown=None
):
    """The same for a whole course: a place at every date, or at none. It has no waiting list.

    way: how they come where there is a choice; not said, in the room.
    shown: the references of the dates that the colleague saw; not said, whichever there are.
    """
    refuse_twice(people)
    with all_locked(sessions_of(programme)) as sessions:
        if (same := programme.bookings.filter(link_key=key).first()) is not None:
            return same
        programme = with_these_dates(programme, sessions)
        dates = dates_as_shown(programme, sessions, shown)
        facts = _facts(contact, group=group, key=key, by=by)
        course = start_course_booking(
            programme,
            booked_by=facts["by"],
            name=contact.name,
            email=contact.email,
            link_key=key,
            confirmed_at=now(),
        )
        for session in dates:
            places = _book_date(session, course, people, facts | {"way": way_at(session, way)})
            if needs:
                ask_for_needs(places[0], by=by, **needs)
    return course


# --- What they are made of ---


def _facts(contact, *, group, key, by):
    """What a booking says of whoever rang; with their account, if the address has one."""
    return {
        "by": account_of(contact.email),
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "group": group,
        "taken_by": by,
        "link_key": key,
    }


def _book_date(session, course, people, facts):
    queue = Queue(session)
    refuse_unless_open(session, facts["way"])
    refuse_known(queue, people)
    if queue.free(facts["way"]) < len(people):
        raise CourseFull(session, len(people))
    booking, places = make_booking(session, people, PlaceState.BOOKED, **facts)
    CoursePart.objects.create(course_booking=course, booking=booking)
    tell_booked(booking, places, everybody=places)
    return places
