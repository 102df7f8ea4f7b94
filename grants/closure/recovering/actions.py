"""What can be done to have money back: an officer asks, an approver decides, and the letter goes.

Two people, as for every letter that says yes or no about money: no co-op is asked to pay by one.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Kind
from grants.awards.models import Award
from grants.money import in_pounds

from .models import MoneyBack
from .queries import most_that_can_be_asked, words_of

DAYS_TO_PAY = (14, 365)


def ask_money_back(application, *, amount, reasons, days_to_pay, by):
    """An officer wants money back, and says how much, why, and how long the co-op may take."""
    with _case(application, "grants.ask_money_back", by=by) as application:
        award = Award.objects.filter(application=application).first()
        waits = award and award.recoveries.waiting().first()
        if waits and (waits.amount, waits.reasons, waits.asked_by_id) == (amount, reasons, by.pk):
            return waits  # a second click
        if waits:
            raise Refused("Somebody asks for money back already, and it is not decided yet.")
        most = most_that_can_be_asked(application)
        if not most:
            raise Refused("There is no money that we paid and did not ask back.")
        if amount > most:
            raise Refused(
                f"We can ask for {in_pounds(most)} at most: that is what they still have."
            )
        recovery = MoneyBack.objects.create(
            reference=f"{application.reference}-B{award.recoveries.count() + 1}",
            award=award,
            amount=amount,
            reasons=reasons,
            days_to_pay=days_to_pay,
            asked_by=by,
        )
        _record(recovery, verb="ask_money_back", by=by, note=reasons)
    return recovery


def decide_money_back(recovery, *, by):
    """An approver has read the letter and says that it goes. The worker makes and sends it."""
    with _deciding(recovery, by=by) as recovery:
        if recovery.decided_at is not None and recovery.decided_by_id == by.pk:
            return recovery  # a second click
        _refuse_if_over(recovery)
        if recovery.asked_by_id == by.pk:
            raise Refused("Somebody else must decide this, because you asked for it.")
        most = most_that_can_be_asked(recovery.application)
        if recovery.amount > most:
            raise Refused(
                f"They still have {in_pounds(most)} of what we paid. Say no to this, and ask anew."
            )
        recovery.decided_at, recovery.decided_by = now(), by
        recovery.pay_by = localdate() + timedelta(days=recovery.days_to_pay)
        recovery.save(update_fields=["decided_at", "decided_by", "pay_by"])
        _record(recovery, verb="decide_money_back", by=by)
        words = words_of(recovery)
        queue_letter(recovery.application, Kind.RECOVERY, words, by, key=recovery.reference)
    return recovery


def drop_money_back(recovery, *, because, by):
    """It is not asked for after all: an approver says no, or who asked takes it back."""
    with _deciding(recovery, by=by, permission="grants.drop_money_back") as recovery:
        if recovery.dropped_at is not None and recovery.dropped_by_id == by.pk:
            return recovery  # a second click
        _refuse_if_over(recovery)
        recovery.dropped_at, recovery.dropped_by = now(), by
        recovery.dropped_because = because[:300]
        recovery.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
        _record(recovery, verb="drop_money_back", by=by, note=because)
    return recovery


def _refuse_if_over(recovery):
    if recovery.decided_at is not None:
        raise Refused(f"{recovery.decided_by} has decided this already, and the letter is going.")
    if recovery.dropped_at is not None:
        raise Refused(f"{recovery.dropped_by} has said no to this already.")


def _record(recovery, *, verb, by, note=""):
    subject = in_pounds(recovery.amount)
    history.record(recovery.application, verb=verb, by=by, subject=subject, note=note)


@contextmanager
def _deciding(recovery, *, by, permission="grants.decide_money_back"):
    with _case(recovery.award.application, permission, by=by) as application:
        rows = MoneyBack.objects.select_for_update(of=("self",))
        recovery = rows.select_related("award", "decided_by", "dropped_by").get(pk=recovery.pk)
        recovery.award.application = application
        yield recovery


@contextmanager
def _case(application, permission, *, by):
    """The case locked, and the right asked again."""
    by.forget()
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",))
        application = rows.select_related("organisation", "round").get(pk=application.pk)
        if not by.has_perm(permission, application):
            raise PermissionDenied
        yield application
