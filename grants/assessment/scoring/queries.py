"""What can be asked about scores."""

from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from grants.funds.models import Criterion
from grants.funds.queries import criteria_of, form_of

from .arithmetic import are_apart, mean, weighted_total
from .models import Assessment, Score


def criteria_to_judge(round):
    """The criteria of a round, each with the numbers of the answers to look at."""
    criteria = criteria_of(round)
    questions = [question for section in form_of(round) for question in section.asked]
    for criterion in criteria:
        criterion.informed_by = [
            question.number for question in questions if criterion in question.informs
        ]
    return criteria


def assessment_by(application, user):
    """This person's assessment with its scores, or None."""
    own = application.assessments.filter(assessor=user)
    return own.prefetch_related("scores").first()


def scores_in(assessment):
    """{criterion id: Score} of an assessment, which may be none yet."""
    if assessment is None:
        return {}
    return {score.criterion_id: score for score in assessment.scores.all()}


def must_score_first(application, user):
    """Whether this person still owes their own scores, and so must not see anybody else's."""
    has_filed = application.assessments.filter(assessor=user).exclude(filed_at=None)
    is_asked = application.assignments.filter(assessor=user, ended_at=None)
    return is_asked.exists() and not has_filed.exists()


@dataclass(frozen=True)
class Line:
    """One criterion and what each assessor gave it, in the order of the table."""

    criterion: Criterion
    scores: list[Score]
    mean: Decimal | None
    is_apart: bool


@dataclass(frozen=True)
class ScoreTable:
    """All filed scores of an application, worked out afresh from the marks."""

    assessments: list[Assessment]  # each with its `worked_out` total
    lines: list[Line]
    mean: Decimal | None
    set_aside: list[Assessment] = field(default_factory=list)  # shown, and counted nowhere

    @property
    def has_gaps(self):
        return any(line.is_apart for line in self.lines)


def scores_of(application):
    criteria = criteria_of(application.round)
    filed = list(
        application.assessments.exclude(filed_at=None)
        .select_related("assessor")
        .prefetch_related(Prefetch("scores", Score.objects.select_related("criterion")))
        .order_by("assessor__name", "pk")
    )
    return score_table(
        criteria,
        [assessment for assessment in filed if assessment.set_aside_at is None],
        [assessment for assessment in filed if assessment.set_aside_at is not None],
    )


def score_table(criteria, assessments, set_aside=()):
    for assessment in assessments:
        scores = assessment.scores.all()
        assessment.by_criterion = {score.criterion_id: score for score in scores}
        assessment.worked_out = weighted_total(
            (score.mark, score.criterion.weight) for score in scores
        )
    return ScoreTable(
        assessments=assessments,
        lines=[_line(criterion, assessments) for criterion in criteria],
        mean=mean(assessment.worked_out for assessment in assessments),
        set_aside=list(set_aside),
    )


def _line(criterion, assessments):
    unjudged = Score(criterion=criterion)
    scores = [
        assessment.by_criterion.get(criterion.pk, copy(unjudged)) for assessment in assessments
    ]
    for score, assessment in zip(scores, assessments, strict=True):
        score.assessor = assessment.assessor
    marks = [score.mark for score in scores]
    return Line(criterion, scores, mean(marks), are_apart(marks))
