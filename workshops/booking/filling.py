"""Who gets a place that is free: the rules, worked out from plain values.

The list is served in its order. A party says how many places it wants and how few it would take;
the first party whose fewest fits is offered what there is, and those who are passed over keep
their place in the list. Nothing here reads or writes: `actions.fill_places` does, under the lock
of the session.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile

from django.utils.timezone import get_current_timezone, localtime

# How long an offer stands, by how far the session is away. Closer than the last: no offer is
# kept for anybody, all who wait are told, and whoever answers first has it.
HOURS_TO_ANSWER = (
    (timedelta(days=7), timedelta(hours=48)),
    (timedelta(days=2), timedelta(hours=24)),
    (timedelta(days=1), timedelta(hours=4)),
)
LAST_DAY = timedelta(days=1)
QUIET_FROM, QUIET_UNTIL = time(21), time(9)  # no offer runs out while people sleep


class Way(StrEnum):
    BOOK = "book"
    OFFER = "offer"


@dataclass(frozen=True)
class Party:
    """Some people who wait together, in the order of the list."""

    key: int
    wants: int
    accepts: int
    straight_in_until: datetime | None = None

    def goes_straight_in(self, at):
        return self.straight_in_until is not None and at < self.straight_in_until


@dataclass(frozen=True)
class Step:
    key: int
    way: Way
    places: int
    until: datetime | None = None


def offer_ends(at, *, starts_at, closes_at):
    """When an offer that is made now runs out; None on the last day, when nothing is kept."""
    away = starts_at - at
    hours = next((hours for distance, hours in HOURS_TO_ANSWER if away > distance), None)
    if hours is None:
        return None
    return min(_awake(at + hours), closes_at)


def _awake(moment):
    """The same moment, or 9am if people would be asleep."""
    here = localtime(moment)
    if QUIET_UNTIL <= here.time() < QUIET_FROM:
        return moment
    day = here.date() + timedelta(days=1) if here.time() >= QUIET_FROM else here.date()
    return datetime.combine(day, QUIET_UNTIL, tzinfo=get_current_timezone())


def plan(free, parties, *, at, starts_at, closes_at):
    """What to do with so many free places: a list of `Step`, in the order of the list.

    On the last day only those go in who asked to be booked without being asked again.
    """
    until = offer_ends(at, starts_at=starts_at, closes_at=closes_at)
    steps = []
    for party in parties:
        places = min(party.wants, free)
        if free < party.accepts:
            continue
        if party.goes_straight_in(at):
            steps.append(Step(party.key, Way.BOOK, places))
        elif until is not None:
            steps.append(Step(party.key, Way.OFFER, places, until))
        else:
            continue
        free -= places
    return steps


def is_last_day(at, starts_at):
    return starts_at - at <= LAST_DAY


def fits_somebody(free, parties):
    """Whether anybody who waits could take what is free: then it is theirs before it is public."""
    return any(party.accepts <= free for party in parties)


def place_in_list(key, parties):
    """How many people would be served first, and 1: what “you are number 3” means."""
    before = takewhile(lambda party: party.key != key, parties)
    return sum(party.wants for party in before) + 1
