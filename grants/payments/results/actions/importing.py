"""The bank's file: uploaded, looked at, taken in once, or thrown away.

Whoever uploads it may have prepared or approved the run. The file says what happened, not the
person; its hash and its lines are kept; and a payment that is due again because of it needs three
people as before (docs/decisions/0043-what-became-of-a-payment.md).
"""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants.applications.models import ReferenceSequence
from grants.payments.results import matching, queries
from grants.payments.results.columns import is_enough
from grants.payments.results.models import BankResult, BankResultLine, Verdict
from grants.payments.results.reading import table_of, text_of

from .outcomes import IN_ONE_STATEMENT, Said, hold_all, record_outcomes

GONE = "This file was thrown away. Upload it again if you need it."
NOT_CLEAR = "This line can’t be read, and it has no reference of ours."
CHANGED = (
    "Something changed since you looked at this file. Look at it again, then press the button."
)


def upload_result(*, name, content, amounts, by):
    """Finance uploads what the bank says. The same bytes again are the same file.

    They are read again only where that says more than it did then: a payment that came back is
    understood once we know that it was paid.

    content: the bytes. amounts: how it writes what left; said again, it may be corrected.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = BankResult.objects.filter(sha256=sha256, discarded_at=None).order_by("-pk")
    found = known.first()
    if found and found.is_waiting:
        if found.amounts != amounts:
            return choose_columns(found, columns=found.columns, amounts=amounts, by=by)
        return found
    text = text_of(content)
    if found and not queries.says_more(found, text, amounts):
        return found
    columns = found.columns if found else table_of(text).columns
    try:
        with transaction.atomic():
            return BankResult.objects.create(
                reference=ReferenceSequence.next(f"RES-{localdate().year}"),
                name="".join(filter(str.isprintable, name))[-120:],
                sha256=sha256,
                content=text,
                columns=columns if is_enough(columns) else {},
                amounts=amounts,
                uploaded_by=by,
            )
    except IntegrityError:
        return known.waiting().get()  # somebody else, or a second click, was quicker


def choose_columns(result, *, columns, amounts, by):
    """Somebody says which column is what, and how the file writes what left."""
    with transaction.atomic():
        result = _waiting(result)
        result.columns, result.amounts = columns, amounts
        result.save(update_fields=["columns", "amounts"])
    return result


def discard_result(result, *, by):
    """The file was the wrong one. Nothing of it is kept but its name and its hash."""
    with transaction.atomic():
        result = BankResult.objects.select_for_update().get(pk=result.pk)
        if result.discarded_at is not None:
            return result  # a second click
        if result.applied_at is not None:
            raise Refused("This file was taken in, so it stays.")
        result.discarded_at, result.discarded_by, result.content = now(), by, ""
        result.save(update_fields=["discarded_at", "discarded_by", "content"])
    return result


def apply_result(result, *, by, seen=None):
    """Finance takes a file in: what fits is written down, what does not is listed.

    seen: `digest_of` what the page said would happen; refused where that is true no more.
    """
    for is_second_try in (False, True):
        try:
            with transaction.atomic():
                return _apply(result, by, seen)
        except IntegrityError:  # another file with the same lines was taken in at this moment
            if is_second_try:
                raise
    raise AssertionError("unreachable")


def _apply(result, by, seen):
    result = BankResult.objects.select_for_update().get(pk=result.pk)
    if result.applied_at is not None:
        return result  # a second click
    if result.discarded_at is not None:
        raise Refused(GONE)
    if not is_enough(result.columns):
        raise Refused("Say first which columns are the reference, the amount and the date.")
    findings = matching.read_all(queries.rows_in(result), result.amounts)
    if not findings:
        raise Refused("There is no line below the names of the columns.")
    meant = queries.payments_meant(findings)
    hold_all(queries.runs_of(meant))
    queries.judged(findings, meant)  # only now, when nobody else can change what they say
    if queries.is_closed_to(by, findings):
        raise Refused(
            "This file has a payment to a co-op that you are too close to. Throw it away here, "
            "and ask a colleague to upload it."
        )
    if seen is not None and seen != matching.digest_of(findings):
        raise Refused(CHANGED)
    record_outcomes(
        [
            Said(
                payment=one.payment,
                outcome=one.outcome,
                on=one.clear.on,
                because=one.because,
                note=f"({result}, line {one.row.number})",
            )
            for one in findings
            if one.verdict == Verdict.MATCHED
        ],
        by=by,
    )
    for lines in queries.replaced_by(result, findings):
        answer_lines(lines, answer=f"It was read again: see {result}.", by=by)
    BankResultLine.objects.bulk_create(
        (_line(result, one) for one in findings), batch_size=IN_ONE_STATEMENT
    )
    result.applied_at, result.applied_by, result.content = now(), by, ""
    result.save(update_fields=["applied_at", "applied_by", "content"])
    return result


def _line(result, finding):
    """What is kept of a line: of one that is not ours no words, since they may be of others."""
    row, is_ours = finding.row, finding.is_ours
    is_clear = is_ours or finding.is_readable
    return BankResultLine(
        result=result,
        number=row.number,
        reference=row.reference if is_ours else "",
        amount_text=row.amount if is_clear else "",
        date_text=row.date if is_clear else "",
        status_text=row.status if is_ours else "",
        reason_text=row.reason if is_ours else "",
        fingerprint=finding.fingerprint,
        verdict=finding.verdict,
        why=finding.why[:300] if is_clear else NOT_CLEAR,
        outcome=finding.outcome,
        payment=finding.payment,
    )


def answer_lines(lines, *, answer, by):
    """Somebody found out what lines are that no payment fits, and sets them aside.

    lines: a queryset. What was answered before keeps its answer.
    """
    facts = {"answer": answer[:300], "answered_at": now(), "answered_by": by}
    with transaction.atomic():
        return lines.unmatched().update(**facts)


def _waiting(result):
    result = BankResult.objects.select_for_update().get(pk=result.pk)
    if result.discarded_at is not None:
        raise Refused(GONE)
    if result.applied_at is not None:
        raise Refused("This file was taken in already.")
    return result
