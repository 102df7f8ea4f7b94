"""What can be done with payment runs.

The one who checks the account, the one who prepares the payment and the one
who approves it are three different people. The database says so too.
"""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F
from django.utils.timezone import localdate, localtime, now

from applicants.access import Refused, refuse_without
from grants import history
from grants.applications.models import Application, ReferenceSequence
from grants.awards.hosting.queries import payee_of
from grants.awards.models import Award
from grants.awards.subsidy.queries import HELD_BY, with_clearance
from grants.awards.terms.freeing import free_all
from grants.awards.terms.models import Instalment
from grants.history import moving
from grants.lifecycle import RunStage
from grants.money import total
from grants.templatetags.words import day

from .accounts.queries import current_accounts_of
from .choosing import CHANGED, fingerprint, refuse_stopped, refuse_unready, refuse_who_let_go
from .files.calendar import first_day_to_pay, is_working_day
from .files.lines import Batch
from .files.profiles import payer, profile_now, refuse_unfit, refuse_unfit_run, why_late
from .limits import refuse_beyond_limit, why_approval_fell
from .models import Payment, PaymentRun
from .queries import ANOTHER_BODY, became_another

AT_ONCE = 500
LONGEST_AHEAD = timedelta(days=31)  # how far ahead Bacs takes a file


_SINCE = "after this run was prepared. Cancel the run and prepare it again."


class NotADay(Refused):
    """A day on which no bank can pay this."""


def prepare_payment_run(instalments, *, by, pay_on=None, seen=None):
    """Finance puts due instalments together for a second person to approve.

    pay_on: a working day on which the money should arrive; the first that there is by itself.
    seen: the fingerprint of the payments that they looked at; others are not prepared.
    What no payment file could carry is refused here, before there is a run.
    """
    pay_on = _checked_day(pay_on or first_day_to_pay())
    chosen = sorted({instalment.pk for instalment in instalments})
    if not chosen:
        raise Refused("Choose at least one payment.")
    try:
        with transaction.atomic():
            # The cases first, as every move locks them: none can end while its money leaves.
            cases = Application.objects.filter(award__instalments__in=chosen)
            list(Application.objects.select_for_update().filter(pk__in=cases).order_by("pk"))
            refuse_without("grants.prepare_payment_run", by=by)
            run = PaymentRun.objects.create(
                reference=ReferenceSequence.next(f"RUN-{localdate().year}"),
                prepared_by=by,
                pay_on=pay_on,
            )
            rows = (
                with_clearance(Instalment.objects.select_for_update(of=("self",)))
                .filter(pk__in=chosen)
                .select_related("award__application__organisation", "award__payee")
                .order_by("pk")
            )
            refuse_stopped(chosen)
            refuse_who_let_go(chosen, by)
            profile = profile_now()
            refuse_unfit_run(total(instalment.amount for instalment in rows), profile)
            payments = _payments_of(run, rows, profile, by)
            if seen is not None:
                _refuse_unseen(payments, seen)
            Payment.objects.bulk_create(payments, batch_size=AT_ONCE)
            cases = run.applications_moved()
            history.record_in_each(cases, verb="prepare_run", by=by, subject=run.reference)
    except IntegrityError as clash:
        same = _run_prepared_of(chosen, by)
        if same is None:
            raise Refused(
                "One of these payments is in another run now. Look at the list again."
            ) from clash
        return same
    return run


def _checked_day(pay_on):
    first, last = first_day_to_pay(), localdate() + LONGEST_AHEAD
    if not first <= pay_on <= last:
        raise NotADay(f"Choose a day from {day(first)} to {day(last)}.")
    if not is_working_day(pay_on):
        raise NotADay(f"Banks don’t work on {day(pay_on)}. Choose another day.")
    return pay_on


def _run_prepared_of(chosen, by):
    """The run that this person's first click made of exactly these instalments."""
    run = PaymentRun.objects.filter(
        state=RunStage.PREPARED, prepared_by=by, payments__instalment=chosen[0]
    ).first()
    if run is None or sorted(run.payments.values_list("instalment_id", flat=True)) != chosen:
        return None
    return run


def _payments_of(run, instalments, profile, by):
    """A payment for each of these, to the account that its payee has now; none is kept yet."""
    payees = {one.pk: payee_of(one.award.application) for one in instalments}
    accounts = current_accounts_of(payees.values())
    payments = []
    for instalment in instalments:
        payee = payees[instalment.pk]
        details = accounts.get(payee.pk)
        refuse_unready(instalment, payee, details, by)
        payment = Payment(
            run=run,
            instalment=instalment,
            bank_details=details,
            reference=f"{instalment.award.application.reference}-{instalment.number}",
            amount=instalment.amount,
            bank_checked_by_id=details.checked_by_id,
            prepared_by=by,
        )
        refuse_unfit(payment.as_line(), profile)
        payment.details_hash = payment.compute_details_hash()
        payments.append(payment)
    return payments


def _refuse_unseen(payments, seen):
    """What is prepared is what they looked at: the same payments, amounts and accounts."""
    made = fingerprint((one.instalment_id, one.amount, one.bank_details_id) for one in payments)
    if made != seen:
        raise Refused(CHANGED)


