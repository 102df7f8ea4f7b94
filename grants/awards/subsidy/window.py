"""Minimal financial assistance: which years count, what it adds up to, and what still fits.

Pure. The rule is in ss. 36 and 37 of the Subsidy Control Act 2022: all help of this kind to one
enterprise, with the group that it belongs to, must not exceed a limit within the applicable
period, which is the part of this financial year that has passed and the two financial years
before it. A financial year begins on 1 April. Amounts are in pounds, to the penny.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from grants.money import total

FIRST_MONTH = 4  # financial years begin on 1 April
YEARS_BEFORE = 2


class Assistance(NamedTuple):
    """One piece of help: its gross value, when it was given, and whether it is of a kind that
    counts."""

    value: Decimal
    given_on: date
    counts: bool = True


class Sums(NamedTuple):
    """What there was before, and what is to be given now, against the limit."""

    before: Decimal
    value: Decimal
    limit: Decimal

    @property
    def total(self):
        return self.before + self.value

    @property
    def is_over(self):
        """Exactly the limit is allowed."""
        return self.total > self.limit

    @property
    def fits(self):
        """How much of what is to be given may still be minimal financial assistance."""
        return min(self.value, max(self.limit - self.before, Decimal(0)))

    @property
    def beyond(self):
        """What must be given in another way, or not at all."""
        return self.value - self.fits

    @property
    def left(self):
        """What could still be given to them later."""
        return max(self.limit - self.total, Decimal(0))


def financial_year(day):
    """The 1 April on which the financial year of a day began."""
    return date(day.year if day.month >= FIRST_MONTH else day.year - 1, FIRST_MONTH, 1)


def period_starts(given_on):
    """The first day that counts for help that is given on a day."""
    this_year = financial_year(given_on)
    return this_year.replace(year=this_year.year - YEARS_BEFORE)


def is_within(day, given_on):
    """Whether help of a day counts together with help that is given later."""
    return period_starts(given_on) <= day <= given_on


def counting(listed, given_on):
    """Those of these Assistances that count."""
    return [one for one in listed if one.counts and is_within(one.given_on, given_on)]


def sums_of(listed, value, given_on, limit):
    """The sums of what was given before, and a value to be given on a day."""
    before = total(one.value for one in counting(listed, given_on))
    return Sums(before, value, limit)


def months_after(day, months):
    """The same day so many months later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first_of_next - timedelta(days=1), date(year, month + 1, 1) + timedelta(day.day - 1))
