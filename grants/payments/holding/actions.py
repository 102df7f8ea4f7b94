"""What can be done with an instalment that should not be paid, or not yet.

All three lock the case first, as preparing and approving do: no money is put into a run, approved
or sent to the bank while somebody stops it.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused, refuse_without
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.awards.hosting.queries import payee_of
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Kind
from grants.awards.letters.words import Change, variation_words
from grants.awards.reviews.queries import officers_to_tell
from grants.awards.terms.models import Instalment
from grants.ledger import LedgerKind, enter
from grants.lifecycle import ApplicationLifecycle, RunStage
from grants.money import in_pounds
from grants.payments.models import Payment
from grants.templatetags.words import day

from .models import InstalmentCancellation, InstalmentHold


def hold_instalment(instalment, *, because, by):
    """Somebody stops a payment until it is let go; a run that holds it can't go on."""
    with _locked(instalment, "grants.stop_instalment", by=by) as (instalment, application):
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


def let_go_instalment(instalment, *, because, by):
    """The payment may go on: whoever held it says so, or an approver, and they hear of it."""
    with _locked(instalment, "grants.let_go_instalment", by=by) as (instalment, application):
        hold = instalment.holds.standing().select_related("held_by").first()
        if hold is None:
            return None  # a second click, or somebody else was quicker
        is_theirs = hold.held_by_id == by.pk
        if not is_theirs and not by.has_perm("grants.decide_on_stopped", application):
            raise Refused(
                f"{hold.held_by} put this payment on hold. They let it go, or an approver does."
            )
        if not is_theirs:
            _refuse_who_pays_it(instalment, by)
        _let_go(hold, because, by)
        history.record(
            application,
            verb="let_go_instalment",
            by=by,
            note=because,
            subject=str(instalment.number),
        )
        if not is_theirs:
            queue_email(
                "grants/hold_let_go",
                _who_hears(hold, application, by),
                key=str(hold.pk),
                about=application.reference,
                application=application,
                instalment=instalment,
                hold=hold,
            )
    return hold


def _refuse_who_pays_it(instalment, by):
    """Whoever lets go what a colleague held has no part in paying it, before or after."""
    live = Payment.objects.live().filter(instalment=instalment).select_related("run").first()
    if live is not None and by.pk in (live.prepared_by_id, live.approved_by_id):
        raise Refused(
            f"You have a part in paying this: it is in {live.run}. So another approver decides, "
            "or the run is cancelled first."
        )


def cancel_instalment(instalment, *, because, by):
    """What a colleague has on hold will never be paid: its money is free for the round again.

    An approver decides, and the co-op gets a letter. The instalment stays in the schedule, so that
    the parts still add up to the award.
    """
    with _locked(instalment, "grants.decide_on_stopped", by=by) as (instalment, application):
        cancelled = InstalmentCancellation.objects.filter(instalment=instalment).first()
        if cancelled is not None:
            return cancelled  # a second click
        _refuse_unless_stoppable(instalment, application)
        live = Payment.objects.live().filter(instalment=instalment).select_related("run").first()
        if live is not None:
            raise Refused(f"This payment is in {live.run}. Cancel that run first.")
        hold = instalment.holds.standing().first()
        if hold is None:
            raise Refused(
                "Two people decide that a payment is never made. A colleague puts it on hold first."
            )
        if hold.held_by_id == by.pk:
            raise Refused("You put it on hold, so another approver decides whether it is paid.")
        _let_go(hold, because, by)
        cancelled = InstalmentCancellation.objects.create(
            instalment=instalment,
            amount=instalment.amount,
            because=because,
            held_by_id=hold.held_by_id,
            by=by,
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
        _tell_of_cancellation(cancelled, application, by)
    return cancelled


def _who_hears(hold, application, by):
    """Whoever held it; where they may not see the case any more, the officers who may."""
    hold.held_by.forget()
    if hold.held_by.is_active and hold.held_by.has_perm("grants.see_case", application):
        return [hold.held_by]
    return [officer for officer in officers_to_tell(application) if officer != by]


def _let_go(hold, because, by):
    hold.let_go_at, hold.let_go_by, hold.let_go_because = now(), by, because
    hold.save(update_fields=["let_go_at", "let_go_by", "let_go_because"])


def _tell_of_cancellation(cancelled, application, by):
    """A letter for the co-op to keep; and an email now, also to a body that holds its money."""
    instalment = cancelled.instalment
    was = f"{in_pounds(instalment.amount)} by {day(instalment.due_on)}"
    change = Change(f"Payment {instalment.number}", was, "We will not make it")
    words = variation_words(application.award, changes=[change], reasons=cancelled.because)
    key = f"cancelled {instalment.number}"
    queue_letter(application, Kind.VARIATION, words, by, key=key)
    both = {application.organisation, payee_of(application)}
    queue_email(
        "grants/instalment_cancelled",
        [person for each in both for person in each.people()],
        key=f"{application.reference}/{instalment.number}",
        about=application.reference,
        application=application,
        cancelled=cancelled,
    )


@contextmanager
def _locked(instalment, permission, *, by):
    """The instalment and its case, both locked, the case first; and may they still do this?"""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(award=instalment.award_id)
        refuse_without(permission, application, by=by)
        yield Instalment.objects.select_for_update().get(pk=instalment.pk), application


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
