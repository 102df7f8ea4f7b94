"""When money arrives and when we hear from the co-op: plans worked out from the award.

Pure. Every plan adds up to the award, to the penny, with odd pennies first.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from applicants.access import Refused
from grants.money import PENNY, in_pounds, split, total
from grants.templatetags.words import day

from .shape import PlannedInstalment

PAYING_TAKES = timedelta(days=30)  # from the day on which a payment may be made to its date
MIDWAY = timedelta(days=182)
END = timedelta(days=365)
LAST_REPORT_AFTER = timedelta(days=90)  # after the last payment, when that is late
MOST_INSTALMENTS = 12
MOST_YEARS = 3  # from the offer to the last payment
MONTH = Decimal("30.4375")  # days
POUNDS, PERCENT, REST = "pounds", "percent", "rest"
START = "Your signed offer and your bank details, checked"
NOTHING_MORE = "Nothing more"


class NoPlan(Refused):
    """What was asked for does not add up to the award, or leaves a part with nothing."""


@dataclass(frozen=True)
class PlannedReport:
    number: int
    name: str
    due_on: date
    releases: int | None  # the number of the first instalment that accepting it frees


def plan_instalments(amount, number, start):
    """The usual plan: equal parts, one at the start, then one after each half-yearly report."""
    if not amount:
        return []
    reports = ["", *(f"{6 * place} month report" for place in range(1, number))]
    dates = [start + PAYING_TAKES + MIDWAY * place for place in range(number)]
    return _numbered(_equal(amount, number), dates, reports)


def equal_parts(amount, number, first_on, every):
    """Equal parts, so many months apart, each on its date whatever else."""
    if not 1 <= number <= MOST_INSTALMENTS:
        raise NoPlan(f"Pay in 1 to {MOST_INSTALMENTS} parts.")
    dates = [months_later(first_on, every * place) for place in range(number)]
    return _numbered(_equal(amount, number), dates)


def by_date(amount, parts):
    """parts: (date, share) of each; a share is (POUNDS, n), (PERCENT, n) or (REST, None)."""
    parts = sorted(parts, key=lambda part: part[0])
    return _numbered(
        shared_out(amount, [share for _day, share in parts]), [day for day, _ in parts]
    )


def by_condition(amount, parts, first_on, every):
    """A part for each thing that must come first, planned so many months apart.

    parts: (the report that is awaited or "", share) of each. A part without a report waits for
    a condition, which is planned beside it.
    """
    dates = [months_later(first_on, every * place) for place in range(len(parts))]
    reports = [report for report, _share in parts]
    return _numbered(shared_out(amount, [share for _report, share in parts]), dates, reports)


def shared_out(amount, shares):
    """What each share comes to. They add up to the amount, or NoPlan says what is wrong."""
    if sum(kind == REST for kind, _ in shares) > 1:
        raise NoPlan("Only one part can be “the rest”.")
    exact = {
        place: size if kind == POUNDS else amount * size / 100
        for place, (kind, size) in enumerate(shares)
        if kind != REST
    }
    said = sum(exact.values(), Decimal(0))
    rests = len(shares) - len(exact)
    if said > amount or (not rests and said != amount):
        raise NoPlan(f"{off_by(amount, said.quantize(PENNY))}")
    found = [
        exact.get(place, amount - said).quantize(PENNY, ROUND_DOWN) for place in range(len(shares))
    ]
    places = [place for place, (kind, _) in enumerate(shares) if kind != POUNDS]
    for place in places[: int((amount - total(found)) / PENNY)]:
        found[place] += PENNY
    if min(found) <= 0:
        raise NoPlan("One part would get nothing. Make fewer parts, or change the shares.")
    return found


def off_by(amount, said):
    """How far a sum is from the award: “These add up to £9.99, £0.01 less than the award.”"""
    gap = abs(amount - said)
    if not gap:
        return f"These come to {in_pounds(said)}, but not to the penny. Make one part “the rest”."
    way = "less" if said < amount else "more"
    return (
        f"These add up to {in_pounds(said)}, {in_pounds(gap)} {way} than the award of "
        f"{in_pounds(amount)}."
    )


def problems_in(instalments, amount, first_day, last_day):
    """[(row from 0 or None, field or None, sentence)]: why these are no schedule of this award."""
    found = []
    if len(instalments) > MOST_INSTALMENTS:
        found.append((None, None, f"Plan {MOST_INSTALMENTS} payments or fewer."))
    before = None
    for row, one in enumerate(instalments):
        if one.amount <= 0:
            found.append((row, "amount", "The amount must be more than £0"))
        elif one.amount != one.amount.quantize(PENNY):
            found.append((row, "amount", "Use pounds and pence in the amount"))
        if one.due_on < first_day:
            found.append((row, "due_on", f"The date must be {day(first_day)} or later"))
        elif one.due_on > last_day:
            found.append((row, "due_on", f"The date must be {day(last_day)} or earlier"))
        elif before is not None and one.due_on < before:
            found.append((row, "due_on", f"The date must not be before that of payment {row}"))
        before = one.due_on
    if not found and total(one.amount for one in instalments) != amount:
        found.append((None, None, off_by(amount, total(one.amount for one in instalments))))
    return found


def last_day_from(start):
    """The last day on which an award that is offered on this day may still pay."""
    return months_later(start, 12 * MOST_YEARS)


def report_before(due_on, start):
    """The name of the report that a payment on this day waits for: “6 month report”."""
    months = round((due_on - PAYING_TAKES - start).days / MONTH)
    return f"{max(1, months)} month report"


def plan_reports(instalments, start):
    """The reports that payments wait for, or one midway; and one at the end."""
    awaited = {}
    for one in sorted(instalments, key=lambda one: one.number):
        if one.after_report:
            awaited.setdefault(one.after_report, one)
    planned = [
        (name, max(one.due_on - PAYING_TAKES, start), one.number) for name, one in awaited.items()
    ] or [("6 month report", start + MIDWAY, None)]
    end = start + END
    if instalments:
        end = max(end, max(one.due_on for one in instalments) + LAST_REPORT_AFTER)
    planned.append(("Final report", end, None))
    return [PlannedReport(number, *report) for number, report in enumerate(planned, 1)]


def needs_of(number, after_report, conditions):
    """What we need before a payment, in words for the co-op.

    conditions: those before payment, with their kind, text and `before`.
    """
    found = [START] if number == 1 else []
    if after_report:
        found.append(f"Your {after_report}, accepted")
    own = [one for one in conditions if one.before == number and not one.is_of_itself]
    found += [one.text.rstrip(".") for one in own]
    return "; ".join(found) or NOTHING_MORE


def months_later(start, months):
    """The same day of a later month, or the last day that it has."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _equal(amount, number):
    parts = split(amount, number)
    if parts[-1] <= 0:
        raise NoPlan("One part would get nothing. Make fewer parts.")
    return parts


def _numbered(amounts, dates, reports=()):
    reports = reports or [""] * len(amounts)
    return [
        PlannedInstalment(number, *planned)
        for number, planned in enumerate(zip(amounts, dates, reports, strict=True), 1)
    ]
