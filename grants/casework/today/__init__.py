"""What waits for one colleague today: one list, the most urgent first, each with its clock.

`CASES` and `SOURCES` say where the list comes from: for whom, what they can do about it, where,
and how long it may take. Two queries read all of it, the oldest first, so that the list costs
the same however much waits. Cases that a conflict closes are in neither.
"""

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from grants.casework import clock
from grants.written import written_once

from .cases import CASES, Step, Waiting, waiting_cases
from .others import SOURCES, Source

TEN = 10


class Thing(NamedTuple):
    """One line of the list: what to do, where, and how long it has waited or may still take.

    The list is long and a page shows little of it, so a line is put into words when it is shown.
    """

    due: date
    rank: int
    since: date
    name: str
    key: str
    source: Step | Source
    promised: date | None = None

    @property
    def text(self):
        return self.source.text.format(self.name)

    @property
    def url(self):
        by_uuid = self.source.page == "email"
        parts = [UUID(self.key)] if by_uuid else self.key.split("/")
        return reverse(self.source.page, args=parts)

    @property
    def clock(self):
        if self.promised:
            return clock.decision(self.since, self.promised, localdate())
        return self.source.said(self.since, localdate())

    @property
    def is_late(self):
        return self.promised is not None and self.promised < localdate()


def has_a_list(user):
    """Whether anything here is this person’s work; an assessor has a list of their own."""
    return any(source.who(user) for source in (*CASES, *SOURCES))


def things_for(user):
    """Everything that waits for this person, the most urgent first, by two queries."""
    return Today(user).things


class Today:
    """What waits for one person, read once: by one query the cases, by another all the rest."""

    def __init__(self, user):
        self.steps = [(rank, step) for rank, step in enumerate(CASES) if step.who(user)]
        self.cases = list(map(Waiting._make, waiting_cases(user))) if self.steps else []
        self.lines = lines_for(user)

    @property
    def things(self):
        """Each as a line of the list, the most urgent first."""
        return most_urgent([*self._in_cases(), *self._others()])

    def cases_at(self, stage):
        """How many cases wait at a stage, as far as they were looked at."""
        return sum(case.state == stage for case in self.cases)

    def lines_of(self, rows):
        """How many lines one of the sources gave, as far as they were read."""
        return sum(SOURCES[rank].rows == rows for _key, _name, _since, rank in self.lines)

    def _in_cases(self):
        """What to do next in each case that waits for a decision, where that is this person’s."""
        today, day = localdate(), day_of()
        return [
            thing_of(step, rank, case.reference, case.name, day(case.sent_at), today, case.promised)
            for case in self.cases
            for rank, step in self.steps
            if step.state == case.state and step.when(case)
        ]

    def _others(self):
        today, day = localdate(), day_of()
        return [
            thing_of(SOURCES[rank], len(CASES) + rank, key, name, day(since), today)
            for key, name, since, rank in self.lines
        ]


def lines_for(user):
    """[(what leads to it, its name, since when, its place in SOURCES)], all by one query."""
    return _lines(user) if any(source.who(user) for source in SOURCES) else []


@written_once
def _lines(user):
    first, *others = [
        source.rows(user).ranked(rank) for rank, source in enumerate(SOURCES) if source.who(user)
    ]
    return first.union(*others, all=True) if others else first


def day_of():
    """The day of a moment where we are; the clock on the wall is asked once for a whole list."""
    zone = get_current_timezone()
    return lambda moment: moment.astimezone(zone).date()


def thing_of(source, rank, key, name, since, today, promised=None):
    """One line: what was promised comes before what we only mean to do within some days."""
    own = max(since + timedelta(days=source.within), today)
    return Thing(min(promised, own) if promised else own, rank, since, name, key, source, promised)


def most_urgent(things):
    """In the order in which to do them: what is due first, then by the table, then the oldest."""
    return sorted(things, key=lambda thing: thing[:4])