def approve_payment_run(run, *, by):
    """A second finance person approves every payment of a run as it stands."""
    with moving(run, by=by) as run:
        if run.state == RunStage.APPROVED and run.approved_by_id == by.pk:
            return run  # a second click
        run.approve_run()
        _refuse_late(run)
        payments = _refuse_changed(run)
        refuse_who_let_go(run.payments.values("instalment"), by)
        refuse_beyond_limit(by, total(payment.amount for payment in payments))
        run.approved_at, run.approved_by = now(), by
        run.payments.update(approved_by=by)
    return run


def cancel_payment_run(run, *, by, reason=""):
    """Finance gives a run up before it went to the bank; its instalments are due again."""
    with moving(run, by=by, note=reason) as run:
        if run.state == RunStage.CANCELLED:
            return run  # a second click
        run.cancel_run()
        run.payments.update(cancelled_at=now())
        # What came to hold a payment back while it was in the run holds it back from now on.
        awards = Award.objects.filter(instalments__payments__run=run)
        free_all(awards.order_by("application").distinct())
    return run


def export_payment_run(run, *, by):
    """Finance makes the file for the bank; its bytes are kept and never made again."""
    with moving(run, by=by) as run:
        if run.state == RunStage.EXPORTED and run.exported_by_id == by.pk:
            return run  # a second click: the file is made once
        run.export_run()
        profile = _refuse_late(run)
        payments = _refuse_changed(run)
        if fell := why_approval_fell(run, total(payment.amount for payment in payments)):
            raise Refused(f"{fell} Cancel the run and prepare it again.")
        run.file = profile.write(_batch_of(run, payments, payer(profile)))
        run.file_kind, run.file_ending = profile.name, profile.ending
        run.file_hash = _hash_of(run.file)
        run.exported_at, run.exported_by = now(), by
    return run


def download_payment_file(run, *, by):
    """Hand the frozen file over; each time leaves a history line on each of its cases."""
    with transaction.atomic():
        run = PaymentRun.objects.select_for_update().get(pk=run.pk)
        if not run.file:
            raise Refused("Make the payment file first.")
        if _hash_of(run.file) != run.file_hash:
            raise Refused(
                "The payment file is not as it was made. Don’t pay from it, and tell us at once."
            )
        cases = run.applications_moved()
        history.record_in_each(cases, verb="download_file", by=by, subject=run.reference)
    return run.file


def _refuse_late(run):
    """The profile of today, if its bank can still pay on the day that the run was prepared for.

    Another day is another payment to agree to: a new run gets three people as this one did.
    """
    profile = profile_now()
    if late := why_late(run, profile):
        raise Refused(f"{late} Cancel the run, and prepare it again with a new day.")
    return profile


def _batch_of(run, payments, own):
    return Batch(
        reference=run.reference,
        serial=run.serial,
        made_at=localtime(),
        pay_on=run.pay_on,
        payer=own,
        lines=tuple(payment.as_line() for payment in payments),
    )


def _hash_of(file):
    return hashlib.sha256(file.encode()).hexdigest()


def _refuse_changed(run):
    """The run's payments in order, if payee, account, amount and award are as prepared.

    The cases and the accounts are locked, so that none is held, given up or replaced before this
    run's move is done.
    """
    cases = Application.objects.filter(award__instalments__payments__run=run)
    locked = Application.objects.select_for_update().filter(pk__in=cases).order_by("pk")
    list(locked.values_list("pk"))  # ten thousand rows are locked, and none is read
    _refuse_held(run)
    payments = list(
        run.payments.select_related("bank_details", "instalment")
        .select_for_update(of=("self", "bank_details"))
        .annotate(
            agreed=F("instalment__amount"),
            payee=F("instalment__award__payee"),
            is_another_body=Exists(became_another()),
        )
        .order_by("pk")
    )
    for payment in payments:
        details = payment.bank_details
        if details.organisation_id != payment.payee:
            who = payment.instalment.award.application.organisation.name
            raise Refused(f"Who gets the money of {who} changed {_SINCE}")
        if payment.is_another_body:
            who = details.organisation.name
            raise Refused(f"{ANOTHER_BODY} {who} changed {_SINCE}")
        if details.replaced_at or payment.compute_details_hash() != payment.details_hash:
            raise Refused(f"The bank details of {details.organisation.name} changed {_SINCE}")
        if payment.amount != payment.agreed:
            raise Refused(f"The amount for {details.organisation.name} changed {_SINCE}")
    refuse_stopped(run.payments.values("instalment"))
    return payments


def _refuse_held(run):
    """An officer may have found since that the help needs another route, or another answer."""
    held = with_clearance(Instalment.objects.filter(payments__run=run)).exclude(held_by="")
    first = held.select_related("award__application__organisation").order_by("pk").first()
    if first is not None:
        who = first.award.application.organisation.name
        raise Refused(f"{who} can’t be paid now. {HELD_BY[first.held_by]}. Cancel the run first.")
