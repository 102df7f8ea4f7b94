"""Whether a place could be had: worked out from when places were booked and given back."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter


@dataclass(frozen=True)
class Places:
    """The places in one way of coming.

    held: (since, until) of each place that somebody had; until is None while they have it.
    ends: when booking ends for this way.
    """

    capacity: int
    held: list
    ends: datetime


def most_free(ways, *, opens):
    """The most places of a session that were free at one moment, from `opens` until booking ended.

    ways: the `Places` of each way of coming. One with more people than chairs takes none of the
    chairs of another.

    Only what the rows say is known. A session keeps its capacity of today and not that of earlier
    days, so we assume that it always had as many places: where places were added late, they seem
    to have been there before. A co-op that found it full can still say why nobody came.
    """
    ways = [way for way in ways if opens < way.ends]
    steps = []  # (when, in which way, how many chairs fewer are left)
    for number, way in enumerate(ways):
        steps += [(opens, number, 0), (way.ends, number, way.capacity)]
        for since, until in way.held:
            begins = max(since, opens)
            finishes = way.ends if until is None else min(until, way.ends)
            if begins < finishes:
                steps += [(begins, number, 1), (finishes, number, -1)]
    left, most = [way.capacity for way in ways], 0
    for _moment, together in groupby(sorted(steps), key=itemgetter(0)):
        for _when, number, fewer in together:  # all at one moment happens together
            left[number] -= fewer
        most = max(most, sum(max(0, each) for each in left))
    return most
