"""Sessions at which we choose who comes, and those who ask for a place there."""

from workshops.booking.actions import Person
from workshops.requests.actions import answer_request, ask_for_place
from workshops.requests.queries import asked_in

from .people import person, staff
from .workshops import session

HOW = "Groups from Tanyard come first."


def chosen(**facts):
    """A session at which we choose who comes."""
    return session(**{"chosen_by": HOW, **facts})


def requested(of=None, *, by=None, names=None, **facts):
    """Somebody asked for places, for themselves and those who come along."""
    by = by or person()
    first, *others = names or [by.name]
    people = [Person(first, by.email), *(Person(name) for name in others)]
    return ask_for_place(of or chosen(), people=people, by=by, **facts)


def request_answered(booking=None, *, yes=None, because="", by=None):
    """We said yes to the first of them, so many; not said, to all."""
    booking = booking or requested()
    places = asked_in(booking)[:yes]
    if yes is not None and not because:
        because = "Others live nearer."
    by = by or staff("is_officer")
    return answer_request(booking, places=places, because=because, by=by)
