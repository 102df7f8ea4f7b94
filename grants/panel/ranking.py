"""What a panel sees of the scores: a figure for each application, its place, and who disagrees.

The figures are worked out from the marks each time that somebody looks.
"""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Prefetch

from grants.assessment.scoring.models import Assessment, Score
from grants.assessment.scoring.queries import score_table
from grants.funds.queries import criteria_of


class Figures(NamedTuple):
    """One application in numbers; a figure is None when nobody could judge it."""

    figure: Decimal | None  # out of 100
    lowest: Decimal | None
    highest: Decimal | None
    number: int  # of assessments that count
    apart: list  # the criteria on which assessors differ by 2 or more

    @property
    def spread(self):
        """How far the highest total is from the lowest."""
        return self.highest - self.lowest if self.highest is not None else Decimal(0)

    @property
    def disagreement(self):
        """What puts the biggest disagreements first."""
        return (len(self.apart), self.spread)


def figures_of(round, applications):
    """{application key: Figures}, in two queries for all of them."""
    criteria = criteria_of(round)
    filed = (
        Assessment.objects.filter(application__in=applications)
        .exclude(filed_at=None)
        .select_related("assessor")
        .prefetch_related(Prefetch("scores", Score.objects.select_related("criterion")))
        .order_by("assessor__name", "pk")
    )
    by_application = {application.pk: [] for application in applications}
    for assessment in filed:
        by_application[assessment.application_id].append(assessment)
    return {
        key: _figures(score_table(criteria, assessments))
        for key, assessments in by_application.items()
    }


def _figures(table):
    totals = [a.worked_out for a in table.assessments if a.worked_out is not None]
    return Figures(
        figure=table.mean,
        lowest=min(totals, default=None),
        highest=max(totals, default=None),
        number=len(table.assessments),
        apart=[line.criterion for line in table.lines if line.is_apart],
    )


def ranked(items):
    """Give each item its `place`: 1 for the best figure; equal figures share a place."""
    figures = [i.figures.figure for i in items if i.figures.figure is not None]
    for item in items:
        own = item.figures.figure
        item.place = None if own is None else 1 + sum(figure > own for figure in figures)
    return items


def by_disagreement(items):
    """The same items, those first on which assessors differ the most."""
    return sorted(items, key=lambda item: item.figures.disagreement, reverse=True)
