"""Asking for a place where we choose who comes, and our answer. Under the session's lock.

A request holds nothing: whether there is a chair is looked at when a colleague says yes. Whoever
asked has an answer before booking ends; where we gave none, the clock says that it was our fault.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.models import User
from applicants.sweeping import in_turn
from workshops.booking.actions import (
    drop_asked,
    held_by,
    leave_out,
    locked,
    make_booking,
    parted,
    refuse_unless_open,
    remind_those,
    start_group,
)
from workshops.booking.actions.getting_in import move, refuse_if_off
from workshops.booking.actions.telling import tell, tell_booked
from workshops.booking.models import Booking
from workshops.booking.queue import Queue
from workshops.states import PlaceState, Way

from . import queries
from .models import RequestAnswer

KEPT = timedelta(days=30)  # after the session: how long we keep why somebody wanted to come
ANSWERED = "They have an answer already, or do not ask for a place any more."


def ask_for_place(session, *, people, by, because="", organisation=None, group="", way=None):
    """Somebody asks for places for themselves and those who come along; sent twice, it is once.

    because: why they would like to come, in their own words.
    way: how they come; not said, in the only way that there is, or in the room.
    """
    with locked(session) as session:
        queue, way = Queue(session), way or session.main_way
        held = held_by(queue, by)
        if held is not None:
            return held
        refuse_unless_open(session, way)
        party = parted(drop_asked(queue, by.email), people)
        facts = {"organisation": organisation, "group": group, "way": way, "by": by}
        booking, places = make_booking(
            session, party.comes, PlaceState.REQUESTED, asks_because=because, **facts
        )
        left_out = leave_out(booking, party.left_out, way=way)
        start_group(booking, by=by)
        tell("request_made", booking, everybody=[*places, *left_out])
        remind_those(booking, left_out)
    return booking


def answer_request(booking, *, places, because="", by):
    """A colleague answers a party: those on these places come, the others of it do not.

    because: what they are told; a no always says why.
    Raises Refused where there are fewer chairs than people who get in. Two answers: the first
    counts.
    """
    with locked(booking.session) as session:
        booking = Booking.objects.select_related("booked_by", "organisation").get(pk=booking.pk)
        booking.session = session
        refuse_if_off(session)
        asked = list(booking.places.filter(state=PlaceState.REQUESTED).order_by("pk"))
        if not asked:
            raise Refused(ANSWERED)
        _refuse_own(booking, asked, by)
        if not session.lets_in(way=Way(asked[0].way)):
            raise Refused("Booking has ended, and they heard that we were too late.")
        chosen = {place.pk for place in places}
        given = [place for place in asked if place.pk in chosen]
        declined = [place for place in asked if place.pk not in chosen]
        if declined and not because:
            raise Refused("Say why, in a sentence that they can read.")
        _refuse_without_chairs(session, given)
        move(given, PlaceState.BOOKED, by=by)
        move(declined, PlaceState.DECLINED, by=by)
        RequestAnswer.objects.create(
            booking=booking,
            given=len(given),
            declined=len(declined),
            because=because,
            answered_by=by,
        )
        if given:
            tell_booked(booking, given, key="answer", is_news=True)
        else:
            tell("request_declined", booking, because=because)
    return booking


def _refuse_own(booking, asked, by):
    sits_there = any(
        place.person_id == by.pk or place.email.lower() == by.email.lower() for place in asked
    )
    if booking.is_made_by(by) or sits_there:
        raise Refused("One of these places is for you, so a colleague answers.")


def _refuse_without_chairs(session, given):
    if not given:
        return
    left = Queue(session).empty(given[0].way)
    if left < len(given):
        said = {0: "There is no place left", 1: "There is only 1 place left"}
        there_is = said.get(left, f"There are only {left} places left")
        raise Refused(f"{there_is}. Say yes to fewer, or wait until somebody gives a place back.")


def look_after_requests():
    """The clock: colleagues hear of people who wait for an answer, and old words are emptied."""
    at = now()
    chased = [partial(_chase, *each) for each in queries.sessions_to_chase(at)]
    in_turn([*chased, partial(queries.words_to_empty(at - KEPT).update, asks_because="")])


def _chase(days, session, people):
    officers = User.objects.filter(is_officer=True, is_active=True).order_by("pk")
    with transaction.atomic():
        queue_email(
            "workshops/requests_waiting",
            list(officers),
            key=f"{session.reference}/v{session.version}/{days}",
            session=session,
            number=people,
        )


def forget_requests(user, *, address):
    """Of somebody who is forgotten we keep neither why they wanted to come nor what we told them.

    Their places may have lost the address by now, and say who stands there instead.
    """
    forget_words(queries.bookings_about(user, address))


def forget_words(bookings):
    """What these say and were told is gone; that they were answered stays."""
    keys = list(bookings.values_list("pk", flat=True))
    Booking.objects.filter(pk__in=keys).update(asks_because="")
    told = RequestAnswer.objects.filter(booking__in=keys).exclude(because="")
    told.update(because=RequestAnswer.DELETED)
