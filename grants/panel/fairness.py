"""Pure: mean scores of kinds of cases, so that a chair sees if any fare worse; nobody picked out.

A group of fewer than ten is not shown, and as many more are left out with it as it takes to keep
it unknown to somebody who knows the total (see `grants.applications.equality.hiding`). Who is
left out is not named either: ten wards with one case each would be no secret.
"""

from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple

from grants.applications.equality.hiding import shown
from grants.assessment.scoring.arithmetic import exact_mean, in_hundredths

# Up to, but without, so many pounds.
SIZES = ((2_000, "Less than £2,000"), (5_000, "£2,000 to £4,999"), (10_000, "£5,000 to £9,999"))
LARGEST, NO_MONEY = "£10,000 or more", "Advice days only"
AGES = ((1, "Less than a year"), (3, "1 or 2 years"))
OLDEST = "3 years or more"
YEAR = 365.25


class Group(NamedTuple):
    """One kind of case: about how many there are, and the mean of each number about them."""

    name: str
    about: int  # how many there are, rounded
    means: tuple


class Breakdown(NamedTuple):
    """The groups that may be shown; has_others: some may not."""

    groups: list[Group]
    has_others: bool


def broken_down(rows, *, names=None, order=()):
    """What may be shown of rows of (the key of a group, the numbers about one case).

    names: what groups are called, where their keys are not names. order: keys in the order in
    which they are read; otherwise they go by their names.
    """
    called = names or {}
    found = defaultdict(list)
    for key, numbers in rows:
        found[key].append(numbers)
    counts = shown({key: len(numbers) for key, numbers in found.items()})
    groups = [
        Group(called.get(key, key), counts[key], tuple(map(_mean, zip(*found[key], strict=True))))
        for key in sorted(found, key=lambda key: order.index(key) if key in order else -1)
        if counts[key] is not None
    ]
    if not order:
        groups.sort()
    return Breakdown(groups, None in counts.values())


def _mean(numbers):
    """To the hundredth, halves away from nought; what is apart may lie below it."""
    mean = exact_mean(numbers)
    return in_hundredths(mean) if mean >= 0 else -in_hundredths(-mean)


def against_others(totals):
    """(assessor, (own total, how far from the mean of the others)) of each shared case.

    totals: for each case {assessor: total}. A case that one assessor scored compares nothing.
    """
    for of_case in totals:
        for assessor, total in of_case.items():
            others = [one for who, one in of_case.items() if who != assessor]
            if others:
                yield assessor, (total, Fraction(total) - exact_mean(others))


def size_of(pounds):
    """The band in which a request lies."""
    if not pounds:
        return NO_MONEY
    return next((name for top, name in SIZES if pounds < top), LARGEST)


def age_of(time):
    """The band of how long we knew an organisation when it applied."""
    return next((name for years, name in AGES if time.days < years * YEAR), OLDEST)


SIZE_ORDER = (NO_MONEY, *(name for _, name in SIZES), LARGEST)
AGE_ORDER = (*(name for _, name in AGES), OLDEST)
