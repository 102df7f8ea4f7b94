"""Cases that were promised a decision: how far each is, and what to do next in it."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.utils.timezone import localdate

from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment
from grants.assessment.checking.models import EligibilityCheck
from grants.assessment.redacting.models import Redaction
from grants.assessment.scoring.models import Assessment
from grants.casework import clock
from grants.funds.queries import WAITING
from grants.panel.models import AgendaItem
from grants.panel.queries import decided_before
from grants.written import written_once

from .who import approver, officer, only_officer

LOOKED_AT = 300  # cases at one stage, those that wait longest


class Step(NamedTuple):
    """What waits in a case that was promised a decision: the same, for a stage and a condition."""

    who: object
    state: str
    when: object
    text: str
    page: str
    within: int


class Waiting(NamedTuple):
    """What the list needs to know of a case that waits for a decision."""

    reference: str
    name: str
    state: str
    sent_at: object
    promised: date
    is_checked: bool
    is_to_cover: bool  # its round is judged without names, and they are not covered yet
    is_asked: bool  # somebody was asked to assess it
    lacks_scores: bool  # one of those has not filed
    # False unless this person decides:
    is_scored_by_them: bool
    is_decided: bool  # the decision is held, or they wait on the reserve list
    is_on_agenda: bool  # a panel decides about it

    @property
    def is_near(self):
        return self.promised <= localdate() + timedelta(days=clock.NEAR)


@written_once
def waiting_cases(user):
    """The cases at each stage that wait longest, by one query; each is a `Waiting`."""
    cases = Application.objects.visible_to(user)
    looked_at = Q()
    for state in WAITING:
        oldest = cases.filter(state=state).order_by("submitted_at")
        looked_at |= Q(pk__in=oldest.values("pk")[:LOOKED_AT])
    of_it = {"application": OuterRef("pk")}
    asked = Assignment.objects.filter(ended_at=None, **of_it)
    filed = Assessment.objects.filter(
        application=OuterRef("application"),
        assessor=OuterRef("assessor"),
        filed_at__isnull=False,
        set_aside_at=None,  # what is set aside is no score that could be sent on
    )
    # Only who decides is told by these what waits for them, so only they pay for the question.
    for_who_decides = (
        Exists(Assessment.objects.filter(assessor=user, **of_it)),
        Exists(decided_before(OuterRef("pk"))),
        Exists(AgendaItem.objects.filter(is_live=True, **of_it)),
    )
    ready = Redaction.objects.in_force().filter(**of_it)
    return Application.objects.filter(looked_at).values_list(
        "reference",
        "organisation__name",
        "state",
        "submitted_at",
        "round__decision_on",
        Exists(EligibilityCheck.objects.filter(**of_it)),
        ExpressionWrapper(Q(round__is_blind=True) & ~Exists(ready), BooleanField()),
        Exists(asked),
        Exists(asked.exclude(Exists(filed))),
        *(for_who_decides if approver(user) else [Value(False)] * 3),
    )


def is_checked(case):
    return case.is_checked


def is_not_checked(case):
    return not case.is_checked


def is_to_cover(case):
    return case.is_to_cover


def has_nobody(case):
    return not (case.is_asked or case.is_to_cover)


def has_all_scores(case):
    return case.is_asked and not case.lacks_scores


def lacks_scores_and_is_near(case):
    return case.lacks_scores and case.is_near


def is_near(case):
    return case.is_near


def waits_for_them(case):
    return not (case.is_scored_by_them or case.is_decided or case.is_on_agenda)


CHECK, ASSESS, PANEL = WAITING
# Of two things that are equally urgent, the one that stands first here comes first.
CASES = (
    Step(approver, PANEL, waits_for_them, "{} waits for a decision", "case", 7),
    Step(only_officer, PANEL, is_near, "{} is with the panel", "case", 14),
    Step(officer, ASSESS, has_all_scores, "{} has all its scores: send it on", "case_refer", 5),
    Step(officer, ASSESS, is_to_cover, "Cover the names in what {} sent", "case_redact", 2),
    Step(officer, ASSESS, has_nobody, "Choose who assesses {}", "case_assessors", 5),
    Step(officer, ASSESS, lacks_scores_and_is_near, "{} waits for scores", "case_assessors", 14),
    Step(officer, CHECK, is_not_checked, "Check if {} is eligible", "case_eligibility", 5),
    Step(officer, CHECK, is_checked, "{} is checked: start to assess it", "case", 5),
)
