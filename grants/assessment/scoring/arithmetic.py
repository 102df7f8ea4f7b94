"""The arithmetic of scores, exact and in one place."""

from decimal import ROUND_HALF_UP, Decimal

HIGHEST_MARK = 4
HUNDREDTH = Decimal("0.01")
WIDE = 2  # marks this far apart are talked over, not averaged away


def weighted_total(marks):
    """The total out of 100 for (mark, weight) pairs; None when nothing could be judged.

    A mark counts as mark ÷ 4 × weight. A criterion that the assessor cannot judge
    (mark None) is left out and the other weights are scaled up: it is never a zero.
    """
    judged = [(Decimal(mark), Decimal(weight)) for mark, weight in marks if mark is not None]
    if not judged:
        return None
    weights = sum(weight for _, weight in judged)
    points = sum(mark * weight for mark, weight in judged)
    return (points * 100 / (HIGHEST_MARK * weights)).quantize(HUNDREDTH, ROUND_HALF_UP)


def mean(totals):
    """The mean of marks or totals, to the hundredth; None when there are none."""
    totals = [Decimal(total) for total in totals if total is not None]
    if not totals:
        return None
    return (sum(totals) / len(totals)).quantize(HUNDREDTH, ROUND_HALF_UP)


def are_apart(marks):
    """Whether two assessors see one criterion so differently that they should talk."""
    marks = [mark for mark in marks if mark is not None]
    return bool(marks) and max(marks) - min(marks) >= WIDE
