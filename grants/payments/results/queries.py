"""What can be asked about what the bank said."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.timezone import localdate

from applicants.models import Membership
from grants.involvement import conflicts_of
from grants.lifecycle import RunStage
from grants.payments.models import Outcome, Payment, PaymentRun

from . import matching
from .coming_back import StillOut
from .models import BankResult, BankResultLine, HandMark, Verdict
from .reading import rows_of, table_of

AT_ONCE = 500
LONGEST = timedelta(days=200)  # from a file for the bank to the last word on a payment in it
WENT_TO_THE_BANK = (RunStage.EXPORTED, RunStage.SETTLED)


def in_pieces(things):
    things = list(things)
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))


def people_of_organisations(organisations):
    """{organisation: the people who act for it today}, by a few queries for any number of them."""
    people = defaultdict(list)
    for some in in_pieces(organisations):
        rows = Membership.objects.live().filter(organisation__in=some, user__is_active=True)
        for membership in rows.select_related("user").order_by("pk"):
            people[membership.organisation_id].append(membership.user)
    return people


def payments_to_judge(**facts):
    """Payments with all that their outcome writes about them; the full account numbers stay away.

    has_line: a line of the bank's said already what became of it.
    """
    lines = BankResultLine.objects.filter(payment=OuterRef("pk"), verdict=Verdict.MATCHED)
    return (
        Payment.objects.filter(**facts)
        .select_related(
            "run",
            "bank_details__organisation",
            "instalment__award__application__organisation",
            "instalment__award__application__submitted_by",
            "instalment__award__application__round__fund",
        )
        .defer("run__file", "bank_details__sort_code", "bank_details__account_number")
        .annotate(has_line=Exists(lines))
        .order_by("pk")
    )


def rows_in(result):
    """The lines of a file that waits, in the columns that were chosen."""
    return rows_of(table_of(result.content), result.columns)


def payments_meant(findings):
    """The keys of all payments that these lines could mean: by reference, not too long ago."""
    wanted = {one.reference for one in findings} - {""}
    if not wanted:
        return []
    since = max(min(one.on for one in findings), date.min + LONGEST) - LONGEST
    rows = Payment.objects.filter(
        cancelled_at=None,
        run__state__in=WENT_TO_THE_BANK,
        run__exported_at__date__gte=since,
        run__exported_at__date__lte=localdate(),
    )
    named = rows.values_list("pk", "reference", "bank_details__roll_number")
    return [key for key, *names in named.iterator() if matching.references_of(*names) & wanted]


def runs_of(payments):
    runs = set()
    for some in in_pieces(payments):
        runs |= set(Payment.objects.filter(pk__in=some).values_list("run", flat=True))
    return runs


def findings_for(result):
    """What each line of a file that waits would be, if somebody pressed the button now."""
    return judged(matching.read_all(rows_in(result), result.amounts))


def judged(findings, meant=None):
    meant = payments_meant(findings) if meant is None else meant
    payments = [one for some in in_pieces(meant) for one in payments_to_judge(pk__in=some)]
    speaks_of_return = any(one.clear and one.clear.status == Outcome.RETURNED for one in findings)
    cases = [one.instalment.award.application_id for one in payments if speaks_of_return]
    known, listed = _read_before(findings)
    matching.judge(findings, matching.by_reference(payments), known, listed, StillOut(cases))
    return findings


def _read_before(findings):
    """(fingerprints of lines that were understood, or set aside; those that still wait)"""
    known, listed = set(), set()
    for some in in_pieces(one.fingerprint for one in findings):
        rows = BankResultLine.objects.filter(fingerprint__in=some)
        understood = Q(verdict__in=[Verdict.MATCHED, Verdict.PENDING]) | Q(payment__isnull=False)
        settled = rows.filter(understood | Q(answered_at__isnull=False))
        known |= set(settled.values_list("fingerprint", flat=True))
        listed |= set(rows.unmatched().values_list("fingerprint", flat=True))
    return known, listed


def says_more(result, text, amounts):
    """Whether a file that was taken in fits more now than it did then.

    text: what it says; we kept only its lines that we could read.
    """
    if not result.lines.unmatched().exists():
        return False
    rows = rows_of(table_of(text), result.columns)
    findings = judged(matching.read_all(rows, amounts))
    return any(one.verdict == Verdict.MATCHED for one in findings)


def replaced_by(result, findings):
    """Lines that nothing fitted, and that this file reads again: the same, or of its own bytes."""
    new = [one for one in findings if one.verdict != Verdict.KNOWN]
    for some in in_pieces(new):
        same_line = Q(fingerprint__in=[one.fingerprint for one in some])
        same_place = Q(result__sha256=result.sha256, number__in=[one.row.number for one in some])
        yield BankResultLine.objects.unmatched().filter(same_line | same_place)


def is_closed_to(user, findings):
    """One of these lines is about a case that a conflict closes to this person."""
    conflicts = conflicts_of(user)
    return bool(conflicts) and any(
        one.payment and one.payment.instalment.award.application_id in conflicts for one in findings
    )


def results_for(user):
    """The bank's files, the newest first, each with what became of its lines."""
    rows = BankResult.objects.visible_to(user).filter(discarded_at=None)
    return (
        rows.select_related("uploaded_by")
        .annotate(
            how_many=Count("lines"),
            matched=Count("lines", filter=Q(lines__verdict=Verdict.MATCHED)),
            waiting=Count(
                "lines", filter=Q(lines__verdict=Verdict.UNMATCHED, lines__answered_at=None)
            ),
        )
        .order_by("-pk")
    )


def lines_of(result, verdict=None):
    rows = result.lines.select_related(
        "payment__run", "payment__instalment__award__application__organisation", "answered_by"
    ).defer("payment__run__file")
    return (rows.filter(verdict=verdict) if verdict else rows).order_by("number")


def kinds_of_lines(result):
    """[(verdict, its words, how many lines, their amounts together)], where there are any."""
    sums = {"how_many": Count("pk"), "pounds": Sum("payment__amount")}
    rows = result.lines.order_by().values("verdict").annotate(**sums)
    found = {row["verdict"]: (row["how_many"], row["pounds"]) for row in rows}
    return [(one.value, one.label, *found[one.value]) for one in Verdict if one.value in found]


def unmatched_lines(user):
    """Lines that nothing fits, the oldest first: somebody has to find out what they are."""
    return (
        BankResultLine.objects.unmatched()
        .filter(result__in=BankResult.objects.visible_to(user))
        .select_related("result")
        .defer("result__content")
        .order_by("pk")
    )


def marks_for(user):
    """What one person said the bank did, and a second one has not answered."""
    runs = PaymentRun.objects.visible_to(user)
    return HandMark.objects.waiting().filter(run__in=runs).select_related("run", "said_by")


def marks_of(run):
    return list(
        run.marks.select_related("said_by", "confirmed_by", "dropped_by")
        .annotate(how_many=Count("payments"))
        .order_by("-number")
    )
