"""Whether a place could be had: worked out from when places were booked and given back."""

from collections import Counter


def most_free(capacity, held, *, opens, ends):
    """The most places of a session that were free at one moment, from `opens` until before `ends`.

    held: (since, until) of each place that somebody had; until is None while they have it.

    Only what the rows say is known. A session keeps its capacity of today and not that of earlier
    days, so we assume that it always had as many places: where places were added late, they seem
    to have been there before. A co-op that found it full can still say why nobody came.
    """
    if ends <= opens:
        return 0
    changes = Counter({opens: 0})
    for since, until in held:
        begins = max(since, opens)
        finishes = ends if until is None else min(until, ends)
        if begins < finishes:
            changes[begins] += 1
            changes[finishes] -= 1
    taken, fewest = 0, None
    for moment in sorted(changes):
        if moment < ends:  # all that happens at one moment happens together
            taken += changes[moment]
            fewest = taken if fewest is None else min(fewest, taken)
    return max(0, capacity - fewest)
