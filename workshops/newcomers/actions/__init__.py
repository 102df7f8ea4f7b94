"""Booking with a name and an email only, and what people do with the links that we send them.

Anybody can type anybody’s address. So nothing counts, and nobody is told, before whoever reads
that mail has pressed a button; and what we answer here never says whether we know an address.
"""

from datetime import timedelta

from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from workshops.booking import queries
from workshops.booking.actions import (
    SessionFull,
    drop_asked,
    fill,
    held_by,
    locked,
    refuse_long_list,
    refuse_twice,
    refuse_unless_open,
)
from workshops.booking.actions.getting_in import drop_unconfirmed, move, refuse_if_off
from workshops.booking.actions.groups import start_group
from workshops.booking.actions.leaving_out import known_among, remind_of, remind_those
from workshops.booking.actions.making import account_of, make_booking
from workshops.booking.actions.telling import tell, tell_booked
from workshops.booking.links import CONFIRM, token_for
from workshops.booking.models import Booking, Place
from workshops.booking.queue import Queue
from workshops.programmes.rules import refuse_by_programme, refuse_part_of_course
from workshops.states import UNCONFIRMED, PlaceState

TIME_TO_CONFIRM = timedelta(hours=2)
RUN_OUT = (
    "This link has run out, so nothing is booked. It worked for two hours, or until you asked "
    "again. You can book once more; it takes a minute."
)


class RunOut(Refused):
    def __init__(self):
        super().__init__(RUN_OUT)


def ask_for_places(session, *, people, contact, group="", way=None):
    """Somebody without an account asks for places: the chairs are kept for two hours, and an
    email asks them to confirm. Who asks again has what they asked for last.

    contact: their name and address; they sit there too, as the first of the `people`.
    way: how they come; not said, in the only way that there is, or in the room.
    """
    return _ask(session, PlaceState.HELD, people, contact, way, group=group)


def ask_for_list(session, *, people, contact, accepts, straight_in_until=None, group="", way=None):
    """The same, to wait for a place: they join the list when they confirm."""
    return _ask(
        session,
        PlaceState.ASKED,
        people,
        contact,
        way,
        group=group,
        accepts=min(accepts, len(people)),
        straight_in_until=straight_in_until,
    )


def ask_for_request(session, *, people, contact, because="", group="", way=None):
    """The same where we choose who comes: they ask for a place when they confirm."""
    facts = {"group": group, "asks_because": because}
    return _ask(session, PlaceState.ASKED, people, contact, way, **facts)


def _ask(session, state, people, contact, way, **facts):
    refuse_twice(people)
    email = contact.email.lower()
    with locked(session) as session:
        # Before the address is looked at, so that a full session says nothing of anybody.
        queue, way = Queue(session), way or session.main_way
        refuse_part_of_course(session)
        state = _state_of(queue, state, people, way)
        if (held := held_by(queue, contact)) is not None:
            remind_of(held, contact)
            return None
        drop_asked(queue, email)
        booking, _places = make_booking(
            session,
            people,
            state,
            name=contact.name,
            email=email,
            phone=contact.phone,
            way=way,
            confirm_by=min(now() + TIME_TO_CONFIRM, session.closes_for(way)),
            **facts,
        )
        queue_email(
            "workshops/confirm",
            [contact],
            key=booking.reference,
            about=booking.reference,
            is_private=True,
            booking=booking,
            session=session,
            where=session.where(way),
            people=[person.name for person in people],
            is_for_list=state == PlaceState.ASKED and not session.is_by_approval,
            token=token_for(CONFIRM, booking),
        )
    return booking


def _state_of(queue, wanted, people, way):
    refuse_unless_open(queue.session, way)
    if queue.session.is_by_approval:
        return PlaceState.ASKED
    if queue.free(way) >= len(people):
        return PlaceState.HELD
    parties = queue.parties(way)
    refuse_long_list(queue.session, parties, len(people))
    if wanted == PlaceState.HELD:
        raise SessionFull(sum(party.wants for party in parties) + 1)
    return PlaceState.ASKED


def confirm_booking(booking):
    """Whoever reads the mail says yes: the places are theirs, or they are on the list.

    Which came first, the yes or the end of the two hours, is decided under the lock. A yes that
    is late counts while nobody else could have the chairs. Twice is once. Returns the booking
    that they have: an older one, if they have one at this session.
    """
    with locked(booking.session) as session:
        booking = Booking.objects.get(pk=booking.pk)
        booking.session = session
        if booking.confirm_by is None:
            if not booking.places.exclude(state=PlaceState.NOT_CONFIRMED).exists():
                raise RunOut
            return booking
        refuse_if_off(session)
        places = _asked_for(booking)
        _refuse_late(session, booking, way=places[0].way)
        if (held := held_by(Queue(session), booking.booker)) is not None:
            drop_unconfirmed(booking)
            fill(session)
            return held
        account = account_of(booking.email)
        refuse_by_programme(session, [booking.booker], by=account, address=booking.email)
        left_out = _leave_out_who_has_a_place(session, booking)
        booking.booked_by = account
        booking.confirm_by = None
        booking.save(update_fields=["booked_by", "confirm_by"])
        if booking.group and booking.booked_by:
            start_group(booking, by=booking.booked_by)
        _let_in(session, booking)
        remind_those(booking, left_out)
    return booking


def _asked_for(booking):
    return list(booking.places.filter(state__in=UNCONFIRMED).order_by("pk"))


def _refuse_late(session, booking, way):
    at = now()
    is_late = at >= booking.confirm_by and queries.waiting_list(session, way)
    if is_late or not session.is_open(at, way):
        raise RunOut


def _leave_out_who_has_a_place(session, booking):
    """A friend who booked for themselves meanwhile keeps that place, and needs no second.
    Returns the places that are not for them."""
    places = _asked_for(booking)
    known = known_among(Queue(session), places)
    left_out = [place for place in places if place.email.lower() in known]
    move(left_out, PlaceState.NOT_CONFIRMED)
    return left_out


def _let_in(session, booking):
    places = _asked_for(booking)
    is_kept, way = places[0].state == PlaceState.HELD, places[0].way
    queue = Queue(session)
    if session.is_by_approval:
        move(places, PlaceState.REQUESTED)
        tell("request_made", booking)
        return
    if is_kept or queue.free(way) >= len(places):
        move(places, PlaceState.BOOKED)
        tell_booked(booking, queries.live_places_of(booking))
    else:
        refuse_long_list(session, queue.parties(way), len(places))
        booking.waits_since, booking.accepts = now(), min(booking.accepts, len(places))
        booking.save(update_fields=["waits_since", "accepts"])
        move(places, PlaceState.WAITING)
        tell("list_joined", booking, number=queries.number_in_list(booking))
    fill(session)


def open_join_page(place):
    """Somebody opens their page to join online: it suggests to the host that they came."""
    with locked(place.session) as session:
        if not session.shows_link():
            raise Refused("The link to join is shown from a day before until 30 minutes after.")
        Place.objects.filter(pk=place.pk, join_opened_at=None).update(join_opened_at=now())
