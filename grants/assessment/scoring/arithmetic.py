"""The arithmetic of scores, exact and in one place."""

from decimal import Decimal
from fractions import Fraction
from math import lcm

HIGHEST_MARK = 4
WIDE = 2  # marks this far apart are talked over, not averaged away
WIDE_TOTALS = 20  # and so are totals that are a fifth of 100 apart


def weighted_total(marks):
    """The total out of 100 for (mark, weight) pairs; None when nothing could be judged.

    A mark counts as mark ÷ 4 × weight. A criterion that the assessor cannot judge
    (mark None) is left out and the other weights are scaled up: it is never a zero.
    """
    return _out_of_a_hundred([(mark, 1, weight) for mark, weight in marks if mark is not None])


def panel_figure(criteria):
    """The panel's figure out of 100, for (moderated mark or None, marks, weight) of each criterion.

    Anybody can work it out by hand from the table of scores:

    1. For each criterion take the moderated mark, if there is one. If not, add up the marks of
       the assessors who could judge it, and divide by how many they are. Don't round.
    2. Multiply it by the weight of the criterion, and add these up.
    3. Divide by 4 (the best mark) and by the weights that you used, and multiply by 100.
    4. Only now round, to the hundredth, halves upwards.

    A criterion that nobody could judge, and that has no moderated mark, is left out with its
    weight. None when that leaves nothing.

    Weight 60: marks 4 and 1, moderated to 3. Weight 40: marks 2 and 3, so 2.5.
    3 × 60 + 2.5 × 40 = 280. 280 ÷ 4 ÷ 100 × 100 = 70.

    >>> panel_figure([(3, [4, 1], 60), (None, [2, 3], 40)])
    Decimal('70.00')
    """
    judged = []
    for moderated, marks, weight in criteria:
        counting = marks if moderated is None else [moderated]
        given = [mark for mark in counting if mark is not None]
        if given:
            judged.append((sum(given), len(given), weight))
    return _out_of_a_hundred(judged)


def _out_of_a_hundred(judged):
    """judged: (sum of the marks, how many they are, weight) for each criterion.

    In whole numbers, over one denominator, until the end: exact, and quicker than fractions.
    """
    if not judged:
        return None
    whole = lcm(*(number for _, number, _ in judged))
    points = sum(marks * weight * (whole // number) for marks, number, weight in judged)
    worth = HIGHEST_MARK * whole * sum(weight for _, _, weight in judged)
    return in_hundredths(Fraction(100 * points, worth))


def exact_mean(marks):
    """The mean of those marks that were given, as a fraction; None when there are none."""
    given = [mark for mark in marks if mark is not None]
    return Fraction(sum(given)) / len(given) if given else None


def mean(marks):
    """The mean of marks or totals, to the hundredth; None when there are none."""
    found = exact_mean(marks)
    return None if found is None else in_hundredths(found)


def in_hundredths(fraction):
    """A fraction as a decimal, halves upwards. Nothing here is below nought."""
    above, below = fraction.numerator, fraction.denominator
    return Decimal((200 * above + below) // (2 * below)).scaleb(-2)


def difference(numbers):
    """How far apart the furthest two are; what is missing does not count."""
    given = [number for number in numbers if number is not None]
    return max(given) - min(given) if given else 0


def are_apart(marks):
    """Whether two assessors see one criterion so differently that they should talk."""
    return difference(marks) >= WIDE


def totals_are_apart(totals):
    """Whether two assessors' totals are so far apart that they should talk."""
    return difference(totals) >= WIDE_TOTALS
