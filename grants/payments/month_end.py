"""What finance looks at by the end of a month, besides the lists of payments themselves."""

from django.db.models import Count, Exists, OuterRef, Q, Sum

from grants.involvement import conflicts_of
from grants.ledger import NOTHING, LedgerEntry, LedgerKind
from grants.lifecycle import ApplicationLifecycle, RunStage

from .models import Payment
from .queries import UNDER_WAY, runs_for, unpaid_with_accounts

CAME_BACK = (LedgerKind.FAILURE, LedgerKind.RETURN)
MOST_RUNS = 100
MOST_THAT_CAME_BACK = 50
VOID = "Cancel it, and prepare it again with what is right now"
NEXT = {
    RunStage.APPROVED: "Make the payment file",
    RunStage.EXPORTED: "Take the file to the bank, then say what the bank did",
}


def sums_to_pay(user):
    """How many payments are ready and how many wait, and how much that is; in one query."""
    is_ready = Q(is_ready=True)
    sums = unpaid_with_accounts(user).aggregate(
        ready=Sum("amount", filter=is_ready),
        ready_number=Count("pk", filter=is_ready),
        all=Sum("amount"),
        number=Count("pk"),
    )
    ready = sums["ready"] or NOTHING
    return {
        "ready": ready,
        "ready_number": sums["ready_number"],
        "waiting": (sums["all"] or NOTHING) - ready,
        "waiting_number": sums["number"] - sums["ready_number"],
    }


def runs_under_way(user):
    """(those that wait for a second person, those after that), each with what is next."""
    checked = Payment.objects.filter(run=OuterRef("pk"), bank_checked_by=user)
    runs = runs_for(user).filter(state__in=UNDER_WAY).annotate(i_checked=Exists(checked))
    runs = list(runs[:MOST_RUNS])
    for run in runs:
        run.next = _next(run, user)
    return (
        [run for run in runs if run.state == RunStage.PREPARED],
        [run for run in runs if run.state != RunStage.PREPARED],
    )


def _next(run, user):
    if run.is_void:
        return VOID
    return NEXT.get(run.state) or _who_approves(run, user)


def _who_approves(run, user):
    if run.prepared_by_id == user.pk:
        return "Somebody else must approve it: you prepared it"
    if run.i_checked:
        return "Somebody else must approve it: you checked bank details in it"
    if user.is_finance_approver:
        return "Look at each line, then approve it"
    return "Somebody who approves payments looks at each line"


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
        .defer("payment__run__file")
        .order_by("-on", "-pk")
    )
    conflicts = conflicts_of(user)
    rows = rows.exclude(application__in=conflicts) if conflicts else rows
    return list(rows[:MOST_THAT_CAME_BACK])
