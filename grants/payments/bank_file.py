"""The payment file for the bank: plain columns, one line a payment.

A bank file refuses what it cannot carry; it never changes a payee to make it fit.
"""

import csv
import io
import re

from applicants.access import Refused

from .account_numbers import ACCOUNT_NAME

COLUMNS = ("Payee name", "Sort code", "Account number", "Amount", "Reference")
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9\-]{0,17}")


def write_bank_file(payments):
    """The CSV for a run's payments, in order: sort codes and accounts as digits, no £ signs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for payment in payments:
        writer.writerow(_line(payment))
    return out.getvalue()


def _line(payment):
    details = payment.bank_details
    name = details.account_name
    if not ACCOUNT_NAME.fullmatch(name):
        raise Refused(f"A bank file can’t carry the account name “{name}”. Ask for a new one.")
    if not re.fullmatch(r"[0-9]{6}", details.sort_code) or not re.fullmatch(
        r"[0-9]{8}", details.account_number
    ):
        raise Refused(f"The sort code or account number of “{name}” is not complete.")
    if not REFERENCE.fullmatch(payment.reference):
        raise Refused(f"A bank file can’t carry the reference “{payment.reference}”.")
    if payment.amount <= 0 or payment.amount != round(payment.amount, 2):
        raise Refused(f"The amount of the payment {payment.reference} can’t be paid.")
    return (
        name,
        details.sort_code,
        details.account_number,
        f"{payment.amount:.2f}",
        payment.reference,
    )
