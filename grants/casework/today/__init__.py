"""What waits for one colleague today: one list, the most urgent first, each with its clock.

`CASES` and `SOURCES` say where the list comes from: for whom, what they can do about it, where,
and how long it may take. Two queries read all of it, the oldest first, so that the list costs
the same however much waits. Cases that a conflict closes are in neither.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import IntegerField, Value
from django.urls import reverse
from django.utils.timezone import localdate

from grants.casework import clock

from .cases import CASES, waiting_cases
from .others import SOURCES

TEN = 10


@dataclass(frozen=True)
class Thing:
    """One line of the list: what to do, where, and how long it has waited or may still take."""

    text: str
    url: str
    clock: str
    due: date
    rank: int
    since: date
    is_late: bool = False
    page: str = ""  # the name of where: what kind of thing it is


def has_a_list(user):
    """Whether anything here is this person’s work; an assessor has a list of their own."""
    return any(source.who(user) for source in (*CASES, *SOURCES))


def things_for(user):
    """Everything that waits for this person, the most urgent first, by two queries."""
    return most_urgent([*things_in_cases(user), *other_things(user)])


def things_in_cases(user):
    """What to do next in each case that waits for a decision, where that is this person’s."""
    steps = [(rank, step) for rank, step in enumerate(CASES) if step.who(user)]
    if not steps:
        return []
    return [
        thing_of(step, rank, case.reference, case.name, case.sent_at, case.promised)
        for case in waiting_cases(user)
        for rank, step in steps
        if step.state == case.state and step.when(case)
    ]


def other_things(user):
    found = [
        source.rows(user).annotate(rank=Value(rank, IntegerField()))
        for rank, source in enumerate(SOURCES)
        if source.who(user)
    ]
    if not found:
        return []
    first, *others = found
    lines = first.union(*others, all=True) if others else first
    return [
        thing_of(SOURCES[rank], len(CASES) + rank, key, name, since)
        for key, name, since, rank in lines
    ]


def thing_of(source, rank, key, name, at, promised=None):
    """One line: what was promised comes before what we only mean to do within some days."""
    since, today = localdate(at), localdate()
    own = max(since + timedelta(days=source.within), today)
    kwargs = {"uuid": UUID(key)} if source.page == "email" else {"reference": key}
    if promised:
        told = clock.decision(since, promised, today)
    else:
        told = source.said(since, today)
    return Thing(
        text=source.text.format(name),
        url=reverse(source.page, kwargs=kwargs),
        clock=told,
        due=min(promised, own) if promised else own,
        rank=rank,
        since=since,
        is_late=promised is not None and promised < today,
        page=source.page,
    )


def most_urgent(things):
    """In the order in which to do them: what is due first, then by the table, then the oldest."""
    return sorted(things, key=lambda thing: (thing.due, thing.rank, thing.since, thing.text))
