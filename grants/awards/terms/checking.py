"""Whether planned terms are those of this award: what is wrong, part by part. Pure."""

from grants.fields import in_days
from grants.money import in_pounds, total

from .schedule import last_day_from, off_by, problems_in
from .shape import CONDITIONS, LINES, PAYMENTS, Problem

MOST_LINES = 12
MOST_CONDITIONS = 20


def problems_with(terms, *, amount, days, agreed, start):
    """Every Problem of these terms; none when they may be released.

    amount, days: what was decided. agreed: the conditions as the panel agreed them, which stay,
    first and in its words. start: the day of the offer, as far as we know it.
    """
    return [
        *_of_lines(terms.lines, amount, days),
        *_of_payments(terms.instalments, amount, start),
        *_of_conditions(terms, agreed),
    ]


def _of_lines(lines, amount, days):
    found = []
    if len(lines) > MOST_LINES:
        found.append(Problem(LINES, None, None, f"Write {MOST_LINES} lines or fewer."))
    for row, line in enumerate(lines):
        if line.kind == "money" and line.amount <= 0:
            found.append(Problem(LINES, row, "amount", "The amount must be more than £0"))
        elif line.kind != "money" and line.quantity <= 0:
            found.append(Problem(LINES, row, "quantity", "Say how many, more than 0"))
    money = total(line.amount for line in lines if line.kind == "money")
    if not found and money != amount:
        found.append(Problem(LINES, None, None, f"Money: {off_by(amount, money)}"))
    said = sum(line.quantity for line in lines if line.kind == "days")
    if not found and said != days:
        words = f"The adviser days add up to {in_days(said)}. Give {in_days(days)}."
        found.append(Problem(LINES, None, None, words))
    return found


def _of_payments(instalments, amount, start):
    if not amount:
        words = "This award has no money, so there is nothing to pay."
        return [Problem(PAYMENTS, None, None, words)] if instalments else []
    found = problems_in(instalments, amount, start, last_day_from(start))
    return [Problem(PAYMENTS, *each) for each in found]


def _of_conditions(terms, agreed):
    found, payments = [], len(terms.instalments)
    if [one.text for one in terms.conditions[: len(agreed)]] != list(agreed):
        words = "What the panel agreed stays in its words. Open the page again."
        found.append(Problem(CONDITIONS, None, None, words))
    if len(terms.conditions) > MOST_CONDITIONS + len(agreed):
        words = f"Write {MOST_CONDITIONS} conditions or fewer of your own."
        found.append(Problem(CONDITIONS, None, None, words))
    for row, one in enumerate(terms.conditions):
        if one.is_of_itself or not one.text.strip():
            found.append(Problem(CONDITIONS, row, "text", "Write what they must do or show"))
        elif one.before and one.before > payments:
            words = f"There is no payment {one.before} to hold back"
            found.append(Problem(CONDITIONS, row, "before", words))
    return found


def in_short(terms):
    """The terms in a few words: what is given, what it is worth, in how many payments."""
    payments = len(terms.instalments)
    parts = [f"Worth {in_pounds(terms.gross_value)}"]
    if payments:
        parts.append("in 1 payment" if payments == 1 else f"in {payments} payments")
    return ", ".join(parts)
