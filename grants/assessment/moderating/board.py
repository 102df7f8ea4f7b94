"""Which cases of a round are to be talked over before the panel meets."""

from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment
from grants.assessment.scoring.models import Assessment
from grants.assessment.scoring.whole_round import scores_of_round
from grants.lifecycle import Stage

BEFORE_A_DECISION = (Stage.IN_ASSESSMENT, Stage.WITH_PANEL)


def board_of(round, user):
    """The cases of a round that this person may see: those to talk over first, widest first.

    Each case has its `scores`, if any count yet, `to_come`, how many have not filed yet, and
    `must_wait` where this person still owes scores of their own and so sees nobody else's.
    """
    cases = list(
        Application.objects.visible_to(user)
        .filter(round=round, state__in=BEFORE_A_DECISION)
        .select_related("organisation")
        .only("reference", "state", "organisation__name")
    )
    scores = scores_of_round(round)
    waiting = _waiting_for(round)
    for case in cases:
        owing = waiting.get(case.pk, ())
        case.to_come, case.must_wait = len(owing), user.pk in owing
        case.scores = None if case.must_wait else scores.get(case.pk)
        case.is_open = case.scores is not None and case.scores.is_open
    return sorted(cases, key=_widest_first)


def _widest_first(case):
    found = case.scores
    gap = (-found.widest, -found.spread) if case.is_open else (0, 0)
    return (not case.is_open, *gap, case.organisation.name.casefold(), case.pk)


def _waiting_for(round):
    """{application id: those who are asked and have not filed}."""
    filed = set(
        Assessment.objects.filter(application__round=round)
        .exclude(filed_at=None)
        .values_list("application", "assessor")
    )
    asked = Assignment.objects.filter(application__round=round, ended_at=None)
    waiting = {}
    for application, assessor in asked.values_list("application", "assessor"):
        if (application, assessor) not in filed:
            waiting.setdefault(application, set()).add(assessor)
    return waiting
