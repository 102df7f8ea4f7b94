"""What finance chose to pay, before there is a run: how many, how much, and what was shown.

What is refused here in a sentence, preparing the run refuses too, with everything locked.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from applicants.access import Refused
from grants.awards.hosting.queries import payee_of
from grants.awards.subsidy.queries import HELD_BY
from grants.ledger import NOTHING, unpaid_of_applications
from grants.lifecycle import ApplicationLifecycle
from grants.money import in_pounds, to_the_penny, total
from grants.templatetags.words import moment

from .accounts.queries import current_bank_details
from .holding.models import InstalmentCancellation, InstalmentHold
from .models import Payment
from .queries import LISTED, payable_by, unpaid_with_accounts

MOST_IN_A_RUN = 10_000
GONE = "One of these payments is not in the list any more. Look at the list again."
CHANGED = "Something changed since you looked at these payments. Look at them once more."
_CASE = "instalment__award__application"
_PAYEE = f"{_CASE}__organisation"


@dataclass(frozen=True)
class Chosen:
    """Payments that somebody chose. seen: binds what was shown to what will be prepared."""

    keys: list
    amount: Decimal
    shown: list
    seen: str

    @property
    def number(self):
        return len(self.keys)


def what_was_chosen(keys, *, by, most):
    """These instalments, or all that this person may pay if `keys` is None; `most` are shown.

    Of more than one run takes, all are the first.

    Raises Refused where one of them cannot be paid now.
    """
    listed = unpaid_with_accounts(by)
    asked = (
        listed.filter(is_ready=True).exclude(account__checked_by=by)
        if keys is None
        else listed.filter(pk__in=keys)
    )
    facts = list(asked.values_list("pk", "amount", "account_id", "is_ready", "account_checked_by"))
    if keys is None:
        facts = facts[:MOST_IN_A_RUN]
    _refuse_unfit_choice(facts, keys, by)
    chosen = [pk for pk, *_rest in facts]
    return Chosen(
        keys=chosen,
        amount=total(amount for _pk, amount, *_rest in facts),
        shown=list(listed.filter(pk__in=chosen[:most]).only(*LISTED)),
        seen=fingerprint((pk, amount, account) for pk, amount, account, *_rest in facts),
    )


def payable(keys, *, by):
    """These instalments, if this person may ask to pay each of them."""
    found = list(payable_by(by).filter(pk__in=keys))
    if len(found) < len(set(keys)):
        raise Refused(GONE)
    return found


def fingerprint(payments):
    """One short text for (instalment, amount, account) of each payment, in whatever order."""
    lines = sorted(f"{key}|{amount:.2f}|{account}" for key, amount, account in payments)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _refuse_unfit_choice(facts, keys, by):
    unfit = [pk for pk, _amount, _account, is_ready, who in facts if not is_ready or who == by.pk]
    missing = set(keys or ()) - {pk for pk, *_rest in facts}
    for key in [*unfit, *sorted(missing)][:1]:
        _refuse_with_reason(key, by)
        raise Refused(GONE)
    if not facts:
        raise Refused("Choose at least one payment.")
    if len(facts) > MOST_IN_A_RUN:
        raise Refused(f"One run takes {MOST_IN_A_RUN:,} payments at most. Choose fewer.")


def _refuse_with_reason(key, by):
    """Say of one that cannot be paid why, where it still stands in the lists of this person."""
    rows = unpaid_with_accounts(by).filter(pk=key).select_related("award__payee")
    instalment = rows.first()
    if instalment is not None:
        refuse_stopped([key])
        payee = payee_of(instalment.award.application)
        refuse_unready(instalment, payee, current_bank_details(payee), by)


def refuse_stopped(instalments):
    """Refuse what somebody holds, and what was cancelled. Whoever pays has locked the cases.

    instalments: their keys, or a query of them.
    """
    chosen = {"instalment__in": instalments}
    held = InstalmentHold.objects.standing().filter(**chosen)
    for stop in (
        held.select_related(_PAYEE).first(),
        InstalmentCancellation.objects.filter(**chosen).select_related(_PAYEE).first(),
    ):
        if stop is not None:
            who = stop.instalment.award.application.organisation.name
            what = "on hold" if isinstance(stop, InstalmentHold) else "cancelled"
            raise Refused(f"The payment to {who} is {what}: “{stop.because}”.")


def refuse_unpromised(run):
    """Refuse a run that pays more than the books promise; what is on its way counts as paid.

    It is the last thing that is asked: nothing leads here unless the books are wrong.
    """
    cases = run.applications_moved()
    unpaid = unpaid_of_applications(cases.values("pk"))
    running = Payment.objects.on_the_way().filter(instalment__award__application__in=cases)
    name = f"{_PAYEE}__name"
    for found in running.order_by(_CASE).values(_CASE, name).annotate(sum=Sum("amount")):
        left, more = unpaid.get(found[_CASE], NOTHING), to_the_penny(found["sum"])
        if more > left:
            raise Refused(
                f"The books promise {found[name]} only {in_pounds(left)} more, and this would be "
                f"{in_pounds(more)}. Ask whoever looks after the system to run check_money first."
            )


def refuse_who_let_go(instalments, by):
    """Whoever let go what a colleague had on hold has no part in paying it.

    instalments: their keys, or a query of them.
    """
    let_go = InstalmentHold.objects.overruled_by(by).filter(instalment__in=instalments)
    first = let_go.select_related("held_by", _PAYEE).order_by("pk").first()
    if first is not None:
        who = first.instalment.award.application.organisation.name
        raise Refused(
            f"You let the payment to {who} go on, which {first.held_by} had put on hold. So "
            "somebody else must pay it."
        )


def refuse_unready(instalment, payee, details, by):
    """Refuse what still waits for something, or needs somebody else to pay it.

    instalment: read `with_clearance`. details: the current account of the payee, or None.
    """
    who = payee.name
    if instalment.held_by:
        raise Refused(f"{who} can’t be paid yet. {HELD_BY[instalment.held_by]}.")
    if (
        instalment.released_at is None
        or instalment.award.application.state not in ApplicationLifecycle.SIGNED
    ):
        raise Refused(f"The payment to {who} is not ready: “{instalment.needs}”.")
    if details is None or details.checked_at is None:
        raise Refused(f"The bank details of {who} have not been checked yet.")
    if details.is_waiting:
        raise Refused(
            f"{who} changed its bank details. We wait until {moment(details.usable_from)} before "
            "we pay into the new account."
        )
    if details.checked_by_id == by.pk:
        raise Refused(f"You checked the bank details of {who}, so somebody else must pay it.")
