"""What can be done with the terms of an award once it is offered: conditions, and its schedule."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Letter
from grants.awards.letters.words import Change, variation_words
from grants.lifecycle import ApplicationLifecycle
from grants.money import in_pounds, total
from grants.templatetags.words import day

from .evidence.proving import look_at_files
from .freeing import free_what_is_ready, lock_award, numbers_in_runs
from .holding import facts_of, waits_of
from .looking_after import looked_after, record_of
from .models import Condition, Instalment
from .queries import fingerprint
from .schedule import last_day_from, needs_of, problems_in

CHANGED = (
    "Somebody changed this schedule while you had it open. Open the page again, and look at what "
    "they did first."
)


class NotASchedule(Refused):
    """`problems`: (row from 0 or None, field or None, sentence) of each."""

    def __init__(self, problems):
        super().__init__(problems[0][2])
        self.problems = problems


def tick_condition(condition, *, seen, by, files=None):
    """An officer says that a condition is met, and what they saw; what waited for it is freed.

    files: `what_stands` of the files that the page showed, which prove it from now on; None when
    no page showed any.
    """
    with looked_after(condition, by=by) as (award, condition):
        if condition.met_at is not None:
            return condition  # a second click
        if condition.waived_at is not None:
            raise Refused("This condition was waived. Take that back first.")
        look_at_files(condition, seen=files, by=by, proves=True)
        condition.met_at, condition.met_by, condition.seen = now(), by, seen
        _says_no_more(condition)
        condition.save()
        record_of(award, condition, verb="tick_condition", by=by, note=seen)
        free_what_is_ready(award)
    return condition


def waive_condition(condition, *, reason, by):
    """An officer lets a condition go, with the reason; what waited for it is freed."""
    with looked_after(condition, by=by) as (award, condition):
        if condition.waived_at is not None:
            return condition  # a second click
        if condition.met_at is not None:
            raise Refused("This condition is met, so there is nothing to waive.")
        condition.waived_at, condition.waived_by, condition.why_waived = now(), by, reason
        _says_no_more(condition)
        condition.save()
        record_of(award, condition, verb="waive_condition", by=by, note=reason)
        free_what_is_ready(award)
    return condition


def _says_no_more(condition):
    """What was missing is not missing any more; the history keeps that it was."""
    condition.missing, condition.missing_at, condition.missing_by = "", None, None


def reopen_condition(condition, *, reason, by):
    """An officer takes a tick or a waiver back, with the reason; what it frees waits again.

    Money that is on its way already cannot wait, so then finance must cancel its run first.
    """
    with looked_after(condition, by=by) as (award, condition):
        if condition.met_at is None and condition.waived_at is None:
            return condition  # a second click
        # Their locks are those that a run takes, so that none is being made while we look.
        list(award.instalments.select_for_update(of=("self",)).order_by("pk"))
        running = numbers_in_runs(award)
        if condition.before and any(number >= condition.before for number in running):
            raise Refused(
                "A payment that this holds back is paid or in a payment run. If it is not paid "
                "yet, ask finance to cancel the run first."
            )
        condition.met_at = condition.met_by = condition.waived_at = condition.waived_by = None
        condition.seen = condition.why_waived = ""
        condition.save()
        record_of(award, condition, verb="reopen_condition", by=by, note=reason)
        free_what_is_ready(award)
    return condition


def change_schedule(award, instalments, *, reason, seen, by):
    """An officer plans anew what is not in a payment run yet: other dates, another split.

    instalments: all of the award’s, as PlannedInstalment; those in a run as they stand. What an
    added one waits for is what the one before it waits for. seen: the fingerprint of the
    schedule that the page showed.
    """
    by.forget()
    with transaction.atomic():
        award = lock_award(award)
        application = award.application
        if not by.has_perm("grants.change_schedule", application):
            raise PermissionDenied
        if application.state not in ApplicationLifecycle.SIGNED:
            raise Refused("The schedule can be changed once the offer is accepted.")
        rows = list(award.instalments.select_for_update(of=("self",)).order_by("pk"))
        rows.sort(key=lambda row: row.number)
        stands = fingerprint(rows)
        if fingerprint(instalments) == stands:
            if seen != stands:
                return award  # a second click
            raise Refused("Nothing is different from the schedule as it stands.")
        if seen != stands:
            raise Refused(CHANGED)
        _refuse_bad(award, rows, instalments)
        _refuse_less_waiting(award, rows, instalments)
        before = _in_words(rows)
        _rewrite(award, rows, instalments)
        history.record(application, verb="change_schedule", by=by, note=reason)
        _tell_of_variation(award, before, reason, by)
        free_what_is_ready(award)
    return award


def _refuse_bad(award, rows, instalments):
    running = numbers_in_runs(award)
    fixed = {row.number: row for row in rows if row.number in running}
    for number, row in sorted(fixed.items()):
        kept = instalments[number - 1] if number <= len(instalments) else None
        if kept is None or (kept.amount, kept.due_on) != (row.amount, row.due_on):
            sentence = f"Payment {number} is paid or in a payment run, so it stays as it is"
            raise NotASchedule(
                [(number - 1 if kept else None, "amount" if kept else None, sentence)]
            )
    start = localdate(award.offered_at)
    if problems := problems_in(instalments, award.amount, start, last_day_from(start)):
        raise NotASchedule(problems)
    today = localdate()
    early = [
        (one.number - 1, "due_on", "The date can’t be in the past")
        for one, row in zip(instalments, [*rows, *[None] * len(instalments)], strict=False)
        if one.number not in fixed and one.due_on < today and (not row or row.due_on != one.due_on)
    ]
    if early:
        raise NotASchedule(early)
    for row in rows[len(instalments) :]:
        if row.payments.exists() or row.released_by.exists():
            sentence = (
                f"Payment {row.number} was in a payment run or waits for a report, so it can’t "
                "be taken away. Change its date or its amount."
            )
            raise NotASchedule([(None, None, sentence)])
        if award.conditions.filter(before=row.number).exclude(kind__in=Condition.OF_THEMSELVES):
            sentence = (
                f"A condition holds payment {row.number} back, so it can’t be taken away. "
                "Change its date or its amount."
            )
            raise NotASchedule([(None, None, sentence)])


def _refuse_less_waiting(award, rows, instalments):
    """What a condition or a report holds back goes on waiting for it: no plan pays it before.

    rows: the instalments as they stand. An officer who finds that it need not wait ticks the
    condition, or waives it with a reason.
    """
    facts = facts_of(award)
    for wait in waits_of(rows, award.conditions.before_payment(), facts):
        held = total(row.amount for row in rows if wait.holds(row.number))
        if total(one.amount for one in instalments if wait.holds(one.number)) < held:
            raise NotASchedule(
                [(None, None, f"{in_pounds(held)} waits for “{wait.what}”, so no less may wait")]
            )


def _rewrite(award, rows, instalments):
    conditions = list(award.conditions.before_payment().order_by("number"))
    for row, one in zip(rows, instalments, strict=False):
        row.amount, row.due_on = one.amount, one.due_on
        row.save(update_fields=["amount", "due_on"])
    for row in rows[len(instalments) :]:
        row.delete()
    for one in instalments[len(rows) :]:
        report = rows[-1].after_report
        Instalment.objects.create(
            award=award,
            number=one.number,
            amount=one.amount,
            due_on=one.due_on,
            after_report=report,
            needs=needs_of(one.number, report, conditions),
        )


def _tell_of_variation(award, before, reason, by):
    """The one place that tells a co-op of a variation: an email now, and a letter to keep."""
    instalments = list(award.instalments.order_by("number"))
    after = _in_words(instalments)
    changes = [
        Change(f"Payment {number}", before.get(number, "Not planned"), after.get(number, "None"))
        for number in sorted({*before, *after})
        if before.get(number) != after.get(number)
    ]
    words = variation_words(award, changes=changes, reasons=reason)
    kind = Letter.Kind.VARIATION
    earlier = award.application.letters.filter(kind=kind).count()
    queue_letter(award.application, kind, words, by, key=f"schedule {earlier + 1}")
    queue_email(
        "grants/schedule_changed",
        award.application.organisation,
        key=f"{award.reference}/{now().isoformat()}",
        about=award.reference,
        application=award.application,
        instalments=instalments,
        reason=reason,
    )


def _in_words(instalments):
    """{number: “£2,000 by 1 May 2027”}"""
    return {one.number: f"{in_pounds(one.amount)} by {day(one.due_on)}" for one in instalments}
