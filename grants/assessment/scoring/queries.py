"""What can be asked about scores."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from grants.assessment.moderating.models import Moderation
from grants.assessment.moderating.queries import moderations_in
from grants.funds.models import Criterion
from grants.funds.queries import criteria_of, form_of

from .arithmetic import are_apart, mean, panel_figure, totals_are_apart, weighted_total
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


def names_still_to_file(application):
    """Who is asked to assess it and has not filed yet, by name; nothing when all have."""
    filed = application.assessments.exclude(filed_at=None).values("assessor")
    waiting = application.assignments.filter(ended_at=None).exclude(assessor__in=filed)
    return ", ".join(str(row.assessor) for row in waiting.select_related("assessor").order_by("pk"))


@dataclass(frozen=True)
class Line:
    """One criterion, what each assessor gave it, in the order of the table, and what was agreed."""

    criterion: Criterion
    scores: list[Score]
    mean: Decimal | None
    is_apart: bool
    moderations: list[Moderation]  # what was agreed, the newest first

    @property
    def moderation(self):
        """The mark that was agreed and counts, or None."""
        return self.moderations[0] if self.moderations else None

    @property
    def marks(self):
        return [score.mark for score in self.scores]

    @property
    def is_open(self):
        """Far apart, and not talked over yet."""
        return self.is_apart and self.moderation is None


@dataclass(frozen=True)
class ScoreTable:
    """All scores of an application that count, worked out afresh from the marks."""

    assessments: list[Assessment]  # each with its `worked_out` total
    lines: list[Line]
    figure: Decimal | None  # what the panel goes by
    totals_are_apart: bool
    set_aside: list[Assessment] = field(default_factory=list)  # shown, and counted nowhere

    @property
    def has_gaps(self):
        return any(line.is_open for line in self.lines)

    @property
    def is_moderated(self):
        return any(line.moderation for line in self.lines)

    @property
    def advice_first(self):
        """The essential criteria that stand at 0: with one of them it is advice, not money."""
        return [
            line.criterion
            for line in self.lines
            if line.criterion.is_essential and is_zero(_mark_of(line.moderation), line.marks)
        ]


def scores_of(application):
    """The table of an application: what each assessor gave, and what they agreed on."""
    return score_tables(application.round, [application])[application.pk]


def score_tables(round, applications):
    """{application id: ScoreTable} of applications of one round, in as many queries as for one."""
    scores = Score.objects.filter(assessment__filed_at__isnull=False)
    scores = scores.filter(assessment__application__in=applications)
    given = defaultdict(dict)
    for score in scores.select_related("assessment__assessor"):
        of_case = given[score.assessment.application_id]
        of_case.setdefault(score.assessment, {})[score.criterion_id] = score
    criteria, agreed = criteria_of(round), moderations_in(applications)
    return {one.pk: _table(criteria, given[one.pk], agreed.get(one.pk, {})) for one in applications}


def _table(criteria, given, agreed):
    """given: {assessment: {criterion id: Score}}; agreed: what was agreed on each criterion."""
    everybody = sorted(given, key=lambda one: (one.assessor.name, one.pk))
    by_name = [one for one in everybody if one.set_aside_at is None]
    set_aside = [one for one in everybody if one.set_aside_at is not None]
    for assessment in by_name:
        assessment.by_criterion = given[assessment]
        assessment.worked_out = weighted_total(
            (given[assessment][one.pk].mark, one.weight)
            for one in criteria
            if one.pk in given[assessment]
        )
    lines = [_line(one, by_name, agreed.get(one.pk, [])) for one in criteria]
    return ScoreTable(
        assessments=by_name,
        lines=lines,
        figure=panel_figure(
            (_mark_of(line.moderation), line.marks, line.criterion.weight) for line in lines
        )
        if by_name
        else None,  # what was agreed on stands for scores, and none of them counts any more
        totals_are_apart=totals_are_apart(totals_after_talking(lines, len(by_name))),
        set_aside=set_aside,
    )


def totals_after_talking(lines, number):
    """Each assessor's total as if they had given the marks that were agreed since."""
    return [
        weighted_total(
            (_mark_of(line.moderation, line.scores[place].mark), line.criterion.weight)
            for line in lines
        )
        for place in range(number)
    ]


def is_zero(moderated, marks):
    """Whether a criterion stands at 0: the mark that was agreed is, or one that counts."""
    return moderated == 0 if moderated is not None else 0 in marks


def _mark_of(moderation, otherwise=None):
    return otherwise if moderation is None else moderation.mark


def _line(criterion, assessments, moderations):
    unjudged = Score(criterion=criterion)
    scores = [
        assessment.by_criterion.get(criterion.pk, copy(unjudged)) for assessment in assessments
    ]
    for score, assessment in zip(scores, assessments, strict=True):
        score.assessor = assessment.assessor
    marks = [score.mark for score in scores]
    return Line(criterion, scores, mean(marks), are_apart(marks), moderations)
