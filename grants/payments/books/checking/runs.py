"""Instalments, payments and runs: one live run each, three people each, and paid once."""

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from grants.awards.terms.models import Instalment
from grants.ledger import SENT, LedgerEntry, LedgerKind
from grants.lifecycle import RunStage
from grants.money import in_pounds
from grants.payments.models import Payment, PaymentRun
from grants.payments.stages import is_held

from .awards import WENT_TO_THE_BANK, summed

APPROVED = (RunStage.APPROVED, *WENT_TO_THE_BANK)


def instalments():
    return Instalment.objects.all()


def faults_of_instalments():
    """Each is in one live run at most, is paid once, and what it needed came first (19 to 21)."""
    live = Payment.objects.live()
    with_the_bank = live.filter(run__state__in=WENT_TO_THE_BANK, instalment=OuterRef("pk"))
    found = instalments().annotate(
        live=Count("payments", filter=Q(payments__in=live)),
        is_out=Exists(with_the_bank),
        is_held=is_held(),
        sent=summed(LedgerEntry.objects.all(), "payment__instalment", SENT),
    )
    for instalment in found.select_related("award", "cancellation").iterator(500):
        if instalment.live > 1:
            yield f"{instalment}: it stands in {instalment.live} live runs."
        if instalment.live and instalment.released_at is None:
            yield f"{instalment}: it is in a run, and what it needs first is not there."
        if instalment.is_held and instalment.is_out:
            yield f"{instalment}: it is on hold, and the bank has it."
        yield from _faults_of_cancelled(instalment)
        if instalment.sent > instalment.amount:
            yield (
                f"{instalment}: {in_pounds(instalment.sent)} was paid, and it is "
                f"{in_pounds(instalment.amount)}."
            )
        if instalment.sent < 0:
            yield f"{instalment}: more was sent back than was paid."


def _faults_of_cancelled(instalment):
    if not hasattr(instalment, "cancellation"):
        return
    if instalment.live:
        yield f"{instalment}: it is cancelled, and it stands in a live run."
    if instalment.cancellation.amount != instalment.amount:
        yield (
            f"{instalment}: {in_pounds(instalment.cancellation.amount)} of it was given back, and "
            f"it is {in_pounds(instalment.amount)}."
        )


def payments():
    return Payment.objects.all()


def faults_of_payments():
    """Three people, the account that was approved, and what the bank did (22 and 23)."""
    entered = LedgerEntry.objects.filter(
        payment=OuterRef("pk"), kind__in=[LedgerKind.PAYMENT, LedgerKind.FAILURE]
    )
    found = payments().select_related("run", "instalment", "bank_details").defer("run__file")
    for payment in found.annotate(is_entered=Exists(entered)).iterator(500):
        yield from (f"{payment.reference} in {payment.run}: {fault}" for fault in _faults(payment))


def _faults(payment):
    run, is_live = payment.run, payment.cancelled_at is None
    looked = [payment.bank_checked_by_id, payment.prepared_by_id]
    if run.state in APPROVED:
        looked.append(payment.approved_by_id)
        if payment.approved_by_id != run.approved_by_id:
            yield "whoever approved the run did not approve it."
    if None in looked or len(set(looked)) < len(looked):
        yield "fewer than three people looked at it."
    if payment.bank_checked_by_id != payment.bank_details.checked_by_id:
        yield "somebody else is named as having checked the account."
    pays = is_live and payment.failed_at is None and payment.returned_at is None
    if pays and payment.amount != payment.instalment.amount:  # what does not may be planned anew
        yield (
            f"it pays {in_pounds(payment.amount)} of an instalment of "
            f"{in_pounds(payment.instalment.amount)}."
        )
    if payment.compute_details_hash() != payment.details_hash:
        yield "account, amount or payee are not those that were prepared."
    if is_live and run.state == RunStage.CANCELLED:
        yield "its run is cancelled, and it is not."
    if is_live and run.state == RunStage.SETTLED and not payment.is_entered:
        yield "its run is paid, and the ledger does not have it."


def runs():
    return PaymentRun.objects.all()


def faults_of_runs():
    """A run is prepared and approved by two people, and is about something."""
    found = runs().defer("file").annotate(number=Count("payments"), total=Sum("payments__amount"))
    for run in found.iterator(500):
        if not run.number:
            yield f"{run}: there is no payment in it."
        if run.state in APPROVED and run.approved_by_id in (None, run.prepared_by_id):
            yield f"{run}: nobody else approved it."
    for payment in payments().filter(~Q(prepared_by=F("run__prepared_by"))).select_related("run"):
        yield f"{payment.run}: somebody else prepared {payment.reference}."
