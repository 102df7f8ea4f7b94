"""A workshop and one date of it."""

import itertools
from datetime import timedelta

import time_machine
from django.utils.timezone import now

from workshops.booking.actions import Person, book_place, cancel_booking, join_list
from workshops.messages.actions import send_due_messages
from workshops.models import TimedMessage, Workshop
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.queries import register_of
from workshops.register.taps import Tap
from workshops.sessions.actions import add_session, publish_session
from workshops.sessions.changing.actions import (
    cancel_session,
    move_session,
    postpone_session,
    set_new_date,
    turn_into_room,
    turn_online,
)

from .people import person, staff

_numbers = itertools.count(1)


def workshop(**facts):
    number = next(_numbers)
    facts = {
        "reference": f"workshop-{number}",
        "title": f"Workshop {number}",
        "who_for": "Anyone",
        "summary": "Two hours together.",
        "leave_with": "A yes, no or not yet",
        **facts,
    }
    return Workshop.objects.create(**facts)


def attended(*, by, organisation=None, tag="co-op basics", days_ago=30):
    """Somebody came to a workshop with this tag, and an officer wrote it down."""
    then = now() - timedelta(days=days_ago)
    with time_machine.travel(then - timedelta(days=1)):
        of = session(workshop=workshop(tag=tag), starts_at=then)
        place = book_place(of, by=by, name=by.name, organisation=organisation).places.get()
    mark_attendance(of, came={place.pk}, by=staff("is_officer"))
    return place


def mark_attendance(of, *, came, by):
    """Everybody on the register gets a mark: here, or not here."""
    taps = [
        Tap(Mark.ARRIVED if place.pk in came else Mark.NOT_HERE, place=place.pk)
        for place in register_of(of)
    ]
    return note_taps(of, taps, by=by)


def evening(*names, begins=timedelta(hours=-1), lasts=timedelta(hours=2)):
    """A session that begins so long from now, and the places of those who booked it."""
    with time_machine.travel(now() - timedelta(days=1)):
        start = now() + timedelta(days=1) + begins
        of = session(starts_at=start, ends_at=start + lasts)
        places = [book_place(of, by=person(), name=name).places.get() for name in names]
    return of, places


def signed_register():
    """The register of an evening to which nobody came."""
    of, _places = evening(begins=timedelta(hours=-3))
    return sign_register(of, unmarked=(), by=staff("is_officer"))


def session(*, capacity=10, is_published=True, **facts):
    start = facts.pop("starts_at", now() + timedelta(days=10))
    officer = staff("is_officer")
    facts = {
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "Tanyard Library",
        "capacity": capacity,
        **facts,
    }
    made = add_session(facts.pop("workshop", None) or workshop(), by=officer, **facts)
    return publish_session(made, by=officer) if is_published else made


def hybrid(*, capacity=2, online_capacity=2, **facts):
    """A session in a room and online at once."""
    facts = {"join_link": "https://meet.example/abc", "access": "A lift.", **facts}
    return session(capacity=capacity, online_capacity=online_capacity, **facts)


def waiting(*, by, names=None, of=None):
    """A party on the waiting list of a full session."""
    of = of or session(capacity=1)
    if not of.live_places().exists():
        book_place(of, by=(other := person()), name=other.name)
    names = names or [by.name]
    people = [Person(names[0], by.email), *[Person(name) for name in names[1:]]]
    return join_list(of, people=people, accepts=1, by=by)


def offered_place(*, by):
    """A party that waited, and for which a place is kept."""
    booking = waiting(by=by)
    for held in booking.session.bookings.exclude(pk=booking.pk):
        cancel_booking(held, by=held.booked_by)
    return booking


def timed_message():
    """A week before, somebody hears how to get there."""
    of = session()
    book_place(of, by=(ama := person()), name=ama.name)
    with time_machine.travel(of.starts_at - timedelta(days=6)):
        book_place(of, by=(late := person()), name=late.name)
        send_due_messages()
    return TimedMessage.objects.first()


WHY = "The heating has failed."


def session_moved(of, **facts):
    """The session an hour later, or as `facts` say."""
    facts = {
        "starts_at": of.starts_at + timedelta(hours=1),
        "ends_at": of.ends_at + timedelta(hours=1),
        "place": of.place,
        "access": of.access,
        **facts,
    }
    return move_session(of, by=staff("is_officer"), **facts)


def session_postponed(of=None, *, because=WHY):
    return postpone_session(of or session(), because=because, by=staff("is_officer"))


def session_cancelled(of=None, *, because=WHY):
    return cancel_session(of or session(), because=because, by=staff("is_officer"))


def session_dated(of, *, days=30, **facts):
    """A postponed session with its new date."""
    facts = {
        "starts_at": of.starts_at + timedelta(days=days),
        "ends_at": of.ends_at + timedelta(days=days),
        "place": of.place,
        "access": of.access,
        **facts,
    }
    return set_new_date(of, by=staff("is_officer"), **facts)


def session_online(of, *, join_link="https://meet.example/abc", access="With live captions."):
    return turn_online(of, join_link=join_link, access=access, by=staff("is_officer"))


def session_in_room(of, *, place="The Hub", capacity=20):
    """Only in a room from now on."""
    return turn_into_room(of, place=place, access="", capacity=capacity, by=staff("is_officer"))
