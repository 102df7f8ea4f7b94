"""What finance looks at by the end of a month, besides the lists of payments themselves."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.db.models import Count, Exists, OuterRef, Q, Sum, Window

from applicants.models import StaffRole
from grants.involvement import conflicts_of
from grants.ledger import LedgerEntry, LedgerKind
from grants.lifecycle import ApplicationLifecycle, RunStage
from grants.money import to_the_penny
from grants.templatetags.words import moment, pounds

from .files.profiles import profile_now, why_late
from .limits import limit_of, why_approvals_fell
from .models import Payment
from .queries import STOPPABLE, UNDER_WAY, has_let_go, is_void, runs_for

CAME_BACK = (LedgerKind.FAILURE, LedgerKind.RETURN)
MOST_RUNS = 100
MOST_THAT_CAME_BACK = 50
VOID = "Cancel it, and prepare it again with what is right now"
NEXT = {
    RunStage.APPROVED: "Make the payment file",
    RunStage.EXPORTED: "Take the file to the bank, then say what the bank did",
}


@dataclass(frozen=True)
class ToPay:
    """A page of a list of instalments, and of all in it: how many they are, and how much.

    payable: how many of them, and how much, whoever looks may pay: not what they checked.
    """

    shown: list
    number: int
    amount: Decimal
    page: int = 1
    pages: int = 1
    payable: tuple = (0, Decimal("0.00"))

    @property
    def has_more(self):
        return self.page < self.pages

    @property
    def before(self):
        return self.page - 1

    @property
    def after(self):
        return self.page + 1 if self.has_more else 0


def first_of(instalments, most, *, page=1, payer=None):
    """A page of these instalments with what all of them come to, by one query.

    A page that is not there any more is the first.
    """
    sums = {"how_many": Window(Count("pk")), "in_all": Window(Sum("amount"))}
    if payer is not None:
        theirs = ~Q(account__checked_by=payer)
        sums["payable_number"] = Window(Count("pk", filter=theirs))
        sums["payable_amount"] = Window(Sum("amount", filter=theirs))
    rows = list(instalments.annotate(**sums)[(page - 1) * most : page * most])
    if not rows:
        return (
            ToPay([], 0, to_the_penny(None))
            if page == 1
            else first_of(instalments, most, payer=payer)
        )
    payable = (rows[0].payable_number, to_the_penny(rows[0].payable_amount)) if payer else ()
    number = rows[0].how_many
    return ToPay(
        shown=rows,
        number=number,
        amount=to_the_penny(rows[0].in_all),
        page=page,
        pages=ceil(number / most),
        **({"payable": payable} if payer else {}),
    )


def runs_under_way(user):
    """(those that wait for a second person, those after that), each with what is next."""
    checked = Payment.objects.filter(run=OuterRef("pk"), bank_checked_by=user)
    runs = runs_for(user).filter(state__in=UNDER_WAY).select_related("approved_by")
    runs = runs.annotate(i_checked=Exists(checked), i_let_go=has_let_go(user), is_void=is_void())
    runs = list(runs[:MOST_RUNS])
    stoppable = [run for run in runs if run.state in STOPPABLE]
    profile, fell = profile_now(), why_approvals_fell(stoppable)
    for run in stoppable:
        run.is_void = bool(run.is_void or why_late(run, profile) or fell.get(run.pk))
    limit = limit_of(user) if user.is_finance_approver else None
    for run in runs:
        run.next = _next(run, user, limit)
    return (
        [run for run in runs if run.state == RunStage.PREPARED],
        [run for run in runs if run.state != RunStage.PREPARED],
    )


def _next(run, user, limit):
    if run.is_void:
        return VOID
    return NEXT.get(run.state) or _who_approves(run, user, limit)


def _who_approves(run, user, limit):
    """In few words what the page of the run says too (`next_step`), and in its order."""
    if run.prepared_by_id == user.pk:
        return "Somebody else must approve it: you prepared it"
    if run.i_checked:
        return "Somebody else must approve it: you checked bank details in it"
    if not user.is_finance_approver:
        return "Somebody who approves payments looks at each line"
    if since := user.waits_for(StaffRole.FINANCE_APPROVER):
        return f"Somebody else must approve it: your role counts from {moment(since)}"
    if limit is not None and run.total > limit:
        return f"Somebody else must approve it: you may approve up to {pounds(limit)}"
    if run.i_let_go:
        return "Somebody else must approve it: you let a payment go that a colleague held"
    return "Look at each line, then approve it"


def came_back(user):
    """Payments that failed or that a bank sent back, and that are in no new run yet."""
    again = Payment.objects.live().filter(
        instalment=OuterRef("payment__instalment"), pk__gt=OuterRef("payment")
    )
    rows = (
        LedgerEntry.objects.filter(
            kind__in=CAME_BACK, application__state__in=ApplicationLifecycle.SIGNED
        )
        .exclude(Exists(again))
        .select_related("application__organisation", "payment__run", "payment__instalment")
        .only(
            "kind",
            "on",
            "amount",
            "because",
            "application__reference",
            "application__state",
            "application__organisation__name",
            "payment__run__reference",
            "payment__run__state",
            "payment__instalment__number",
        )
        .order_by("-on", "-pk")
    )
    conflicts = conflicts_of(user)
    rows = rows.exclude(application__in=conflicts) if conflicts else rows
    return list(rows[:MOST_THAT_CAME_BACK])
