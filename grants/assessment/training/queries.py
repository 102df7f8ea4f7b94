"""What can be asked about practising."""

from dataclasses import dataclass

from grants.funds.models import Criterion, Fund
from grants.funds.question_sets import MARKS

from .models import ModelScore, Practice, PracticeScore, TrainingCase


def funds():
    """Every fund with its training case, if it has one, and how many have filed theirs."""
    rows = list(Fund.objects.select_related("training_case").order_by("name", "pk"))
    filed = Practice.objects.exclude(filed_at=None).values_list("case__fund", flat=True)
    filed = list(filed)
    for fund in rows:
        fund.case = getattr(fund, "training_case", None)
        fund.practised = filed.count(fund.pk)
    return rows


def criteria_of_newest_round(fund):
    """What the newest round of a fund judges: that is what somebody should practise."""
    newest = fund.rounds.order_by("-created_at", "-pk").first()
    return list(Criterion.objects.filter(round=newest).order_by("number")) if newest else []


def cases_for(user):
    """The training cases, each with when this person filed theirs."""
    filed = dict(
        Practice.objects.filter(assessor=user)
        .exclude(filed_at=None)
        .values_list("case", "filed_at")
    )
    cases = list(TrainingCase.objects.select_related("fund").order_by("fund__name", "pk"))
    for case in cases:
        case.filed_at = filed.get(case.pk)
    return cases


def criteria_of(case):
    """What is judged in a training case, each with what 0 to 4 mean."""
    criteria = list(case.model_scores.order_by("number"))
    for criterion in criteria:
        criterion.choices = MARKS
    return criteria


def practice_of(case, user):
    return case.practices.filter(assessor=user).prefetch_related("scores").first()


def scores_in(practice):
    """{criterion id: PracticeScore} of a practice, which may be none yet."""
    if practice is None:
        return {}
    return {score.criterion_id: score for score in practice.scores.all()}


@dataclass(frozen=True)
class Compared:
    """One criterion: what they gave, and what the fund would give."""

    model: ModelScore
    own: PracticeScore

    @property
    def apart(self):
        """How far apart the two marks are; nothing when they could not judge it."""
        return None if self.own.mark is None else abs(self.own.mark - self.model.mark)


def compared(case, practice):
    """The model marks beside theirs. Only for somebody who has filed."""
    own = scores_in(practice)
    return [
        Compared(model, own.get(model.pk, PracticeScore(criterion=model)))
        for model in criteria_of(case)
    ]
