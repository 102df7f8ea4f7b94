"""Works a decision receipt out again from what stands on its page, and from nothing else.

Independent of the service: it reads marks and weights, and does the sum with fractions.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

BEST_MARK = 4
TITLE = re.compile(r"^(?P<name>.+), weight (?P<weight>\d+)$")
MIXED = re.compile(r"^(?:(?P<whole>\d+) )?(?P<top>\d+)/(?P<bottom>\d+)$")


class Criterion:
    """One card of the receipt: what each reader gave, what was agreed, what it counts."""

    def __init__(self, card):
        title = TITLE.match(card.locator("h3").inner_text())
        self.name, self.weight = title["name"], int(title["weight"])
        keys = card.locator("dt").all_inner_texts()
        self.rows = dict(zip(keys, card.locator("dd").all_inner_texts(), strict=True))

    @property
    def marks(self):
        given = [said for key, said in self.rows.items() if key.endswith("reader")]
        return [int(said) for said in given if said.isdigit()]

    @property
    def used(self):
        """The agreed mark, or else the mean of the marks; None where nobody could judge."""
        if "Agreed mark" in self.rows:
            return Fraction(int(self.rows["Agreed mark"][0]))
        return Fraction(sum(self.marks), len(self.marks)) if self.marks else None


def faults_in(page):
    """Sentences about every published figure that does not follow from the marks and weights."""
    cards = page.locator("section.fund-card").filter(has=page.locator("h3", has_text=", weight "))
    criteria = [Criterion(card) for card in cards.all()]
    assert criteria, "The receipt shows no scores."
    faults = []
    for each in criteria:
        if "Mean" in each.rows:
            faults += _compare(f"the mean of {each.name}", each.rows["Mean"], each.used)
        if each.used is not None:
            product = each.used * each.weight
            faults += _compare(each.name, each.rows["Times its weight"], product)
    used = [each for each in criteria if each.used is not None]
    points = sum(each.used * each.weight for each in used)
    weights = sum(each.weight for each in used)
    figure = points / BEST_MARK / weights * 100
    adds, weighs, divides, rounded = page.locator("#sum ~ ol > li").all_inner_texts()
    faults += _compare("the marks times their weights", adds, points)
    faults += _compare("the weights", weighs, Fraction(weights))
    faults += _compare("out of 100", divides, figure)
    faults += _compare("the figure, rounded", rounded, in_hundredths(figure))
    shown = re.search(r"Your figure: ([\d.]+) out of 100", page.inner_text("main"))[1]
    faults += _compare("the figure on top", shown, in_hundredths(figure))
    return faults


def in_hundredths(fraction):
    exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return Fraction(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _compare(what, said, expected):
    """said: a text that ends with a number, such as “(3 + 4) ÷ 2 = 3.5” or “… = 2 2/3”."""
    number = re.search(r"(?:\d+ )?\d+/\d+$|[\d.]+$", said.rpartition("= ")[2].strip())[0]
    mixed = MIXED.match(number)
    if mixed:
        found = int(mixed["whole"] or 0) + Fraction(int(mixed["top"]), int(mixed["bottom"]))
    else:
        found = Fraction(number)
    return [] if found == expected else [f"{what} says “{said}”, but is {expected}"]
