"""A party has another date of a pick one instead of its own, in one step."""

from django.utils.timezone import localtime

from applicants.access import Refused
from workshops.booking.actions import (
    Person,
    bring_helper,
    drop_asked,
    fill,
    give_back,
    held_by,
    leave_out,
    make_booking,
    refuse_unless_open,
    remind_those,
)
from workshops.booking.actions.telling import tell_booked
from workshops.booking.models import Booking
from workshops.booking.queries import people_of
from workshops.booking.queue import Queue
from workshops.needs.actions import ask_for_needs
from workshops.needs.queries import needs_of
from workshops.programmes.joining import way_at
from workshops.programmes.models import Programme
from workshops.programmes.queries import way_of
from workshops.states import PlaceState, Way

from .locking import all_locked

NOBODY_LEFT = "We can’t swap this one here. Please ask the others what they have, or ring us."


def swap_date(booking, *, to, by, way=None):
    """A party gives back its date of a pick one and has another: both, or neither.

    Whoever of them only waits at the new date keeps their old place; so nobody has none.

    The new places are taken first, so whoever finds them gone keeps the old ones. What people
    said would help them is asked for at the new date too, and a helper has a chair there.

    way: how they come to the new date; not said, as they come now, where that can be.
    by: None for whoever brings the link of the one who booked.
    """
    with all_locked([booking.session, to]) as sessions:
        old = next(each for each in sessions if each.pk == booking.session_id)
        new = next(each for each in sessions if each.pk == to.pk)
        _refuse_unless_swappable(old, new)
        Programme.objects.select_for_update().get(pk=old.programme.pk)
        booking = Booking.objects.select_related("booked_by", "organisation").get(pk=booking.pk)
        places = people_of(booking)
        there = held_by(Queue(new), booking.booker) if booking.booker.email else None
        stay = _who_only_waits(new, places)
        if there is not None and stay == places and not _is_among(booking.booker, stay):
            return there  # sent twice
        if not places:
            raise Refused("These places were given back already, so there is nothing to swap.")
        if there is not None:
            raise Refused("You have a place at that date already.")
        if old.has_begun():
            raise Refused("Your date has begun, so it can’t be swapped any more.")
        way = way or way_at(new, way_of(booking))
        known = Queue(new).who_sits([place.email for place in places])
        come = [place for place in places if place.email.lower() not in known]
        made, left_out = _book_there(booking, places, come, old, new, way)
        needs = _needs_of(come)
        give_back(booking, places=[place for place in places if place not in stay], by=by)
        _bring_along(made, come, needs, by)
        remind_those(made, left_out)
        return made


def _who_only_waits(new, places):
    """Those of these places whose people wait at the new date, or have an offer there."""
    there = new.places.live()
    booked = _addresses(there.filter(state=PlaceState.BOOKED))
    waits = _addresses(there) - booked
    return [place for place in places if place.email.lower() in waits]


def _is_among(who, places):
    return who.email.lower() in _addresses(places)


def _addresses(places):
    return {place.email.lower() for place in places if place.email}


def _refuse_unless_swappable(old, new):
    programme = old.programme
    is_one_thing = programme is not None and programme.is_pick_one and new.programme == programme
    if not is_one_thing or old.pk == new.pk:
        raise Refused("These two dates can’t be swapped for one another.")


def _book_there(booking, everybody, come, old, new, way):
    """The new booking, and the places in it of those who have one there already."""
    refuse_unless_open(new, way)
    queue = Queue(new)
    if booking.booker.email:  # they need no chair kept twice
        queue = drop_asked(queue, booking.booker.email)
    if queue.free(way) < len(everybody):
        raise Refused(
            f"There are not enough places on {localtime(new.starts_at):%-d %B} any more. You keep "
            f"what you have on {localtime(old.starts_at):%-d %B}."
        )
    if not come:
        raise Refused(NOBODY_LEFT)
    made, places = make_booking(
        new,
        _people(come),
        PlaceState.BOOKED,
        by=booking.booked_by,
        name=booking.name,
        email=booking.email,
        phone=booking.phone,
        taken_by=booking.taken_by,
        group=booking.group,
        organisation=booking.organisation,
        way=way,
    )
    left_out = leave_out(made, _people([each for each in everybody if each not in come]), way=way)
    tell_booked(made, places, everybody=[*places, *left_out])
    fill(new)
    return made, left_out


def _people(places):
    return [Person(place.name, place.email) for place in places]


def _needs_of(places):
    """What each of them asked for, in their order: (their own words by what it is, whether we
    are asked to remember it)."""
    asked = [needs_of(place) for place in places]
    return [
        ({need.what: need.words for need in needs}, any(need.is_remembered for need in needs))
        for needs in asked
    ]


def _bring_along(made, were, needs, by):
    """The helpers and the needs of those who come at the other date now."""
    now_at = made.places.live().order_by("pk")
    for place, was, (wanted, remember) in zip(now_at, were, needs, strict=True):
        if was.with_companion and place.way == Way.ROOM:
            bring_helper(made, place=place, by=by)
        if wanted:
            ask_for_needs(place, wanted=wanted, remember=remember, by=by)
