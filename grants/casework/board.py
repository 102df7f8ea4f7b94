"""All of a round at a glance: what stands at each stage, and how its promise stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.timezone import localdate, now

from grants.applications.models import Application, SectionAnswers
from grants.funds.promises import Promise, promise_of
from grants.involvement import left_by
from grants.lifecycle import Stage

from . import clock, listing

SHOWN = 60  # of one stage; the rest is a click away
STUCK_AFTER = 14  # days in which nobody wrote anything


@dataclass(frozen=True)
class Column:
    """One stage: how many cases stand there, those that wait longest, and where all of them are."""

    code: str
    label: str
    count: int
    cases: list
    query: str

    @property
    def more(self):
        return self.count - len(self.cases)


@dataclass(frozen=True)
class Drafts:
    """How many were begun and not sent. Who writes them is the co-ops’ own business."""

    number: int
    empty: int
    stuck: int


@dataclass(frozen=True)
class Board:
    columns: list
    drafts: Drafts
    promise: Promise
    clock: str


def board_of(round, user, filters):
    """The board of one round as this person may see it, in the order of the lifecycle."""
    counts = listing.counts_by_state(user, filters)
    by_state = defaultdict(list)
    for case in first_cases(listing.find_cases(user, filters), left_by(user)):
        by_state[case.state].append(case)
    promise = promise_of(round)
    return Board(
        columns=[
            column_of(state, counts[state], by_state[state], filters)
            for state in Stage
            if counts.get(state)
        ],
        drafts=drafts_of(round),
        promise=promise,
        clock="" if promise.is_over else clock.promise(promise.promised, localdate()),
    )


def column_of(state, count, cases, filters):
    # A case that was handed back for changes is a draft again, and its co-op works on it.
    label = "With the co-op for changes" if state == Stage.DRAFT else state.label
    query = filters.but(state=state.value).query
    return Column(state.value, label, count, cases, query)


def first_cases(cases, untold=()):
    """Those at each stage that wait longest, with their assessors: two queries for any number."""
    place = Window(RowNumber(), partition_by="state", order_by=["submitted_at", "pk"])
    rows = cases.select_related("organisation").annotate(place=place)
    shown = rows.filter(place__lte=SHOWN).order_by("state", "place")
    return listing.with_opinions(shown, untold)


def drafts_of(round):
    """Numbers of the drafts of a round that nobody has sent yet."""
    written = SectionAnswers.objects.filter(application=OuterRef("pk"))
    lately = now() - timedelta(days=STUCK_AFTER)
    rows = Application.objects.filter(round=round, state=Stage.DRAFT, submitted_at=None).annotate(
        has_words=Exists(written), is_going_on=Exists(written.filter(saved_at__gte=lately))
    )
    is_stuck = Q(has_words=True, is_going_on=False)
    numbers = rows.aggregate(
        number=Count("pk"),
        empty=Count("pk", filter=Q(has_words=False)),
        stuck=Count("pk", filter=is_stuck),
    )
    return Drafts(**numbers)
