"""Everything else that waits: for an answer, a second person, a release, a payment."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from applicants.models import Recovery
from applicants.written import FromNow
from grants.applications.messages.models import Message
from grants.applications.queries import requests_for_more_time
from grants.assessment.conflicts.queries import conflicts_to_settle
from grants.awards.agreeing.queries import unanswered_offers
from grants.awards.letters.models import Kind, Letter
from grants.awards.letters.wordings.queries import wordings_to_read
from grants.awards.releasing.queries import held_and_signed
from grants.awards.reviews.queries import reviews_to_answer, reviews_to_assign
from grants.awards.subsidy.queries import routes_to_answer, to_enter
from grants.awards.subsidy.reminders import long_unconfirmed
from grants.awards.terms.evidence.queries import conditions_to_look_at
from grants.awards.terms.queries import overdue_conditions
from grants.casework import clock, queries
from grants.closure.recovering.models import Way
from grants.closure.recovering.queries import (
    recoveries_that_are_late,
    recoveries_to_decide,
    settlements_to_answer,
)
from grants.funds.models import Round
from grants.funds.queries import enquiries_to_answer
from grants.involvement import conflicts_of
from grants.lifecycle import RunStage
from grants.panel.models import Panel
from grants.payments.accounts.evidence.models import AccountFile
from grants.payments.accounts.models import BankDetails
from grants.payments.holding.models import InstalmentHold
from grants.payments.holding.queries import holds_to_decide
from grants.payments.models import PaymentRun
from grants.payments.results.models import BankResult
from grants.payments.results.queries import marks_for

from .who import approver, decides, finance, officer, pays, reviews

MOST = queries.ENOUGH  # of one source
LETTER_IS_LATE = timedelta(hours=1)  # they are made within minutes
SOON = timedelta(days=7)  # before a round opens or closes


class Source(NamedTuple):
    """Where things to do come from.

    who: whether it is this person's. rows: its `Lines`, given the person.
    text: what to do, with a name in it. page: where. within: the days that it may take. said:
    how its clock is told.
    """

    who: object
    rows: object
    text: str
    page: str
    within: int
    said: object = clock.waits


class Lines(NamedTuple):
    """Rows, and which of their columns are a line: what leads to it, its name, since when.

    Plain columns where there are some: with so many sources, what Django need not work out counts.
    """

    rows: object
    key: object
    name: object
    since: str

    def ranked(self, rank):
        """These lines as they stand beside those of other sources, with their place in SOURCES."""
        rank = Value(rank, IntegerField())
        return self.rows.order_by().values_list(self.key, self.name, self.since, rank)


def _line(rows, *, key, name, since):
    return Lines(rows, key, name, since)


def _few(rows):
    """The first of rows that may be many, as rows to which more can be asked."""
    return rows.model.objects.filter(pk__in=rows.values("pk")[:MOST])


def _open_to(user, rows):
    """Those of these rows that are about cases which no conflict closes to this colleague."""
    hidden = conflicts_of(user)
    return rows.exclude(application__in=hidden) if hidden else rows


def to_read(user):
    """Applications with messages that nobody has read, since the oldest of these."""
    key, name = "application__reference", "application__organisation__name"
    unread = _open_to(user, Message.objects.unread(from_fund=False).order_by())
    few = unread.values("application").distinct()[:MOST]
    rows = unread.filter(application__in=few).values(key, name)
    rows = rows.annotate(written_at=Min("sent_at"))
    return _line(rows, key=key, name=name, since="written_at")


def to_answer(user):
    return _line(enquiries_to_answer(user), key="reference", name="round__name", since="asked_at")


def more_time(user):
    name = "application__organisation__name"
    return _line(requests_for_more_time(user), key="reference", name=name, since="asked_at")


def to_tell(user):
    """Rounds with decisions that wait to be released, since the first of them was signed."""
    key, name = "application__round__reference", "application__round__name"
    rows = _open_to(user, held_and_signed().order_by()).values(key, name)
    rows = rows.annotate(signed_at=Min("item__panel__signed_at"))
    return _line(rows, key=key, name=name, since="signed_at")


def unanswered(user):
    """Offers whose last day is near, or has passed before the clock has ended them."""
    name = "application__organisation__name"
    rows = unanswered_offers(user)
    return _line(rows, key="application__reference", name=name, since="respond_by")


def to_settle(user):
    name = "application__organisation__name"
    return _line(conflicts_to_settle(user), key="reference", name=name, since="declared_at")


def letters_with_a_problem(user):
    """Letters that stopped, and those that nobody has made for an hour."""
    late = ~Q(problem="") | Q(queued_at__lt=FromNow(-LETTER_IS_LATE))
    stuck = Letter.objects.visible_to(user).filter(late, issued_at=None)
    name = "application__organisation__name"
    return _line(stuck, key="application__reference", name=name, since="queued_at")


def failed_mail(user):
    rows = _few(queries.messages(user, state="failed"))
    # Beside the references of all others, PostgreSQL wants words here too.
    return _line(rows, key=Cast("uuid", CharField()), name="to", since="created_at")


def accounts_to_check(user):
    given = BankDetails.objects.current().filter(organisation=OuterRef("award__payee"))
    rows = _few(queries.unchecked_bank_details(user))
    shown = AccountFile.objects.shows().filter(
        details__organisation=OuterRef("award__payee"), details__replaced_at=None
    )
    given_at = Subquery(given.values("entered_at")[:1])
    rows = rows.annotate(given_at=Coalesce(Subquery(shown.values("added_at")[:1]), given_at))
    return _line(rows, key="reference", name="organisation__name", since="given_at")


def conditions(user):
    """What should have been met by now, since its day."""
    rows = overdue_conditions(user).annotate(day=Cast("due_on", DateTimeField()))
    name = "award__application__organisation__name"
    return _line(rows, key="award__reference", name=name, since="day")


def evidence(user):
    """What a co-op sent for a condition, since the first file that nobody has looked at."""
    name = "award__application__organisation__name"
    rows = conditions_to_look_at(user)
    return _line(rows, key="award__reference", name=name, since="came_at")


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


def money_back(user):
    name = "award__application__organisation__name"
    return _line(recoveries_to_decide(user), key="reference", name=name, since="asked_at")


def money_that_came(user):
    return _settlements(user, Way.CAME)


def money_that_did_not_come(user):
    return _settlements(user, Way.UNDONE)


def money_to_write_off(user):
    return _settlements(user, Way.LET_GO)


def _settlements(user, way):
    name = "recovery__award__application__organisation__name"
    rows = settlements_to_answer(user, way)
    return _line(rows, key="reference", name=name, since="said_at")


def on_hold(user):
    """Payments that a colleague holds: they go on, or are never made."""
    of_case = "instalment__award__application"
    number = Cast("instalment__number", CharField())
    key = Concat(f"{of_case}__reference", Value("/"), number, output_field=CharField())
    name = f"{of_case}__organisation__name"
    return _line(holds_to_decide(user), key=key, name=name, since="held_at")


def words_to_read(user):
    """New words for letters, which a colleague wrote and nobody uses yet."""
    number = Cast("version", CharField())
    key = Concat("kind", Value("/"), number, output_field=CharField())
    labels = [When(kind=value, then=Value(label)) for value, label in Kind.choices]
    name = Case(*labels, output_field=CharField())
    return _line(wordings_to_read(user), key=key, name=name, since="written_at")


def money_not_back(user):
    """What should have been paid back by now, since its last day."""
    rows = recoveries_that_are_late(user).annotate(day=Cast("pay_by", DateTimeField()))
    name = "award__application__organisation__name"
    return _line(rows, key="award__reference", name=name, since="day")


def unconfirmed(user):
    rows = long_unconfirmed(user)
    name = "application__organisation__name"
    return _line(rows, key="application__reference", name=name, since="asked_at")


def other_routes(user):
    rows = routes_to_answer(user)
    name = "application__organisation__name"
    return _line(rows, key="reference", name=name, since="proposed_at")


def subsidies_to_enter(user):
    rows = to_enter(user)
    rows = rows.filter(pk__in=rows.values("pk")[:MOST])
    name = "application__organisation__name"
    return _line(rows, key="reference", name=name, since="decided_at")


def _rounds(edge):
    soon = {f"{edge}__gt": FromNow(timedelta()), f"{edge}__lte": FromNow(SOON)}
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
    return runs


def _line_of_run(runs):
    return _line(runs, key="reference", name=F("reference"), since="prepared_at")


def to_approve(user):
    own = Q(prepared_by=user) | Q(payments__bank_checked_by=user)
    let_go = InstalmentHold.objects.overruled_by(user).filter(
        instalment__payments__run=OuterRef("pk")
    )
    runs = _runs(user, RunStage.PREPARED).exclude(own)
    return _line_of_run(runs.exclude(Exists(let_go)))


def to_export(user):
    return _line_of_run(_runs(user, RunStage.APPROVED))


def to_mark(user):
    return _line_of_run(_runs(user, RunStage.EXPORTED))


def to_confirm(user):
    """Runs of which somebody else said what the bank did."""
    marks = marks_for(user).exclude(said_by=user)
    return _line(marks, key="run__reference", name=F("run__reference"), since="said_at")


def to_take_in(user):
    files = BankResult.objects.visible_to(user).waiting()
    return _line(files, key="reference", name="name", since="uploaded_at")


def sitting(user):
    """Panels that sit now with this person on them; what is on their agendas is decided there."""
    rows = Panel.objects.exclude(opened_at=None).filter(signed_at=None, members__user=user)
    return _line(rows, key="reference", name="round__name", since="opened_at")


SOURCES = (
    Source(officer, letters_with_a_problem, "The letter to {} could not be made", "case", 0),
    Source(decides, to_tell, "Tell the co-ops what we decided: {}", "release", 3),
    Source(approver, sitting, "The panel of {} sits: decide", "panel", 0),
    Source(officer, unanswered, "{} has not answered our offer", "offer_extend", 0, clock.answers),
    Source(officer, to_settle, "Settle who is how close to {}", "conflict", 2),
    Source(officer, to_read, "Answer the message of {}", "case_messages", 2),
    Source(officer, more_time, "Decide if {} gets more time", "more_time", 1),
    Source(officer, to_answer, "Answer a question about {}", "enquiry", 2),
    Source(officer, reviews_to_give, "Choose who looks again at {}", "review_assign", 2),
    Source(reviews, reviews_to_write, "Look again at how we decided on {}", "review_answer", 10),
    Source(approver, money_back, "Decide if we ask {} for money back", "money_back_decide", 5),
    Source(approver, money_to_write_off, "Decide if we write off money of {}", "settlement", 5),
    Source(approver, other_routes, "Answer on the public money of {}", "route_answer", 3),
    Source(approver, on_hold, "Decide if a payment to {} goes on", "instalment_let_go", 5),
    Source(finance, money_that_came, "Confirm the money back from {}", "settlement", 3),
    Source(finance, money_that_did_not_come, "Look again if money of {} came", "settlement", 3),
    Source(officer, money_not_back, "{} has not paid back what we asked", "case_money_back", 0),
    Source(officer, unconfirmed, "{} has not confirmed its public money", "case_reminder", 14),
    Source(officer, accounts_to_check, "Check the bank details of {}", "bank_check", 5),
    Source(pays, to_approve, "Approve the payments of {}", "run", 2),
    Source(finance, to_export, "Make the payment file of {}", "run", 2),
    Source(officer, evidence, "Look at what {} sent for a condition", "case_conditions", 3),
    Source(officer, conditions, "Look after a condition of {}", "case_conditions", 3),
    Source(finance, to_confirm, "Confirm what the bank did with {}", "run", 2),
    Source(finance, to_mark, "Say what the bank did with {}", "run", 3),
    Source(finance, to_take_in, "Look at the file {} and take it in", "result", 1),
    Source(decides, words_to_read, "Read new words for a letter: {}", "letter_wording", 5),
    Source(officer, reports, "Read the report of {}", "report_review", 10),
    Source(officer, recoveries, "Decide who owns the record of {}", "recovery_decide", 5),
    Source(
        officer,
        subsidies_to_enter,
        "Enter the help to {} in the public subsidy database",
        "case_subsidy",
        80,  # of about 90 days; what is late comes first in any case
        clock.entered,
    ),
    Source(officer, closing, "{} closes soon", "round", 0, clock.closes),
    Source(officer, opening, "{} opens soon", "round", 0, clock.opens),
    Source(officer, failed_mail, "The email to {} could not be sent", "email", 3),
)
