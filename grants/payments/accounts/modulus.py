"""Whether a sort code and an account number can belong together.

Banks give account numbers whose digits, weighed and added up, come out even. Pay.UK publishes
which weights count for which sort codes; a wrong digit is found nearly always before money
leaves. The sum says nothing about whose account it is.

Source: Vocalink, “Validating account numbers”, version 6.40, and its two tables. The digits of
sort code and account are named u v w x y z a b c d e f g h there, and here.
"""

from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple

A, B, C, G, H = 6, 7, 8, 12, 13  # where these digits stand among the fourteen
UP_TO_B = 8
# What replaces the weights of a row when its exception asks for it.
EXCEPTION_2 = (0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1)
EXCEPTION_2_ENDING_IN_9 = (0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1)
SORT_CODE_OF_EXCEPTION_8 = "090126"
SORT_CODE_OF_EXCEPTION_9 = "309634"
# Pairs of exceptions of which one that comes out is enough; otherwise both must.
EITHER_IS_ENOUGH = {(2, 9), (10, 11), (12, 13)}


class Answer(StrEnum):
    """What the sum says about a sort code with an account number."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "cannot be checked"


class Weights(NamedTuple):
    """One row of the table: for which sort codes, how to add up, and with which weights."""

    start: str
    end: str
    method: str  # MOD10, MOD11 or DBLAL
    weights: tuple
    exception: int = 0


class Tables:
    """The weights, in the order of the sort codes, and the sort codes that stand for others."""

    def __init__(self, rows, substitutes=()):
        self.substitutes = dict(substitutes)
        self._rows = sorted(rows, key=lambda row: (row.start, row.end))  # pairs stay in order
        self._starts = [row.start for row in self._rows]

    def __len__(self):
        return len(self._rows)

    def rows_for(self, sort_code):
        """The one or two rows of a sort code; none when it cannot be checked."""
        after = bisect_right(self._starts, sort_code)
        found = self._rows[max(after - 2, 0) : after]
        return [row for row in found if row.start <= sort_code <= row.end]


def check(sort_code, account_number, tables):
    """What the published sum says. A sort code without weights can’t be checked, and is fine.

    Six digits, and eight digits.
    """
    rows = tables.rows_for(sort_code)
    if not rows:
        return Answer.UNKNOWN
    if _is_in_foreign_money(account_number, rows):
        return Answer.POSSIBLE
    come_out = [_comes_out(row, sort_code, account_number, tables) for row in rows]
    exceptions = tuple(row.exception for row in rows)
    enough = any if exceptions in EITHER_IS_ENOUGH else all
    return Answer.POSSIBLE if enough(come_out) else Answer.IMPOSSIBLE


def _is_in_foreign_money(account, rows):
    """Exception 6: such a number may be an account in another currency, which has no sum."""
    return any(row.exception == 6 for row in rows) and (
        account[0] in "45678" and account[6] == account[7]
    )


def _comes_out(row, sort_code, account, tables):
    """Whether the sum of one row comes out."""
    match row.exception:
        case 3 if account[2] in "69":
            return True
        case 5:
            sort_code = tables.substitutes.get(sort_code, sort_code)
        case 8:
            sort_code = SORT_CODE_OF_EXCEPTION_8
        case 9:
            sort_code = SORT_CODE_OF_EXCEPTION_9
    digits = [int(digit) for digit in sort_code + account]
    left = _remainder(row, digits)
    match row.exception:
        case 4:
            return left == digits[G] * 10 + digits[H]
        case 5:
            return _fits_its_check_digit(row, digits, left)
        case 14 if left:
            return _comes_out_one_to_the_right(row, digits)
    return left == 0


def _remainder(row, digits):
    products = [digit * weight for digit, weight in zip(digits, _weights(row, digits), strict=True)]
    if row.method != "DBLAL":
        return sum(products) % (10 if row.method == "MOD10" else 11)
    doubled = sum(sum(divmod(product, 10)) for product in products)
    return (doubled + (27 if row.exception == 1 else 0)) % 10


def _weights(row, digits):
    """The weights of a row, some of which fall away or change for certain account numbers."""
    ends_in_9 = digits[G] == 9
    match row.exception:
        case 2 if digits[A]:
            return EXCEPTION_2_ENDING_IN_9 if ends_in_9 else EXCEPTION_2
        case 7 if ends_in_9:
            return (0,) * UP_TO_B + row.weights[UP_TO_B:]
        case 10 if ends_in_9 and (digits[A], digits[B]) in ((0, 9), (9, 9)):
            return (0,) * UP_TO_B + row.weights[UP_TO_B:]
    return row.weights


def _fits_its_check_digit(row, digits, left):
    """Exception 5: the digit g follows from the one sum, the digit h from the other."""
    if row.method == "MOD11":
        return left != 1 and digits[G] == (11 - left) % 11
    return digits[H] == (10 - left) % 10


def _comes_out_one_to_the_right(row, digits):
    """Exception 14: an account of seven digits whose last was written behind it."""
    if digits[H] not in (0, 1, 9):
        return False
    return _remainder(row, [*digits[:A], 0, *digits[A:H]]) == 0
