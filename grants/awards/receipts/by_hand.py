"""The panel’s figure as a sum that somebody can do again by hand.

It says line by line what `grants.assessment.scoring.arithmetic.panel_figure` does at once.
Nothing is rounded before the end: 8 ÷ 3 stays 2 2/3.
"""

from fractions import Fraction

from grants.assessment.scoring.arithmetic import HIGHEST_MARK, exact_mean, in_hundredths

ENOUGH_AS_IT_IS = 3  # below this, a better mark could have changed the decision


def exactly(fraction):
    """A number with nothing lost: 160, 2.5, or 2 2/3."""
    fraction = Fraction(fraction)
    if fraction.denominator in (1, 2, 4, 5, 8, 10, 20, 25):
        return f"{float(fraction):.3f}".rstrip("0").rstrip(".")
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    part = f"{rest}/{fraction.denominator}"
    return f"{whole} {part}" if whole else part


def mark_used(agreed, marks):
    """The mark that counts for one criterion, exactly; None when nobody could judge it."""
    return exact_mean(marks) if agreed is None else Fraction(agreed)


def nearest(mark):
    """The nearest whole mark, halves upwards."""
    return int(mark + Fraction(1, 2))


def next_higher(mark):
    """The whole mark above this one."""
    return int(mark) + 1


def mean_written(marks):
    """How the mean of marks comes about: (3 + 2) ÷ 2 = 2.5. One mark is its own mean."""
    given = [mark for mark in marks if mark is not None]
    if len(given) < 2:
        return ""
    return f"({' + '.join(map(str, given))}) ÷ {len(given)} = {exactly(exact_mean(given))}"


def product_written(mark, weight):
    """2.5 × 40 = 100."""
    return f"{exactly(mark)} × {weight} = {exactly(mark * weight)}"


def _added(numbers, total):
    together = f"{' + '.join(map(exactly, numbers))} = " if len(numbers) > 1 else ""
    return f"{together}{exactly(total)}"


def figure_written(used):
    """The last lines of the sum, for (mark, weight) of each criterion that counts, or None."""
    if not used:
        return None
    products = [mark * weight for mark, weight in used]
    points, weights = sum(products), sum(weight for _mark, weight in used)
    figure = Fraction(points * 100) / (HIGHEST_MARK * weights)
    return {
        "adds": _added(products, points),
        "weighs": _added([weight for _mark, weight in used], weights),
        "divides": f"{exactly(points)} ÷ {HIGHEST_MARK} ÷ {weights} × 100 = {exactly(figure)}",
        "figure": str(in_hundredths(figure)),
    }
