"""The scores of many cases at once, in as many queries for a thousand as for one."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, F, Value

from grants.applications.models import Application
from grants.assessment.moderating.models import Moderation
from grants.assessment.moderating.queries import marks_agreed
from grants.funds.queries import criteria_of

from .arithmetic import (
    WIDE,
    WIDE_TOTALS,
    difference,
    panel_figure,
    weighted_total,
)
from .models import Assessment, Score
from .queries import is_zero


@dataclass(frozen=True)
class CaseScores:
    """What the scores of one application come to.

    `widest` and `spread` are what is left to talk over: a criterion with a moderated mark counts
    as settled, and totals are compared as if everybody had given the moderated marks.
    """

    figure: Decimal | None
    totals: tuple  # one for each assessment that counts, the lowest first
    widest: int  # the largest difference on a criterion that nobody talked over yet
    spread: Decimal | int  # between the highest and the lowest total
    is_moderated: bool
    is_advice_first: bool

    @property
    def is_open(self):
        """Whether assessors are so far apart that they should talk before the panel meets."""
        return self.widest >= WIDE or self.spread >= WIDE_TOTALS


def scores_of_round(round):
    """{application id: CaseScores} of every application of a round that has scores that count."""
    criteria = criteria_of(round)
    counting = Assessment.objects.counting().filter(application__round=round)
    rows = Score.objects.filter(assessment__in=counting).values_list(
        "assessment__application", "assessment", "criterion", "mark"
    )
    marks = defaultdict(lambda: defaultdict(dict))
    for application, assessment, criterion, mark in rows:
        marks[application][assessment][criterion] = mark
    agreed = defaultdict(dict)
    applications = Application.objects.filter(round=round)
    for (application, criterion), mark in marks_agreed(applications).items():
        agreed[application][criterion] = mark
    return {
        application: case_scores(criteria, list(opinions.values()), agreed[application])
        for application, opinions in marks.items()
    }


class Mark(NamedTuple):
    """One mark that counts, of one assessment; or one that was agreed, the newest last."""

    application: int
    assessment: int  # 0 of an agreed one
    criterion: int
    weight: int
    mark: int | None
    agreed: int  # 0 of one that an assessor gave
    name: str = ""  # for what others join to these rows


class Figure(NamedTuple):
    """The panel’s figure of one case, and how many assessments it rests on."""

    figure: Decimal | None
    assessments: int


def marks_on(applications, *others):
    """Rows of `Mark` of these applications, of any rounds, as one query.

    others: what else is asked in the same query, in the same columns.
    """
    nobody, name = Value(0, BigIntegerField()), Value("", CharField())
    counting = Assessment.objects.counting().filter(application__in=applications)
    given = Score.objects.filter(assessment__in=counting).annotate(agreed=nobody, name=name)
    given = given.values_list(
        "assessment__application",
        "assessment",
        "criterion",
        "criterion__weight",
        "mark",
        "agreed",
        "name",
    )
    agreed = Moderation.objects.filter(application__in=applications)
    agreed = agreed.annotate(nobody=nobody, agreed=F("pk"), name=name).values_list(
        "application", "nobody", "criterion", "criterion__weight", "mark", "agreed", "name"
    )
    return map(Mark._make, given.union(agreed, *others, all=True))


def figures_from(marks):
    """{application id: Figure} of the cases in rows of `Mark` that have scores that count.

    The same sum as the panel’s own: `panel_figure`.
    """
    given, agreed, weights, assessments = defaultdict(dict), defaultdict(dict), {}, defaultdict(set)
    for row in marks:
        weights[row.criterion] = row.weight
        if row.agreed:
            newest = max(agreed[row.application].get(row.criterion, (0,)), (row.agreed, row.mark))
            agreed[row.application][row.criterion] = newest
        else:
            given[row.application].setdefault(row.criterion, []).append(row.mark)
            assessments[row.application].add(row.assessment)
    return {
        application: Figure(
            panel_figure(
                (agreed[application].get(key, (0, None))[1], of_it, weights[key])
                for key, of_it in of_case.items()
            ),
            len(assessments[application]),
        )
        for application, of_case in given.items()
    }


def totals_of_round(round):
    """{application id: {assessor: total}} of every application of a round, as they were filed."""
    weights = {one.pk: one.weight for one in criteria_of(round)}
    counting = Assessment.objects.counting().filter(application__round=round)
    rows = Score.objects.filter(assessment__in=counting).values_list(
        "assessment__application", "assessment__assessor", "criterion", "mark"
    )
    marks = defaultdict(lambda: defaultdict(dict))
    for application, assessor, criterion, mark in rows:
        marks[application][assessor][criterion] = mark
    totals = {
        application: {who: weighted_total(_weighed(of, weights)) for who, of in opinions.items()}
        for application, opinions in marks.items()
    }
    return {
        application: {who: total for who, total in of_case.items() if total is not None}
        for application, of_case in totals.items()
    }


def case_scores(criteria, opinions, agreed):
    """opinions: for each assessment {criterion id: mark}; agreed: the same of moderated marks."""
    given = {one.pk: [opinion.get(one.pk) for opinion in opinions] for one in criteria}
    weights = {one.pk: one.weight for one in criteria}
    totals = [weighted_total(_weighed(opinion, weights)) for opinion in opinions]
    after_talking = (
        [weighted_total(_weighed({**one, **agreed}, weights)) for one in opinions]
        if agreed
        else totals
    )
    return CaseScores(
        figure=panel_figure((agreed.get(key), given[key], weights[key]) for key in given),
        totals=tuple(sorted(total for total in totals if total is not None)),
        widest=max((difference(given[key]) for key in given if key not in agreed), default=0),
        spread=difference(after_talking),
        is_moderated=bool(agreed),
        is_advice_first=any(
            one.is_essential and is_zero(agreed.get(one.pk), given[one.pk]) for one in criteria
        ),
    )


def _weighed(marks, weights):
    return [(mark, weights[criterion]) for criterion, mark in marks.items()]
