"""What can be asked about eligibility, assessors and scores."""

from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from applicants.models import User
from grants.applications.partners.models import Partner
from grants.funds.models import Criterion
from grants.funds.queries import criteria_of, form_of
from grants.lifecycle import Stage

from .models import Assessment, Assignment, Recommendation, Score
from .scoring import are_apart, mean, weighted_total


def eligibility_of(application):
    """The tests of the round, in order, each with its `check` or None."""
    checks = {
        check.test_id: check
        for check in application.eligibility_checks.select_related("checked_by")
    }
    tests = list(application.round.eligibility_tests.order_by("number"))
    for test in tests:
        test.check_made = checks.get(test.pk)
    return tests


def verdict_on(tests):
    """What the checks made so far allow: "unfinished", "not_met" or "met"."""
    made = [test.check_made for test in tests]
    if any(check is not None and check.is_fail for check in made):
        return "not_met"
    return "met" if all(made) else "unfinished"


def assessors_free_for(application):
    """Those who may be asked to assess it, each with how many they have `to_score` now."""
    filed = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    ).exclude(filed_at=None)
    holding = (
        Assignment.objects.filter(
            assessor=OuterRef("pk"),
            ended_at=None,
            application__state=Stage.IN_ASSESSMENT,
            application__submitted_at__isnull=False,
        )
        .exclude(Exists(filed))
        .order_by()
        .values("assessor")
        .annotate(number=Count("pk"))
        .values("number")
    )
    asked = application.assignments.filter(ended_at=None)
    joined = Partner.objects.joined().filter(application=application)
    return (
        User.objects.filter(is_assessor=True, is_active=True)
        .exclude(conflicts__application=application)
        .exclude(memberships__organisation=application.organisation_id)
        .exclude(memberships__organisation__in=joined.values("organisation"))
        .exclude(pk__in=asked.values("assessor"))
        .annotate(to_score=Coalesce(Subquery(holding), 0))
        .order_by("to_score", "name", "pk")
    )


def assessors_of(application):
    """Who is asked to assess it now, each with `filed_at` when they have."""
    filed = Assessment.objects.filter(
        application=OuterRef("application"), assessor=OuterRef("assessor")
    )
    return (
        application.assignments.filter(ended_at=None)
        .select_related("assessor")
        .annotate(filed_at=Subquery(filed.values("filed_at")[:1]))
        .order_by("assessor__name", "pk")
    )


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


def recommendation_before(application):
    """The advice that went to the panel last time, to start from after a deferral."""
    advice = Recommendation.objects.filter(application=application).first()
    if advice is None:
        return {"amount": application.amount_requested, "days": application.days_requested}
    return {"amount": advice.amount, "days": advice.days, "reason": advice.reason}


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

    @property
    def has_gaps(self):
        return any(line.is_apart for line in self.lines)


def scores_of(application):
    criteria = criteria_of(application.round)
    assessments = list(
        application.assessments.exclude(filed_at=None)
        .select_related("assessor")
        .prefetch_related(Prefetch("scores", Score.objects.select_related("criterion")))
        .order_by("assessor__name", "pk")
    )
    return score_table(criteria, assessments)


def score_table(criteria, assessments):
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
