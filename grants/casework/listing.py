"""What can be asked about the list of cases: rows, counts, and what it can be narrowed by."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Value,
)
from django.db.models.functions import Cast

from applicants.models import User
from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment
from grants.assessment.scoring.models import Assessment
from grants.assessment.scoring.whole_round import figures_from, marks_on
from grants.funds.models import Round
from grants.involvement import conflicts_of

from .filters import Filters
from .models import SavedView

PAGE = 60


def find_cases(user, filters):
    """The cases that this person may see, narrowed by what they chose."""
    return filters.narrow(Application.objects.visible_to(user))


def counts_by_state(user, filters):
    """{state: how many}, exact. The few that a conflict hides are counted apart and taken off.

    That way the big count needs one small index and no table.
    """
    sent = Application.objects.filter(submitted_at__isnull=False)
    of_all = filters.but(state="")
    numbers = _numbers_by_state(of_all.narrow(sent), Count("*"))
    hidden = conflicts_of(user)
    if hidden:
        unseen = of_all.narrow(sent.filter(pk__in=hidden))
        numbers = numbers.union(_numbers_by_state(unseen, 0 - Count("*")), all=True)
    counts = Counter()
    for state, number in numbers:
        counts[state] += number
    return counts


def _numbers_by_state(cases, number):
    return cases.order_by().values_list("state").annotate(number=number)


NEWEST_FIRST = ("-submitted_at", "-pk")


def page_of_cases(cases, number, *, untold=()):
    """One page of cases, newest first, each with its assessors and the panel’s figure.

    untold: the cases whose scores are not theirs to see.
    """
    start = (number - 1) * PAGE
    return with_opinions(
        cases.select_related("organisation", "round")
        .only(
            "reference",
            "state",
            "submitted_at",
            "amount_requested",
            "ward",
            "organisation__name",
            "round__name",
        )
        .order_by(*NEWEST_FIRST)[start : start + PAGE],
        untold,
    )


def with_opinions(cases, untold=()):
    """These cases as a list, each with who assesses it, who has filed, and the panel’s figure."""
    rows = list(cases)
    keys = [case.pk for case in rows]
    marks, asked = [], {}
    for row in marks_on(keys, asked_as_marks(keys)):
        if not row.criterion:
            asked.setdefault(row.application, []).append(row)
        else:
            marks.append(row)
    figures = figures_from(marks)
    for case in rows:
        theirs = sorted(asked.get(case.pk, []), key=lambda row: row.assessment)
        case.assessors = [row.name for row in theirs]
        case.filed = sum(row.mark for row in theirs)
        found = None if case.pk in untold else figures.get(case.pk)
        case.figure = found and found.figure
    return rows


def asked_as_marks(keys):
    """Who is asked to assess these cases, in the columns of a mark: 1 for whoever has filed.

    That way the list takes one query for both, whatever is on it.
    """
    nothing = Value(0, BigIntegerField())
    filed = Assessment.objects.counting().filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    )
    asked = Assignment.objects.filter(application__in=keys, ended_at=None)
    return asked.annotate(
        nothing=nothing, has_filed=Cast(Exists(filed), IntegerField())
    ).values_list(
        "application", "pk", "nothing", "nothing", "has_filed", "nothing", "assessor__name"
    )


@dataclass
class Choices:
    """What the list of cases offers beside the cases."""

    rounds: list = field(default_factory=list)  # (reference, name), the newest first
    assessors: list = field(default_factory=list)  # (key, name), by name
    views: list = field(default_factory=list)  # saved ones: (query, name, is one's own, reference)


def choices_for(user):
    """The rounds, assessors and saved views to choose from, by one query."""
    key, text = Cast("pk", CharField()), CharField()
    nothing = Value("", text)
    rounds = Round.objects.published().values_list(
        Value("round", text), "reference", "name", nothing, Cast("opens_at", text)
    )
    assessors = User.objects.filter(is_assessor=True, is_active=True).values_list(
        Value("assessor", text), key, "name", nothing, nothing
    )
    views = SavedView.objects.visible_to(user).values_list(
        Value("view", text), "reference", "name", "query", Cast("owner", text)
    )
    choices = Choices()
    rows = list(rounds.order_by().union(assessors.order_by(), views.order_by(), all=True))
    for kind, code, name, query, more in sorted(rows, key=lambda row: row[2].casefold()):
        if kind == "assessor":
            choices.assessors.append((code, name))
        elif kind == "view":
            choices.views.append((Filters.of(query).query, name, more == str(user.pk), code))
    newest = sorted((row for row in rows if row[0] == "round"), key=lambda row: row[4])
    choices.rounds = [(code, name) for _kind, code, name, *_rest in reversed(newest)]
    return choices
