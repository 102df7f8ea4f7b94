"""Rounds, awards and the ledger: what was promised fits the budget, and the rows fit the award."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Round as Rounded

from grants.awards.models import Award
from grants.awards.terms.models import Instalment
from grants.funds.models import Round
from grants.ledger import COMMITTED, NOTHING, PAID, SENT, LedgerEntry, LedgerKind
from grants.lifecycle import ApplicationLifecycle, RunStage
from grants.money import PoundsField, in_pounds
from grants.payments.books.forecast import PROMISED
from grants.payments.holding.models import InstalmentCancellation
from grants.payments.models import Payment

KEPT = (LedgerKind.COMMITMENT, LedgerKind.RELEASE)  # what a co-op pays back is not given up
WENT_TO_THE_BANK = (RunStage.EXPORTED, RunStage.SETTLED)
CAME_BACK = (LedgerKind.RETURN, LedgerKind.RECOVERY)
MOVED_BY_BANK = (LedgerKind.PAYMENT, LedgerKind.FAILURE, LedgerKind.RETURN)


def summed(rows, by, amount):
    """A subquery: the sum of an amount over the rows that belong to the outer row; 0.00 if none."""
    rows = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    found = Subquery(rows.annotate(sum=Sum(amount)).values("sum"), output_field=PoundsField())
    # SQLite adds up in floating point.
    return Rounded(Coalesce(found, NOTHING), precision=2, output_field=PoundsField())


def rounds():
    return Round.objects.all()


def faults_of_rounds():
    """Live awards and promises never exceed a round's budget (invariants 13 and 18)."""
    live = Award.objects.filter(application__state__in=ApplicationLifecycle.LIVE_AWARD)
    for round in rounds().annotate(
        promised=summed(LedgerEntry.objects.all(), "application__round", COMMITTED),
        awarded=summed(live, "application__round", "amount"),
    ):
        if round.promised > round.budget:
            yield (
                f"{round}: {in_pounds(round.promised)} is promised, and the budget is "
                f"{in_pounds(round.budget)}."
            )
        if round.awarded > round.budget:
            yield (
                f"{round}: its awards add up to {in_pounds(round.awarded)}, and the budget is "
                f"{in_pounds(round.budget)}."
            )


def awards():
    return Award.objects.all()


def faults_of_awards():
    """An award, its instalments, its promise and its payments agree (invariants 14, 15, 17)."""
    rows = LedgerEntry.objects.all()
    found = (
        awards()
        .annotate(
            planned=summed(Instalment.objects.all(), "award", "amount"),
            committed=summed(rows, "application__award", COMMITTED),
            moved=summed(rows, "application__award", PAID),
            sent=summed(rows, "application__award", SENT),
            promised=summed(rows.filter(kind__in=KEPT), "application__award", COMMITTED),
            cancelled=summed(InstalmentCancellation.objects.all(), "instalment__award", "amount"),
            approved=summed(Payment.objects.live(), "instalment__award", "amount"),
            exported=summed(
                Payment.objects.live().filter(run__state__in=WENT_TO_THE_BANK),
                "instalment__award",
                "amount",
            ),
        )
        .select_related("application")
    )
    for award in found.iterator(500):
        yield from (f"{award}: {fault}" for fault in _faults_of_award(award))


def _faults_of_award(award):
    state = award.application.state
    if award.planned != award.amount:
        yield (
            f"its instalments add up to {in_pounds(award.planned)}, and the award is "
            f"{in_pounds(award.amount)}."
        )
    kept = award.amount - award.cancelled
    if state in PROMISED and award.promised != kept:
        without = " without what was cancelled" if award.cancelled else ""
        yield (
            f"the ledger says that {in_pounds(award.promised)} was promised, and the award is "
            f"{in_pounds(kept)}{without}."
        )
    for more, less, words in (
        (award.sent, award.exported, "more was paid than stood in payment files"),
        (award.approved, award.amount, "more stands in payment runs than was awarded"),
        (award.moved, award.committed, "more was paid than is promised"),
    ):
        if more > less:
            yield f"{words}: {in_pounds(more)} against {in_pounds(less)}."
    if min(award.committed, award.moved) < 0:
        yield "more came back than was ever promised or paid."
    if state in ApplicationLifecycle.ENDED and award.committed > award.moved:
        left = in_pounds(award.committed - award.moved)
        yield f"it has ended, and {left} of it is still promised."


def rows():
    return LedgerEntry.objects.all()


def faults_of_rows():
    """Each row is about its own award, and says what its payment says (invariants 16, 17, 21)."""
    for row in rows().filter(application__award=None).select_related("application"):
        yield f"{row.key}: {row.application} has a row in the ledger and no award."
    moved = rows().filter(kind__in=MOVED_BY_BANK)
    moved = moved.select_related("payment__run", "payment__instalment__award", "application")
    for row in moved.defer("payment__run__file").iterator(500):
        payment = row.payment
        if payment.instalment.award.application_id != row.application_id:
            yield f"{row.key}: it stands with {row.application}, and its payment with another."
        if row.amount != payment.amount:
            yield (
                f"{row.key}: {in_pounds(row.amount)} in the ledger, "
                f"{in_pounds(payment.amount)} in the run."
            )
        if payment.run.state not in WENT_TO_THE_BANK:
            yield f"{row.key}: the bank never had {payment.run}."
    yield from _faults_of_corrections()
    yield from _faults_on_the_way()
    twice = Payment.objects.annotate(
        times=Count("ledger", filter=Q(ledger__kind=LedgerKind.PAYMENT))
    ).filter(times__gt=1)
    for payment in twice:
        yield f"{payment.reference}: the ledger says that it was paid {payment.times} times."


def _faults_of_corrections():
    """What turns a row back is as much as that row, in the same award, and no other kind of row."""
    for row in rows().filter(kind=LedgerKind.CORRECTION).select_related("application"):
        of = {"key": row.key.removesuffix("/undone"), "kind": LedgerKind.RECOVERY}
        turned = LedgerEntry.objects.filter(**of, amount=row.amount, application=row.application)
        if not turned.exists():
            yield f"{row.key}: it turns back what never came."


def _faults_on_the_way():
    """More came back than was out at that time, also where what was paid since hides it."""
    moves = dict.fromkeys(CAME_BACK, -1) | {LedgerKind.PAYMENT: 1, LedgerKind.CORRECTION: 1}
    out = defaultdict(Decimal)
    which = rows().filter(kind__in=CAME_BACK).order_by().values("application")
    for row in rows().filter(application__in=which).order_by("pk").iterator(500):
        out[row.application_id] += moves.get(row.kind, 0) * row.amount
        if row.kind in CAME_BACK and out[row.application_id] < 0:
            yield f"{row.key}: more had come back by then than was out."
