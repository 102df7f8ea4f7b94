"""By hand, where the bank gives no file: one person says what it did, a second one confirms.

Both are in finance, and neither is kept out for having prepared or approved the run: marking moves
no money, and a payment that is due again needs three people as before.
"""

from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants.history import record_all
from grants.lifecycle import RunStage
from grants.payments.models import Outcome, PaymentRun
from grants.payments.results.coming_back import refuse_what_came_before
from grants.payments.results.models import HandMark
from grants.payments.results.queries import payments_to_judge
from grants.templatetags.words import day

from .outcomes import KINDS, Said, hold_all, record_outcomes


def say_result(run, *, payments, outcome, happened_on, evidence, because="", by):
    """One person in finance says what the bank did with these payments. Nothing changes yet.

    payments: their keys; None is every payment of the run of which this can be true.
    """
    because = because.strip()
    with transaction.atomic():
        run = PaymentRun.objects.select_for_update().get(pk=run.pk)
        if run.state not in (RunStage.EXPORTED, RunStage.SETTLED):
            raise Refused("The file for the bank is not made yet, so the bank has done nothing.")
        fit = payments_to_judge(run=run, cancelled_at=None, **KINDS[outcome].can)
        meant = list(fit if payments is None else fit.filter(pk__in=payments))
        _refuse_wrong(run, meant, payments, outcome, happened_on)
        same = _same_said(run, meant, outcome, happened_on, by)
        if same is not None:
            return same  # a second click
        mark = HandMark.objects.create(
            run=run,
            number=run.marks.count() + 1,
            outcome=outcome,
            happened_on=happened_on,
            because="" if outcome == Outcome.PAID else because,
            evidence=evidence,
            said_by=by,
        )
        mark.payments.add(*meant)
        _record(mark, meant, verb="say_result", note=evidence, by=by)
    return mark


def _refuse_wrong(run, meant, asked, outcome, on):
    if not meant:
        raise Refused("There is no payment in this run that this can be true of.")
    if asked is not None and len(meant) != len(set(asked)):
        raise Refused("The bank’s answer to one of these payments is known already. Look again.")
    if on > localdate():
        raise Refused("The day can’t be in the future.")
    if on < localdate(run.exported_at):
        raise Refused(
            f"The payment file was made on {day(run.exported_at)}, so the bank can’t have done "
            "that before."
        )
    late = [one.paid_on for one in meant if outcome == Outcome.RETURNED and on < one.paid_on]
    if late:
        raise Refused(f"The bank paid on {day(max(late))}, so nothing came back before that.")
    if outcome == Outcome.RETURNED:
        refuse_what_came_before(meant)


def _same_said(run, meant, outcome, on, by):
    """The mark that this person's first click made; refused where another one waits for these."""
    keys = {one.pk for one in meant}
    for mark in run.marks.waiting().filter(payments__in=meant).distinct():
        is_same = mark.said_by_id == by.pk and (mark.outcome, mark.happened_on) == (outcome, on)
        if is_same and set(mark.payments.values_list("pk", flat=True)) == keys:
            return mark
        raise Refused(
            f"{mark.said_by} has said something about one of these payments already. "
            "A second person has to answer that first."
        )
    return None


def confirm_mark(mark, *, by):
    """A second person saw it too: now it is so."""
    with transaction.atomic():
        hold_all([mark.run_id])
        mark = (
            HandMark.objects.select_for_update(of=("self",))
            .select_related("said_by")
            .get(pk=mark.pk)
        )
        if mark.confirmed_at is not None and mark.confirmed_by_id == by.pk:
            return mark  # a second click
        if not mark.is_waiting:
            raise Refused("Somebody has answered this already.")
        if mark.said_by_id == by.pk:
            raise Refused("Somebody else must confirm this, because you said it.")
        mark.confirmed_at, mark.confirmed_by = now(), by
        mark.save(update_fields=["confirmed_at", "confirmed_by"])
        record_outcomes(
            [
                Said(
                    payment=payment,
                    outcome=mark.outcome,
                    on=mark.happened_on,
                    because=mark.because,
                    note=f"{mark.said_by} saw: {mark.evidence}",
                )
                for payment in payments_to_judge(marks=mark)
            ],
            by=by,
        )
    return mark


def drop_mark(mark, *, because, by):
    """It was not so, or it cannot be seen. Whoever said it may take it back too."""
    with transaction.atomic():
        hold_all([mark.run_id])
        mark = HandMark.objects.select_for_update().get(pk=mark.pk)
        if mark.dropped_at is not None:
            return mark  # a second click
        if mark.confirmed_at is not None:
            raise Refused("Somebody has confirmed this, so it stays.")
        mark.dropped_at, mark.dropped_by, mark.dropped_because = now(), by, because[:300]
        mark.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
        meant = payments_to_judge(marks=mark)
        _record(mark, meant, verb="drop_result", note=because, by=by)
    return mark


def _record(mark, payments, *, verb, note, by):
    """One line for each case that it is about."""
    cases = {one.instalment.award.application for one in payments}
    facts = {"verb": verb, "note": note, "subject": str(mark.run)}
    record_all([{"application": case, **facts} for case in cases], by=by)
