"""A party that waits would come with fewer of them. Under the session's lock."""

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking import filling
from workshops.booking.models import Booking
from workshops.booking.queue import Queue
from workshops.states import PlaceState, Way

from .getting_in import book_waiting, fill, locked, places_in, way_of_wait


def take_fewer(booking, *, fewest, by):
    """They take so many places at least, from now on, and keep their turn. On the last day, when
    nothing is kept for anybody, what is free is theirs at once.

    Whoever could not go gives that place back afterwards, as always. Returns whether places are
    theirs or kept for them now.
    """
    with locked(booking.session) as session:
        waiting = places_in(booking, PlaceState.WAITING).count()
        if not waiting:
            raise Refused("You are not on the waiting list any more.")
        if not 1 <= fewest <= waiting:
            raise Refused("Say how many of you would come: one or more of those who wait.")
        Booking.objects.filter(pk=booking.pk).update(accepts=fewest)
        booking.accepts = fewest
        way = Way(way_of_wait(booking))
        if filling.is_last_day(now(), session.starts_at) and session.lets_in(way=way):
            empty = Queue(session).empty(way)
            if empty >= fewest:
                book_waiting(booking, min(waiting, empty))
        fill(session)
        return places_in(booking, PlaceState.WAITING).count() < waiting
