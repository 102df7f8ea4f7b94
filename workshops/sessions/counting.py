"""What is counted of a session’s places, as parts of a query."""

from django.db.models import Case, Count, F, Min, Q, When
from django.db.models.functions import Greatest

from workshops.states import EXPECTED, HOLDING, PlaceState, Way

# Who has a place, or had one when the register was signed; whoever walked in booked none.
BOOKED_IT = Q(places__state__in=EXPECTED, places__booked_at__isnull=False)
# The places online of a session that is in a room too; all others are places of the one kind.
BESIDE = Q(is_online=False, places__way=Way.ONLINE)
NOT_BESIDE = Q(is_online=True) | Q(places__way=Way.ROOM)


def places_counted():
    """The counts of `SessionQuerySet.with_places`, by their names."""
    waits = Q(places__state=PlaceState.WAITING)
    main_empty, main_fewest = _left(NOT_BESIDE, chairs=F("capacity") - F("held_back"))
    beside_empty, beside_fewest = _left(BESIDE, chairs=F("online_capacity") - F("online_held_back"))
    return {
        "booked": Count("places", filter=BOOKED_IT),
        "main_booked": Count("places", filter=BOOKED_IT & NOT_BESIDE),
        "beside_booked": Count("places", filter=BOOKED_IT & BESIDE),
        "taken": Count("places", filter=Q(places__state__in=HOLDING)),
        "waiting": Count("places", filter=waits),
        "requested": Count("places", filter=Q(places__state=PlaceState.REQUESTED)),
        "beside_waiting": Count("places", filter=waits & BESIDE),
        "main_empty": main_empty,
        "main_fewest": main_fewest,
        "beside_empty": beside_empty,
        "beside_fewest": beside_fewest,
        "main_free": _free_of("main"),
        "beside_free": _free_of("beside"),
        "free": F("main_free") + F("beside_free"),
    }


def _left(which, *, chairs):
    """How many of these chairs are empty, and the fewest that anybody who waits would take."""
    holds, waits = which & Q(places__state__in=HOLDING), which & Q(places__state=PlaceState.WAITING)
    with_companion = holds & Q(places__with_companion=True)
    return (
        chairs - Count("places", filter=holds) - Count("places", filter=with_companion),
        Min("places__booking__accepts", filter=waits),
    )


def _free_of(name):
    """A chair that somebody who waits could take is theirs first."""
    empty = F(f"{name}_empty")
    return Greatest(Case(When(**{f"{name}_fewest__lte": empty}, then=0), default=empty), 0)
