"""Which payment a line of the bank's file is about, and what it says became of it.

A line fits one payment by reference, amount and day, or it fits none. What is not certain is
listed with the reason, for a person to find out.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from grants.payments.models import Outcome, Payment
from grants.templatetags.words import day, pounds

from .models import Amounts, Verdict
from .reading import Row
from .values import (
    PENDING,
    MeansTwoThings,
    NotClear,
    amount_of,
    date_of,
    looks_ours,
    named_in,
    reference_of,
    status_of,
)

LATE = timedelta(days=10)  # after the day on which the money should arrive
LATE_BACK = timedelta(days=90)  # after it was paid; banks take their time to send money back
ORDER = (Outcome.PAID, Outcome.FAILED, Outcome.RETURNED, PENDING, None)
NO_REASON = "The bank gave no reason."
CAME_IN = {
    Amounts.PLAIN: "In this file, an amount with a minus or DR is money that came in.",
    Amounts.MINUS: "In this file, an amount without a minus or DR is money that came in.",
}
BY_HAND = "Write down what happened on the page of its run."
WHERE_TO = "If the bank sent a payment back, write that down on the page of its run."


@dataclass(frozen=True)
class Clear:
    """What a line says, once read."""

    reference: str
    amount: Decimal
    on: date
    status: str


@dataclass
class Finding:
    """What a line was found to be."""

    row: Row
    fingerprint: str
    verdict: str = Verdict.UNMATCHED
    why: str = ""
    payment: Payment | None = None
    is_ours: bool = False  # it names a case of ours, or a payment by what a bank may call it
    clear: Clear | None = None

    @property
    def reference(self):
        """What it calls a payment, also where something else in it is not clear."""
        return self.clear.reference if self.clear else reference_of(self.row.reference)

    @property
    def on(self):
        """Its day; today where it has none that we can read."""
        if self.clear:
            return self.clear.on
        return date_of(self.row.date) if _reads(date_of, self.row.date) else localdate()

    @property
    def outcome(self):
        return self.clear.status if self.verdict == Verdict.MATCHED else ""

    @property
    def is_readable(self):
        """Its cells hold what they should, and so no words of others."""
        row = self.row
        return (
            _reads(amount_of, row.amount)
            and _reads(date_of, row.date)
            and _reads(status_of, row.status)
        )

    @property
    def because(self):
        return "" if self.outcome == Outcome.PAID else (self.row.reason or NO_REASON)


def _reads(reader, cell):
    try:
        reader(cell)
    except MeansTwoThings:
        return True
    except NotClear:
        return False
    return True


def read_all(rows, amounts):
    """A finding for each line, as far as the line itself tells; the payments come after.

    amounts: how the file writes what left (`Amounts`). Nothing in the lines could tell.
    """
    seen, findings = Counter(), []
    for row in rows:
        clear, why = _clear(row, amounts)
        facts = clear or (row.reference, row.amount, row.date, row.status)
        seen[facts] += 1
        fingerprint, is_ours = _fingerprint(facts, seen[facts]), looks_ours(row.reference)
        findings.append(Finding(row, fingerprint, why=why, clear=clear, is_ours=is_ours))
    return findings


def _clear(row, amounts):
    """(what the line says, "") or (None, why that is not clear)"""
    try:
        named = named_in(row.reference)
        if len(named) > 1:
            raise NotClear("This line names more than one of our payments.")
        reference = named.pop() if named else reference_of(row.reference)
        if not reference:
            raise NotClear("This line has no reference.")
        amount, on, status = amount_of(row.amount), date_of(row.date), status_of(row.status)
        if not amount:
            raise NotClear("This line is about £0.")
        if row.reason and not row.status:
            raise NotClear(f"The bank gives a reason, and does not say what it did. {BY_HAND}")
        # Of what failed or came back, banks write the sign of either way.
        if status == Outcome.PAID and (amount < 0) != (amounts == Amounts.MINUS):
            raise NotClear(f"{CAME_IN[amounts]} {WHERE_TO}")
        if on > localdate():
            raise NotClear(f"{day(on)} has not come yet.")
    except NotClear as trouble:
        return None, str(trouble)
    return Clear(reference, abs(amount), on, status), ""


def _fingerprint(facts, time):
    """The same for the same line in any file; different for its second time in one file."""
    if isinstance(facts, Clear):
        facts = (facts.reference, f"{facts.amount:.2f}", facts.on.isoformat(), str(facts.status))
    return hashlib.sha256("\x1f".join([*facts, str(time)]).encode()).hexdigest()


def judge(findings, payments, known, listed, still_out):
    """Say of each finding what it is. It changes the findings, and nothing else.

    payments: those that went to the bank and could be meant, by each of their references.
    known: the fingerprints of lines that were read before and understood. listed: of those that
    nothing fitted then; they may fit now, and if not they are not listed a second time.
    still_out: of their cases (`StillOut`), where a line says that money came back.
    """
    said = {}  # payment → (outcome, day, line) by an earlier line of this very file
    todo = [finding for finding in findings if finding.clear]
    for finding in findings:
        # A building society’s roll number names a payment too, of money that came in as well.
        finding.is_ours = finding.is_ours or finding.reference in payments
        if finding.fingerprint in known:
            finding.verdict, finding.why = Verdict.KNOWN, "This line was read before."
    for finding in sorted(todo, key=lambda one: ORDER.index(one.clear.status)):
        if finding.verdict == Verdict.KNOWN:
            continue
        if finding.clear.status == PENDING:
            finding.verdict, finding.why = Verdict.PENDING, "The bank is not done with it."
            continue
        _find(finding, payments.get(finding.clear.reference, ()), said, still_out)
    for finding in findings:
        if finding.verdict == Verdict.UNMATCHED and finding.fingerprint in listed:
            finding.verdict = Verdict.KNOWN
            finding.why = f"This line was read before, and nothing fits it yet. {finding.why}"


def _find(finding, candidates, said, still_out):
    clear = finding.clear
    if not candidates:
        finding.why = "No payment that went to the bank has this reference."
        return
    right = [one for one in candidates if one.amount == clear.amount]
    if not right:
        amounts = " or ".join(sorted({pounds(one.amount) for one in candidates}))
        finding.why = f"The payment with this reference is {amounts}, not {pounds(clear.amount)}."
        return
    in_time = [one for one in right if _is_in_time(one, clear)]
    if not in_time:
        one = right[-1]
        finding.why = (
            f"The day does not fit: the file for the bank was made on {day(_made_on(one))}, "
            f"for payment on {day(one.run.pay_on)}."
        )
        return
    standing = [(one, *_standing(one, said)) for one in in_time]
    wanted = Outcome.PAID if clear.status == Outcome.RETURNED else None
    open_ = [one for one, outcome, _on, _line in standing if outcome == wanted]
    # Bad news of an earlier payment may come late, when the next one with its reference has left.
    late = clear.status != Outcome.PAID
    told = [one for one, outcome, *_rest in standing if late and outcome == clear.status]
    if len(open_) > 1 or (open_ and told):
        runs = " and ".join(sorted({str(one.run) for one in (*open_, *told)}))
        finding.why = f"It fits more than one payment, in {runs}, and we don’t guess which."
    elif open_:
        why = clear.status == Outcome.RETURNED and still_out.why_it_is_not_certain(open_[0])
        if why:
            finding.why = why
            return
        finding.payment, finding.verdict = open_[0], Verdict.MATCHED
        said[open_[0].pk] = (clear.status, clear.on, finding.row.number)
        still_out.enter(open_[0], clear.status)
    else:
        _explain(finding, *standing[-1])


def _explain(finding, payment, outcome, on, line):
    """No payment waits for what this line says: either we know it, or somebody has to ask."""
    clear = finding.clear
    if outcome == clear.status and line is not None:
        finding.why = f"Line {line} says the same. Ask the bank if it did this twice."
    elif outcome == clear.status and on == clear.on and not payment.has_line:
        finding.verdict, finding.payment = Verdict.KNOWN, payment
        finding.why = "Two people have written this down already."
    elif outcome is None:
        finding.why = (
            "It came back, but we don’t know yet that it was paid. First upload that, then this."
        )
    else:
        finding.why = (
            f"We know this payment as “{Outcome(outcome).label.lower()}” on {day(on)}. "
            "Ask the bank what happened."
        )


def _made_on(payment):
    return localdate(payment.run.exported_at)


def _is_in_time(payment, clear):
    latest = payment.run.pay_on + (LATE_BACK if clear.status == Outcome.RETURNED else LATE)
    return _made_on(payment) <= clear.on <= latest


def _standing(payment, said):
    """(what became of it so far, when, by which line of this file)"""
    if payment.pk in said:
        return said[payment.pk]
    return payment.outcome, payment.outcome_on, None


def references_of(reference, roll_number):
    """What a bank may call a payment, as it can be compared: our reference, and what it was sent.

    A roll number takes our reference’s place in the file, and banks repeat what stood there.
    """
    return {reference_of(reference), reference_of(roll_number)} - {""}


def by_reference(payments):
    found = defaultdict(list)
    for payment in payments:
        for name in references_of(payment.reference, payment.bank_details.roll_number):
            found[name].append(payment)
    return found


def digest_of(findings):
    """The same as long as the preview says the same."""
    said = "|".join(f"{one.row.number}{one.verdict}{one.why}" for one in findings)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
