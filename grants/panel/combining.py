"""Pure: what a combination of decisions costs, and whom it would reach."""

from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from .models import FUNDED, Verdict

NOTHING = Decimal(0)


class Line(NamedTuple):
    """What is tried out for one application; no verdict means nothing is decided yet."""

    verdict: str
    pounds: Decimal
    days: Decimal

    @property
    def is_funding(self):
        return self.verdict in FUNDED

    @property
    def label(self):
        return Verdict(self.verdict).label if self.verdict else ""


class Sums(NamedTuple):
    """What a combination takes, and what it leaves of a budget."""

    pounds: Decimal
    days: Decimal
    pounds_left: Decimal
    days_left: Decimal
    funded: int
    undecided: int

    @property
    def is_over(self):
        return self.pounds_left < 0 or self.days_left < 0

    @property
    def pounds_over(self):
        return -self.pounds_left

    @property
    def days_over(self):
        return -self.days_left


def line_for(application, verdict, pounds=NOTHING, days=NOTHING):
    """One line in its proper terms: in full is what was asked for; a no gives nothing."""
    if verdict == Verdict.FULL:
        return Line(verdict, application.amount_requested, application.days_requested)
    if verdict == Verdict.PART:
        return Line(verdict, pounds, days)
    return Line(verdict if verdict in Verdict.values else "", NOTHING, NOTHING)


def add_up(lines, left):
    """What some lines take together, against what the round has left.

    left: what there is before any of these, as (pounds, days).
    """
    funding = [line for line in lines if line.is_funding]
    pounds = sum((line.pounds for line in funding), NOTHING)
    days = sum((line.days for line in funding), NOTHING)
    return Sums(
        pounds,
        days,
        left[0] - pounds,
        left[1] - days,
        len(funding),
        sum(not line.verdict for line in lines),
    )


class Share(NamedTuple):
    """How one kind of applicant fares in a combination."""

    name: str
    asked: int
    funded: int
    pounds: Decimal


def balance(lines, facts):
    """For each fact (ward, legal form …): its values, how many asked, how many are funded.

    lines, facts: by application key; facts: {key: {fact: value}}. A tuple is several values at
    once: the application counts under each.
    """
    kinds = {}
    for key, line in lines.items():
        for fact, value in _one_by_one(facts[key]):
            asked, funded, pounds = kinds.setdefault(fact, {}).get(value, (0, 0, NOTHING))
            won = int(line.is_funding)
            kinds[fact][value] = (asked + 1, funded + won, pounds + line.pounds * won)
    return {
        fact: [Share(name, *numbers) for name, numbers in sorted(values.items())]
        for fact, values in kinds.items()
    }


def _one_by_one(facts):
    for fact, found in facts.items():
        for value in found if isinstance(found, tuple) else (found,):
            yield fact, value


def differences(combinations):
    """The keys on which some combinations differ: what is left to talk about."""
    seen = {}
    for lines in combinations:
        for key, line in lines.items():
            seen.setdefault(key, Counter())[line] += 1
    whole = len(combinations)
    return {
        key for key, counted in seen.items() if len(counted) > 1 or sum(counted.values()) < whole
    }
