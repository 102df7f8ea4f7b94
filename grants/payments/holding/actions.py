"""What can be done with an instalment that should not be paid, or not yet.

All three lock the case first, as preparing and approving do: no money is put into a run, approved
or sent to the bank while somebody stops it.
"""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.awards.terms.models import Instalment
from grants.ledger import LedgerKind, enter
from grants.lifecycle import ApplicationLifecycle, RunStage
from grants.payments.models import Payment

from .models import InstalmentCancellation, InstalmentHold


def hold_instalment(instalment, *, because, by):
    """Somebody stops a payment until it is let go; a run that holds it can't go on."""
    with transaction.atomic():
        instalment, application = _locked(instalment)
        standing = instalment.holds.standing().first()
        if standing is not None and standing.held_by_id == by.pk:
            return standing  # a second click
        if standing is not None:
            raise Refused(f"{standing.held_by} has put this payment on hold already.")
        _refuse_unless_stoppable(instalment, application)
        hold = InstalmentHold.objects.create(instalment=instalment, because=because, held_by=by)
        history.record(
            application, verb="hold_instalment", by=by, note=because, subject=str(instalment.number)
        )
    return hold


def let_go_instalment(instalment, *, by):
    """The payment may go on."""
    with transaction.atomic():
        instalment, application = _locked(instalment)
        hold = instalment.holds.standing().first()
        if hold is None:
            return None  # a second click, or somebody else was quicker
        hold.let_go_at, hold.let_go_by = now(), by
        hold.save(update_fields=["let_go_at", "let_go_by"])
        history.record(application, verb="let_go_instalment", by=by, subject=str(instalment.number))
    return hold


def cancel_instalment(instalment, *, because, by):
    """The payment will never be made: its money is free for the round again.

    The instalment stays in the schedule, so that the parts still add up to the award.
    """
    with transaction.atomic():
        instalment, application = _locked(instalment)
        cancelled = InstalmentCancellation.objects.filter(instalment=instalment).first()
        if cancelled is not None:
            return cancelled  # a second click
        _refuse_unless_stoppable(instalment, application)
        live = Payment.objects.live().filter(instalment=instalment).select_related("run").first()
        if live is not None:
            raise Refused(f"This payment is in {live.run}. Cancel that run first.")
        cancelled = InstalmentCancellation.objects.create(
            instalment=instalment, amount=instalment.amount, because=because, by=by
        )
        enter(
            application,
            LedgerKind.RELEASE,
            instalment.amount,
            key=f"{application.reference}-{instalment.number}/cancelled",
            because=because,
            by=by,
        )
        history.record(
            application,
            verb="cancel_instalment",
            by=by,
            note=because,
            subject=str(instalment.number),
        )
    return cancelled


def _locked(instalment):
    """The instalment and its case, both locked, the case first."""
    application = Application.objects.select_for_update().get(award=instalment.award_id)
    return Instalment.objects.select_for_update().get(pk=instalment.pk), application


def _refuse_unless_stoppable(instalment, application):
    if application.state not in ApplicationLifecycle.SIGNED:
        raise Refused("Only payments of a grant that runs can be stopped.")
    if InstalmentCancellation.objects.filter(instalment=instalment).exists():
        raise Refused("This payment is cancelled.")
    live = Payment.objects.live().filter(instalment=instalment).select_related("run").first()
    if live is None:
        return
    if live.paid_at is not None:
        raise Refused("This payment has been made, so it can’t be stopped.")
    if live.run.state == RunStage.EXPORTED:
        raise Refused(
            "The file for the bank is made, so it can’t be stopped here. Ring the bank at once."
        )
