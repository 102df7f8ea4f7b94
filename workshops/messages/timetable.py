"""When people hear from us about a session that they booked, as one table.

Days are counted on the clock on the wall: a day before 6pm is 6pm, also where the clocks change
in between. Times after a session are counted from its end.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models

from workshops.sessions.clock import on_the_clock
from workshops.states import Way


class Kind(models.TextChoices):
    WEEK = "week", "How to get there"
    STILL_OK = "still_ok", "Still OK?"
    JOIN = "join", "How to join online"
    THANKS = "thanks", "Thank you"
    NUDGE = "nudge", "How was it?"
    NEXT = "next", "What did you do next?"


@dataclass(frozen=True)
class Timed:
    """One message: so many days before the start, or so long after the end.

    only_online: those in a room have no use for it.
    only_came: it is for those of whom somebody wrote down that they came.
    """

    kind: Kind
    days_before: int = 0
    after_end: timedelta | None = None
    only_online: bool = False
    only_came: bool = False

    def due_at(self, session):
        if self.after_end is not None:
            return session.ends_at + self.after_end
        return on_the_clock(session.starts_at, days=-self.days_before)

    def ends_at(self, session):
        """From then on it says nothing that helps: it is skipped, however it came to be late."""
        if self.after_end is not None:
            return self.due_at(session) + STALE
        return session.starts_at

    def is_for(self, session):
        return session.has_online or not self.only_online

    def is_for_way(self, way):
        """Whoever sits in the room of a session that is online too has no use for a link."""
        return way == Way.ONLINE or not self.only_online


STALE = timedelta(days=2)  # a thank-you that comes later than that is odd
TIMETABLE = (
    Timed(Kind.WEEK, days_before=7),
    Timed(Kind.STILL_OK, days_before=2),
    Timed(Kind.JOIN, days_before=1, only_online=True),
    Timed(Kind.THANKS, after_end=timedelta(hours=1)),
    Timed(Kind.NUDGE, after_end=timedelta(days=3), only_came=True),
    Timed(Kind.NEXT, after_end=timedelta(days=21), only_came=True),
)
EARLIEST = timedelta(days=8)  # no message is due sooner before a start, whatever the clocks do
LATEST = timedelta(days=21) + STALE
