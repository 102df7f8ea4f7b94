"""The terms of an offer, as they are planned before it is released and written when it is.

Pure. A draft keeps them as JSON; `as_json` and `from_json` are the only way in and out.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from grants.fields import in_days
from grants.money import in_pounds, in_value, total

LINES, PAYMENTS, CONDITIONS = "lines", "payments", "conditions"
ONE_OF = {"hours": "hour", "days": "day", "weeks": "week", "months": "month"}


def in_words(amount, quantity, unit):
    """How much of something: £4,000, or 3 days, or 1 week."""
    if amount is not None:
        return in_pounds(amount)
    return f"{in_days(quantity)} {ONE_OF.get(unit, unit) if quantity == 1 else unit}"


class Problem(NamedTuple):
    """What is wrong with one part of the terms; row from 0, or None for the whole part."""

    part: str
    row: int | None
    field: str | None
    sentence: str


@dataclass(frozen=True)
class PlannedLine:
    """One thing that is given: money with its amount, the rest with a quantity and a price."""

    kind: str
    description: str
    amount: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""
    each: Decimal | None = None

    @property
    def value(self):
        return in_value(self.amount, self.quantity, self.each)

    @property
    def in_words(self):
        return in_words(self.amount, self.quantity, self.unit)


@dataclass(frozen=True)
class PlannedInstalment:
    """One payment: how much, from which day, and the report that must be accepted first."""

    number: int
    amount: Decimal
    due_on: date
    after_report: str = ""


@dataclass(frozen=True)
class PlannedCondition:
    """before: the first payment that it holds back; None for one that goes on.

    owner: the key of a colleague; None for the co-op.
    """

    kind: str
    text: str
    before: int | None = None
    due_on: date | None = None
    owner: int | None = None
    evidence: str = ""

    @property
    def is_of_itself(self):
        return self.kind in ("signed", "bank", "subsidy")


@dataclass(frozen=True)
class Terms:
    lines: list = field(default_factory=list)
    instalments: list = field(default_factory=list)
    conditions: list = field(default_factory=list)

    @property
    def gross_value(self):
        return total(line.value for line in self.lines)

    def as_json(self):
        return {
            "lines": [_plain(line) for line in self.lines],
            "instalments": [_plain(one) for one in self.instalments],
            "conditions": [_plain(one) for one in self.conditions],
        }

    @classmethod
    def from_json(cls, kept):
        return cls(
            [PlannedLine(**_read(row)) for row in kept["lines"]],
            [PlannedInstalment(**_read(row)) for row in kept["instalments"]],
            [PlannedCondition(**_read(row)) for row in kept["conditions"]],
        )


AMOUNTS = ("amount", "quantity", "each")


def _plain(row):
    return {
        name: str(value) if isinstance(value, Decimal | date) else value
        for name, value in asdict(row).items()
    }


def _read(row):
    read = dict(row)
    for name in AMOUNTS:
        if read.get(name) is not None:
            read[name] = Decimal(read[name])
    if read.get("due_on") is not None:
        read["due_on"] = date.fromisoformat(read["due_on"])
    return read
