"""What stands on a personal page for the day itself and for after it."""

from workshops.booking.clashes import clashes
from workshops.booking.models import Place
from workshops.booking.queries import meanwhile, other_way, wishes_of
from workshops.certificates.models import CAME
from workshops.certificates.queries import newest_of
from workshops.feedback.queries import standing
from workshops.feedback.slips import address_for
from workshops.materials.queries import materials_at
from workshops.register.queries import with_attendance
from workshops.register.tickets import drawn
from workshops.states import LIVE, PlaceState, Way


def coming_of(holder, at):
    """What to read, the codes for the door, certificates and feedback of whoever holds a link."""
    session = holder.booking.session
    places = list(with_attendance(Place.objects.filter(pk__in=_keys(holder))).order_by("pk"))
    for place in places:
        place.session = session
    is_over = session.has_date and at >= session.ends_at
    return {
        "materials": materials_at(session, places, at),
        "codes": [] if is_over else _codes(places),
        "certificates": _certificates(places),
        "feedback": _feedback(places, at) if is_over else [],
        "is_over": is_over,
        "has_come": any(place.state in CAME for place in places),
    }


def ways_of(holder, at):
    """How each of those for whom they speak comes, and what they can change about it: (place,
    their wish or None, the other way or None); and what else they have at the same time."""
    session = holder.booking.session
    own = [place for place in holder.own_places if place.state in LIVE]
    wishes = wishes_of(own)
    waiting = [place for place in own if place.state == PlaceState.WAITING]
    return {
        "rows": [(place, wishes.get(place.pk), other_way(session, place, at)) for place in own],
        "meanwhile": meanwhile(session, waiting, at) if holder.is_booker else None,
        "clashes": clashes_of(holder),
    }


def clashes_of(holder):
    """What they have at the same time, if they have or wait for a place here."""
    booking = holder.booking
    if not any(place.state in LIVE for place in holder.own_places):
        return []
    email = booking.booker.email if holder.is_booker else holder.place.email
    return clashes(booking.session, email)


def _keys(holder):
    return [place.pk for place in holder.own_places]


def _codes(places):
    """(place, its code) of those who come to the room."""
    in_room = [each for each in places if (each.state, each.way) == (PlaceState.BOOKED, Way.ROOM)]
    return [(place, drawn(place)) for place in in_room]


def _certificates(places):
    newest = [newest_of(place) for place in places if place.state in CAME]
    return [each for each in newest if each is not None and each.forgotten_at is None]


def _feedback(places, at):
    """(place, how it stands, the address of the questions) of each who can answer, or has."""
    found = [(place, standing(place, at)) for place in places]
    return [
        (place, word, address_for(place) if word == "open" else "")
        for place, word in found
        if word in ("open", "given")
    ]
