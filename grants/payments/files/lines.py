"""What every payment file says, whatever the bank wants it to look like."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from grants.money import total


@dataclass(frozen=True)
class Payer:
    """The fund’s own account. user_number: six digits that Bacs gives to who submits files."""

    name: str
    sort_code: str
    account_number: str
    user_number: str = ""


@dataclass(frozen=True)
class Line:
    """One payment: to whom, into which account, how much, and by which reference of ours.

    roll_number: what a building society needs to find the account; it takes the reference’s place
    on the statement.
    """

    name: str
    sort_code: str
    account_number: str
    amount: Decimal
    reference: str
    roll_number: str = ""

    @property
    def shown(self):
        return self.roll_number or self.reference


@dataclass(frozen=True)
class Batch:
    """The payments of one run, with what the bank needs to know about all of them.

    serial: six digits that no other file of the last months had.
    """

    reference: str
    serial: str
    made_at: datetime
    pay_on: date
    payer: Payer
    lines: tuple

    @property
    def total(self):
        return total(line.amount for line in self.lines)
