"""When money arrives and when we hear from the co-op: plans worked out from the award."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from grants.money import split

FIRST_PAYMENT_AFTER = timedelta(days=30)
MIDWAY = timedelta(days=182)
END = timedelta(days=365)
MOST_INSTALMENTS = 2  # one at the start, one that the first report frees


@dataclass(frozen=True)
class PlannedInstalment:
    number: int
    amount: Decimal
    due_on: date
    needs: str


@dataclass(frozen=True)
class PlannedReport:
    number: int
    name: str
    due_on: date
    releases: int | None  # the number of the instalment that accepting it frees


def plan_instalments(amount, number, start):
    """Equal instalments that add up to the amount: one at the start, then half-yearly."""
    if not amount:
        return []
    needs = ["Your signed offer and your bank details, checked"]
    needs += ["Your 6 month report, accepted"] * (number - 1)
    return [
        PlannedInstalment(place + 1, share, start + FIRST_PAYMENT_AFTER + MIDWAY * place, need)
        for place, (share, need) in enumerate(zip(split(amount, number), needs, strict=True))
    ]


def plan_reports(instalments, start):
    """A report after six months, which frees the second instalment, and one at the end."""
    second = 2 if instalments > 1 else None
    return [
        PlannedReport(1, "6 month report", start + MIDWAY, second),
        PlannedReport(2, "Final report", start + END, None),
    ]
