"""What waits for one colleague today: one list, the most urgent first, each with its clock.

`CASES` and `SOURCES` say where the list comes from: for whom, what they can do about it, where,
and how long it may take. Two queries read all of it, the oldest first, so that the list costs
the same however much waits. Cases that a conflict closes are in neither.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.models import Recovery
from grants.applications.messages.models import Message
from grants.applications.models import Application
from grants.applications.queries import requests_for_more_time
from grants.assessment.assigning.models import Assignment
from grants.assessment.checking.models import EligibilityCheck
from grants.assessment.conflicts.queries import conflicts_to_settle
from grants.assessment.redacting.models import Redaction
from grants.assessment.scoring.models import Assessment
from grants.awards.models import Letter
from grants.awards.releasing.queries import held_and_signed
from grants.awards.reviews.queries import reviews_to_answer, reviews_to_assign
from grants.funds.models import Round
from grants.funds.queries import WAITING, enquiries_to_answer
from grants.involvement import conflicts_of
from grants.lifecycle import RunStage
from grants.panel.queries import decided_before
from grants.payments.accounts.models import BankDetails
from grants.payments.models import PaymentRun

from . import clock, queries

TEN = 10
MOST = queries.ENOUGH  # of one source
LOOKED_AT = 300  # cases at one stage, those that wait longest
SOON = 7  # days before a round opens or closes


@dataclass(frozen=True)
class Thing:
    """One line of the list: what to do, where, and how long it has waited or may still take."""

    text: str
    url: str
    clock: str
    due: date
    rank: int
    since: date
    is_late: bool = False


class Source(NamedTuple):
    """Where things to do come from.

    who: whether it is this person's. rows: the rows, given the person, as `_line` makes them.
    text: what to do, with a name in it. page: where. within: the days that it may take. said:
    how its clock is told.
    """

    who: object
    rows: object
    text: str
    page: str
    within: int
    said: object = clock.waits


class Step(NamedTuple):
    """What waits in a case that was promised a decision: the same, for a stage and a condition."""

    who: object
    state: str
    when: object
    text: str
    page: str
    within: int


# Cases


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
    is_scored_by_them: bool
    is_decided: bool  # the decision is held, or they wait on the reserve list

    @property
    def is_near(self):
        return self.promised <= localdate() + timedelta(days=clock.NEAR)


def waiting_cases(user):
    """The cases at each stage that wait longest, by one query."""
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
    ready = Redaction.objects.in_force().filter(**of_it)
    rows = Application.objects.filter(looked_at).values_list(
        "reference",
        "organisation__name",
        "state",
        "submitted_at",
        "round__decision_on",
        Exists(EligibilityCheck.objects.filter(**of_it)),
        ExpressionWrapper(Q(round__is_blind=True) & ~Exists(ready), BooleanField()),
        Exists(asked),
        Exists(asked.exclude(Exists(filed))),
        Exists(Assessment.objects.filter(assessor=user, **of_it)),
        Exists(decided_before(OuterRef("pk"))),
    )
    return map(Waiting._make, rows)


# Everything else. Every row is (what leads to it, its name, since when, its place in SOURCES).


def _line(rows, *, key, name, since):
    return rows.order_by().values_list(Cast(key, CharField()), Cast(name, CharField()), F(since))


def _few(rows):
    """The first of rows that may be many, as rows to which more can be asked."""
    return rows.model.objects.filter(pk__in=rows.values("pk")[:MOST])


def to_read(user):
    unread = Message.objects.unread(from_fund=False).filter(application=OuterRef("pk"))
    oldest = unread.order_by("sent_at").values("sent_at")[:1]
    rows = _few(queries.threads_to_read(user)).annotate(written_at=Subquery(oldest))
    return _line(rows, key="reference", name="organisation__name", since="written_at")


def to_answer(user):
    return _line(enquiries_to_answer(user), key="reference", name="round__name", since="asked_at")


def more_time(user):
    name = "application__organisation__name"
    return _line(requests_for_more_time(user), key="reference", name=name, since="asked_at")


def to_tell(user):
    """Rounds with decisions that wait to be released, since the first of them was signed."""
    held = held_and_signed().exclude(application__in=conflicts_of(user))
    rounds = Round.objects.filter(applications__resolutions__in=held)
    rows = rounds.annotate(signed_at=Min("applications__resolutions__item__panel__signed_at"))
    return _line(rows, key="reference", name="name", since="signed_at")


def to_settle(user):
    name = "application__organisation__name"
    return _line(conflicts_to_settle(user), key="reference", name=name, since="declared_at")


def letters_with_a_problem(user):
    stuck = Letter.objects.visible_to(user).filter(issued_at=None).exclude(problem="")
    name = "application__organisation__name"
    return _line(stuck, key="application__reference", name=name, since="queued_at")


def failed_mail(user):
    rows = _few(queries.messages(user, state="failed"))
    return _line(rows, key="uuid", name="to", since="created_at")


def accounts_to_check(user):
    given = BankDetails.objects.current().filter(organisation=OuterRef("organisation"))
    rows = _few(queries.unchecked_bank_details(user))
    rows = rows.annotate(given_at=Subquery(given.values("entered_at")[:1]))
    return _line(rows, key="reference", name="organisation__name", since="given_at")


def reports(user):
    rows = _few(queries.reports_to_read(user))
    name = "award__application__organisation__name"
    return _line(rows, key="reference", name=name, since="sent_at")


def recoveries(user):
    rows = Recovery.objects.open().exclude(agreed_at=None)
    hidden = conflicts_of(user)
    if hidden:
        rows = rows.exclude(organisation__applications__in=hidden)
    key = "organisation__reference"
    return _line(rows, key=key, name="organisation__name", since="agreed_at")


def reviews_to_give(user):
    name = "decision__application__organisation__name"
    return _line(reviews_to_assign(user), key="reference", name=name, since="asked_at")


def reviews_to_write(user):
    name = "decision__application__organisation__name"
    return _line(reviews_to_answer(user), key="reference", name=name, since="assigned_at")


def _rounds(edge):
    soon = {f"{edge}__gt": now(), f"{edge}__lte": now() + timedelta(days=SOON)}
    rows = Round.objects.published().filter(**soon)
    return _line(rows, key="reference", name="name", since=edge)


def opening(_user):
    return _rounds("opens_at")


def closing(_user):
    return _rounds("closes_at")


def _runs(user, state):
    runs = PaymentRun.objects.filter(state=state)
    hidden = conflicts_of(user)
    if hidden:
        runs = runs.exclude(payments__instalment__award__application__in=hidden)
    return _line(runs, key="reference", name="reference", since="prepared_at")


def to_approve(user):
    own = Q(prepared_by=user) | Q(payments__bank_checked_by=user)
    return _runs(user, RunStage.PREPARED).exclude(own)


def to_export(user):
    return _runs(user, RunStage.APPROVED)


def to_mark(user):
    return _runs(user, RunStage.EXPORTED)


def officer(user):
    return user.is_officer


def only_officer(user):
    return user.is_officer and not user.is_approver


def approver(user):
    return user.is_approver


def decides(user):
    return user.is_officer or user.is_approver


def pays(user):
    return user.is_finance_approver


def finance(user):
    return user.is_finance_preparer or user.is_finance_approver


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
    return not case.is_scored_by_them and not case.is_decided


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
SOURCES = (
    Source(officer, letters_with_a_problem, "The letter to {} could not be made", "case", 0),
    Source(decides, to_tell, "Tell the co-ops what we decided: {}", "release", 3),
    Source(officer, to_settle, "Settle who is how close to {}", "conflict", 2),
    Source(officer, to_read, "Answer the message of {}", "case_messages", 2),
    Source(officer, more_time, "Decide if {} gets more time", "more_time", 1),
    Source(officer, to_answer, "Answer a question about {}", "enquiry", 2),
    Source(officer, reviews_to_give, "Choose who looks again at {}", "review_assign", 2),
    Source(decides, reviews_to_write, "Look again at how we decided on {}", "review_answer", 10),
    Source(officer, accounts_to_check, "Check the bank details of {}", "bank_check", 5),
    Source(pays, to_approve, "Approve the payments of {}", "run", 2),
    Source(finance, to_export, "Make the payment file of {}", "run", 2),
    Source(finance, to_mark, "Mark {} as paid, once the bank has paid", "run", 3),
    Source(officer, reports, "Read the report of {}", "report_review", 10),
    Source(officer, recoveries, "Decide who owns the record of {}", "recovery_decide", 5),
    Source(officer, closing, "{} closes soon", "round", 0, clock.closes),
    Source(officer, opening, "{} opens soon", "round", 0, clock.opens),
    Source(officer, failed_mail, "The email to {} could not be sent", "email", 3),
)


# The list.


def has_a_list(user):
    """Whether anything here is this person’s work; an assessor has a list of their own."""
    return any(source.who(user) for source in (*CASES, *SOURCES))


def things_for(user):
    """Everything that waits for this person, the most urgent first, by two queries."""
    return most_urgent([*things_in_cases(user), *other_things(user)])


def things_in_cases(user):
    """What to do next in each case that waits for a decision, where that is this person’s."""
    steps = [(rank, step) for rank, step in enumerate(CASES) if step.who(user)]
    if not steps:
        return []
    return [
        thing_of(step, rank, case.reference, case.name, case.sent_at, case.promised)
        for case in waiting_cases(user)
        for rank, step in steps
        if step.state == case.state and step.when(case)
    ]


def other_things(user):
    found = [
        source.rows(user).annotate(rank=Value(rank, IntegerField()))
        for rank, source in enumerate(SOURCES)
        if source.who(user)
    ]
    if not found:
        return []
    first, *others = found
    lines = first.union(*others, all=True) if others else first
    return [
        thing_of(SOURCES[rank], len(CASES) + rank, key, name, since)
        for key, name, since, rank in lines
    ]


def thing_of(source, rank, key, name, at, promised=None):
    """One line: what was promised comes before what we only mean to do within some days."""
    since, today = localdate(at), localdate()
    own = max(since + timedelta(days=source.within), today)
    kwargs = {"uuid": UUID(key)} if source.page == "email" else {"reference": key}
    if promised:
        told = clock.decision(since, promised, today)
    else:
        told = source.said(since, today)
    return Thing(
        text=source.text.format(name),
        url=reverse(source.page, kwargs=kwargs),
        clock=told,
        due=min(promised, own) if promised else own,
        rank=rank,
        since=since,
        is_late=promised is not None and promised < today,
    )


def most_urgent(things):
    """In the order in which to do them: what is due first, then by the table, then the oldest."""
    return sorted(things, key=lambda thing: (thing.due, thing.rank, thing.since, thing.text))
