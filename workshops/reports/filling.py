"""How full sessions were: of all places that could be booked, how many were.

How many places are free stands on the public page of each session until it begins, so this tells
nobody more. It is rounded to the nearest five per cent all the same, and where fewer than five
places were booked it is hidden, so that no file of ours holds a small number.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.timezone import localtime

from workshops.states import EXPECTED, Way

from .hiding import FEWEST

BOOKED = Q(places__state__in=EXPECTED, places__booked_at__isnull=False)
ONLINE = Q(places__way=Way.ONLINE)


@dataclass
class Filled:
    """One row: so many sessions, and how full they were."""

    name: str
    sessions: int = 0
    places: int = 0
    booked: int = 0

    def add(self, places, booked):
        self.sessions += 1
        self.places += places
        self.booked += booked

    @property
    def percent(self):
        """To the nearest five; None where there is nothing to say, or too little to say it."""
        if not self.places or 0 < self.booked < FEWEST:
            return None
        return round(100 * self.booked / self.places / 5) * 5

    @property
    def is_hidden(self):
        return bool(self.places) and self.percent is None


@dataclass(frozen=True)
class FilledTable:
    heading: str
    about: str
    rows: list


def filled(sessions):
    """(all of it, the tables by way, by month and by session) of these sessions."""
    everything = Filled("All")
    by_way, by_month, single = {}, defaultdict(lambda: Filled("")), []
    sessions = sessions.select_related("workshop").annotate(
        booked_online=Count("places", filter=BOOKED & ONLINE),
        booked_in_room=Count("places", filter=BOOKED & ~ONLINE),
    )
    for session in sessions.order_by("starts_at", "pk"):
        here, start = Filled(f"{session}"), localtime(session.starts_at)
        booked = {Way.ROOM: session.booked_in_room, Way.ONLINE: session.booked_online}
        places = sum(session.places_for(way) for way in session.ways)
        month = by_month[start.year, start.month]
        month.name = f"{start:%B %Y}"
        for row in (everything, here, month):
            row.add(places, sum(booked.values()))
        for way in session.ways:
            row = by_way.setdefault(way, Filled(way.label))
            row.add(session.places_for(way), booked[way])
        single.append(here)
    tables = [
        FilledTable(
            "How full, by the way of coming", "Way", [by_way[w] for w in Way if w in by_way]
        ),
        FilledTable("How full, by month", "Month", list(by_month.values())),
        FilledTable("How full, by session", "Session", single),
    ]
    return everything, tables
