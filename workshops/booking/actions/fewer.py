"""A party that waits would come with fewer of them. Under the session's lock."""

from applicants.access import Refused
from workshops.booking.models import Booking
from workshops.states import PlaceState

from .getting_in import fill, locked, places_in


def take_fewer(booking, *, fewest, by):
    """They take so many places at least, from now on, and keep their turn. Whoever could not go
    gives that place back afterwards, as always."""
    with locked(booking.session) as session:
        waiting = places_in(booking, PlaceState.WAITING).count()
        if not waiting:
            raise Refused("You are not on the waiting list any more.")
        if not 1 <= fewest <= waiting:
            raise Refused("Say how many of you would come: one or more of those who wait.")
        Booking.objects.filter(pk=booking.pk).update(accepts=fewest)
        fill(session)
