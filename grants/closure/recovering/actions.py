"""What can be done to have money back: an officer asks, an approver decides, and the letter goes.

Then finance says what came, or an officer that we let it go, and a second person agrees. Two people
each time: no co-op is asked to pay by one, and no debt to the fund goes by the word of one.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Min
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history, ledger
from grants.applications.models import Application
from grants.awards.letters.actions import queue_letter
from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.checking import accounts_in
from grants.awards.models import Award
from grants.ledger import LedgerEntry, LedgerKind
from grants.money import in_pounds
from grants.templatetags.words import day

from .correcting import refuse_without_budget, round_first, turn_back
from .models import MoneyBack, Settlement, Way
from .queries import (
    letter_before_it_goes,
    most_that_can_be_asked,
    people_who_owe,
    still_out,
    words_of,
)

DAYS_TO_PAY = (14, 365)
TOLD_BY = {
    Way.CAME: "grants/money_came_back",
    Way.LET_GO: "grants/money_written_off",
    Way.UNDONE: "grants/money_not_back",
}


def ask_money_back(application, *, amount, reasons, days_to_pay, by):
    """An officer wants money back, and says how much, why, and how long the co-op may take."""
    for account, _at in accounts_in(reasons):
        raise Refused(f"{account} looks like an account. The letter says itself where to pay.")
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
            reference=_next_reference(award),
            award=award,
            amount=amount,
            reasons=reasons,
            days_to_pay=days_to_pay,
            asked_by=by,
        )
        _record(recovery, verb="ask_money_back", by=by, note=reasons)
    return recovery


def decide_money_back(recovery, *, seen=None, by):
    """An approver has read the letter and says that it goes. The worker makes and sends it.

    seen: the fingerprint of the letter that was on the page; another one does not go.
    """
    with _deciding(recovery, by=by) as recovery:
        if recovery.decided_at is not None and recovery.decided_by_id == by.pk:
            return recovery  # a second click
        _refuse_if_over(recovery)
        if recovery.asked_by_id == by.pk:
            raise Refused("Somebody else must decide this, because you asked for it.")
        _refuse_if_it_came_by_itself(recovery)
        most = most_that_can_be_asked(recovery.application)
        if recovery.amount > most:
            raise Refused(
                f"They still have {in_pounds(most)} of what we paid. Say no to this, and ask anew."
            )
        letter = letter_before_it_goes(recovery)
        if letter.problem:
            raise Refused(letter.problem)
        if seen is not None and seen != letter.fingerprint:
            raise Refused("The letter changed since you read it. Read it again.")
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
        _drop(recovery, because, by)
        _record(recovery, verb="drop_money_back", by=by, note=because)
    return recovery


def _drop(recovery, because, by):
    recovery.dropped_at, recovery.dropped_by = now(), by
    recovery.dropped_because = because[:300]
    recovery.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])


# What became of it


def say_money_came(recovery, *, amount, on, evidence, by):
    """One person in finance saw it on our bank statement. Nothing changes before a second did."""
    with _deciding(recovery, by=by, permission="grants.record_money_back") as recovery:
        if recovery.decided_at is None:
            raise Refused("Nobody has asked the co-op for this yet.")
        _refuse_another_day(recovery.application, on)
        said, is_new = _say(recovery, Way.CAME, amount, evidence, on=on, by=by)
        if is_new:
            _record(said, verb="say_money_came", by=by, note=evidence)
    return said


def say_unasked_money(application, *, amount, on, evidence, by):
    """One person in finance saw money come from a co-op that nobody had asked for it."""
    with _case(application, "grants.record_money_back", by=by) as application:
        award = Award.objects.filter(application=application).first()
        asked = award and award.recoveries.unsettled().order_by("pk").first()
        if asked:
            raise Refused(f"We asked for money back. Enter it there: {asked}.")
        if award and award.recoveries.waiting().exists():
            raise Refused("Somebody asks for this money now. Decide that first, or drop it.")
        _refuse_another_day(application, on)
        recovery = award.recoveries.unasked_waiting().first() or MoneyBack(
            reference=_next_reference(award),
            award=award,
            amount=amount,
            reasons=evidence,
            days_to_pay=DAYS_TO_PAY[0],
            is_unasked=True,
            asked_by=by,
        )
        recovery.award.application = application
        is_new = recovery.pk is None
        if is_new:
            _refuse_what_is_not_out(application, amount)
            recovery.save()
        said, _is_new = _say(recovery, Way.CAME, amount, evidence, on=on, by=by)
        if is_new:
            _record(said, verb="say_money_came", by=by, note=evidence)
    return said


def _next_reference(award):
    return f"{award.application.reference}-B{award.recoveries.count() + 1}"


def say_it_did_not_come(settlement, *, because, by):
    """One in finance sees that what two people entered did not come back. A second one sees it too.

    What was entered stays; from then on another row turns it back.
    """
    way = Way.UNDONE
    with _deciding(settlement.recovery, by=by, permission="grants.record_money_back") as recovery:
        wrong = recovery.settlements.get(pk=settlement.pk)
        if not wrong.counts_as(Way.CAME):
            raise Refused("Nobody has agreed that this came back, so there is nothing to correct.")
        if wrong.corrections.agreed().exists():
            raise Refused("Two people have corrected this already.")
        facts = {"on": localdate(), "corrects": wrong}
        said, is_new = _say(recovery, way, wrong.amount, because, **facts, by=by)
        if is_new:
            _record(said, verb="say_it_did_not_come", by=by, note=because)
    return said


def ask_to_write_off(recovery, *, amount, reasons, by):
    """An officer wants to let some of it go, and says why; an approver decides."""
    with _deciding(recovery, by=by, permission="grants.ask_money_back") as recovery:
        if recovery.decided_at is None:
            raise Refused("Nobody has asked the co-op for this yet.")
        said, is_new = _say(recovery, Way.LET_GO, amount, reasons, on=localdate(), by=by)
        if is_new:
            _record(said, verb="ask_to_write_off", by=by, note=reasons)
    return said


def agree_settlement(settlement, *, by):
    """A second person saw that it came, or decides that we let it go: now it is so."""
    with _settling(settlement, by=by) as settlement:
        if settlement.agreed_at is not None and settlement.agreed_by_id == by.pk:
            return settlement  # a second click
        _refuse_if_answered(settlement)
        if settlement.said_by_id == by.pk:
            raise Refused("Somebody else must answer this, because you said it.")
        award = settlement.recovery.award
        is_unasked = settlement.recovery.is_unasked and settlement.way == Way.CAME
        if is_unasked and award.recoveries.unsettled().exists():
            raise Refused("We asked for money back meanwhile. Drop this, and enter it there.")
        if settlement.way == Way.CAME:
            _refuse_what_is_not_out(settlement.application, settlement.amount)
        if settlement.way == Way.UNDONE:
            refuse_without_budget(settlement)
        settlement.agreed_at, settlement.agreed_by = now(), by
        settlement.save(update_fields=["agreed_at", "agreed_by"])
        if settlement.way == Way.CAME:
            _enter_what_came(settlement, by)
        elif settlement.way == Way.UNDONE:
            turn_back(settlement, by=by)
            _record(settlement, verb="confirm_it_did_not_come", by=by)
        else:
            _record(settlement, verb="write_off", by=by)
        _tell(settlement)
    return settlement


def _enter_what_came(settlement, by):
    recovery = settlement.recovery
    if recovery.is_unasked and recovery.decided_at is None:
        recovery.decided_at, recovery.decided_by, recovery.pay_by = now(), by, settlement.on
        recovery.save(update_fields=["decided_at", "decided_by", "pay_by"])
    ledger.enter(
        settlement.application,
        LedgerKind.RECOVERY,
        settlement.amount,
        key=f"{settlement.reference}/recovery",
        on=settlement.on,
        because=settlement.recovery.reference,
        by=by,
    )
    _record(settlement, verb="confirm_money_came", by=by)


def _tell(settlement):
    recovery = MoneyBack.objects.get(pk=settlement.recovery_id)
    queue_email(
        TOLD_BY[settlement.way],
        people_who_owe(settlement.application),
        key=settlement.reference,
        about=settlement.application.reference,
        application=settlement.application,
        settlement=settlement,
        recovery=recovery,
    )


def drop_settlement(settlement, *, because, by):
    """It was not so, or the answer is no. Whoever said it may take it back too."""
    with _settling(settlement, by=by) as settlement:
        if settlement.dropped_at is not None and settlement.dropped_by_id == by.pk:
            return settlement  # a second click
        _refuse_if_answered(settlement)
        settlement.dropped_at, settlement.dropped_by = now(), by
        settlement.dropped_because = because[:300]
        settlement.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
        if settlement.recovery.is_unasked and settlement.recovery.decided_at is None:
            _drop(settlement.recovery, because, by)
        _record(settlement, verb="drop_settlement", by=by, note=because)
    return settlement


def _say(recovery, way, amount, because, *, on, by, corrects=None):
    """(the row, whether it is new)"""
    waits = recovery.settlements.waiting().select_related("said_by", "corrects").first()
    said = (way, amount, on, by.pk, corrects)
    if waits and (waits.way, waits.amount, waits.on, waits.said_by_id, waits.corrects) == said:
        return waits, False  # a second click
    if waits:
        raise Refused(
            f"{waits.said_by} has said something about this already. "
            "A second person has to answer that first."
        )
    if way == Way.CAME:  # it may be more than was asked, or come after it was written off
        _refuse_what_is_not_out(recovery.application, amount)
    elif way == Way.LET_GO and amount > recovery.left:
        raise Refused(
            f"They have {in_pounds(recovery.left)} to pay back, so this can’t be more than that."
            if recovery.left
            else "All of this is settled already."
        )
    row = Settlement.objects.create(
        reference=f"{recovery.reference}-{recovery.settlements.count() + 1}",
        recovery=recovery,
        way=way,
        amount=amount,
        on=on,
        because=because,
        said_by=by,
        corrects=corrects,
    )
    return row, True


def _refuse_another_day(application, on):
    """It may have come before we asked, and not before anything left."""
    first = LedgerEntry.objects.filter(application=application, kind=LedgerKind.PAYMENT)
    first = first.aggregate(day=Min("on"))["day"]
    if first is None:
        raise Refused("We have not paid anything of this grant, so nothing can come back.")
    if not first <= on <= localdate():
        raise Refused(f"We first paid on {day(first)}. Enter a day from then to today.")


def _refuse_what_is_not_out(application, amount):
    """What came back already, from the bank or from them, does not come back once more."""
    out, sent_back = still_out(application)
    if amount > out:
        bank = f" The bank sent {in_pounds(sent_back)} back." if sent_back else ""
        raise Refused(
            f"Of what we paid, {in_pounds(out)} has not come back yet.{bank} Is it the same money?"
        )


def _refuse_if_answered(settlement):
    who = settlement.agreed_by or settlement.dropped_by
    if who is not None:
        raise Refused(f"{who} has answered this already.")


def _refuse_if_over(recovery):
    if recovery.is_unasked:
        raise Refused("Nobody asks for this: it came by itself.")
    if recovery.decided_at is not None:
        raise Refused(f"{recovery.decided_by} has decided this already, and the letter is going.")
    if recovery.dropped_at is not None:
        raise Refused(f"{recovery.dropped_by} has said no to this already.")


def _refuse_if_it_came_by_itself(recovery):
    """Who asked did not know of it: no co-op is asked for what it just gave back."""
    others = recovery.award.recoveries
    came = others.decided().filter(is_unasked=True, decided_at__gt=recovery.asked_at)
    came = came.prefetch_related("settlements")
    if any(one.came for one in came) or others.unasked_waiting().exists():
        raise Refused(
            "Money came back meanwhile that nobody had asked for. "
            "Look at it, then ask for what is left."
        )


def _record(row, *, verb, by, note=""):
    subject = in_pounds(row.amount)
    history.record(row.application, verb=verb, by=by, subject=subject, note=note)


@contextmanager
def _deciding(recovery, *, by, permission="grants.decide_money_back"):
    with _case(recovery.award.application, permission, by=by) as application:
        rows = MoneyBack.objects.select_for_update(of=("self",))
        recovery = rows.select_related("award", "decided_by", "dropped_by").get(pk=recovery.pk)
        recovery.award.application = application
        yield recovery


@contextmanager
def _settling(settlement, *, by):
    """The settlement as it stands, its case locked, and the right asked again."""
    with round_first(settlement), _locked(settlement.application) as application:
        rows = Settlement.objects.select_for_update(of=("self",))
        rows = rows.select_related("recovery__award", "agreed_by", "dropped_by")
        settlement = rows.get(pk=settlement.pk)
        settlement.recovery.award.application = application
        by.forget()
        if not by.has_perm("grants.settle_money_back", settlement):
            raise PermissionDenied
        yield settlement


@contextmanager
def _case(application, permission, *, by):
    """The case locked, and the right asked again."""
    with _locked(application) as application:
        by.forget()
        if not by.has_perm(permission, application):
            raise PermissionDenied
        yield application


@contextmanager
def _locked(application):
    with transaction.atomic():
        yield Application.objects.locked().get(pk=application.pk)
