"""A payment file in columns (CSV). Every bank wants its own, so a layout is a setting."""

import csv
import io
from dataclasses import dataclass

from .characters import BACS, ISO_20022, Rail, checked, name_on, own_name_on

WHAT = {
    "name": lambda batch, line, rail: name_on(line, rail),
    "sort_code": lambda batch, line, rail: line.sort_code,
    "account_number": lambda batch, line, rail: line.account_number,
    "amount": lambda batch, line, rail: f"{line.amount:.2f}",
    "reference": lambda batch, line, rail: line.shown,
    "credit": lambda batch, line, rail: "99",
    "own_sort_code": lambda batch, line, rail: batch.payer.sort_code,
    "own_account_number": lambda batch, line, rail: batch.payer.account_number,
    "own_name": lambda batch, line, rail: own_name_on(batch.payer, rail),
    "pay_on": lambda batch, line, rail: f"{batch.pay_on:%d/%m/%Y}",
    "nothing": lambda batch, line, rail: "",
}


@dataclass(frozen=True)
class Layout:
    """Which columns stand there, by name in `WHAT`, and under which heads; none if heads is ()."""

    columns: tuple
    heads: tuple = ()
    rail: Rail = ISO_20022

    @property
    def names_payer(self):
        return any(column.startswith("own_") for column in self.columns)


LAYOUTS = {
    "csv": Layout(
        columns=("name", "sort_code", "account_number", "amount", "reference"),
        heads=("Payee name", "Sort code", "Account number", "Amount", "Reference"),
    ),
    "sddirect": Layout(
        columns=("name", "sort_code", "account_number", "reference", "amount", "credit"),
        heads=(
            "Destination Account Name",
            "Destination Sort Code",
            "Destination Account Number",
            "Payment Reference",
            "Amount",
            "Transaction code",
        ),
        rail=BACS,
    ),
    "paygate": Layout(
        columns=(
            "sort_code",
            "account_number",
            "name",
            "amount",
            "credit",
            "own_sort_code",
            "own_account_number",
            "own_name",
            "reference",
            "pay_on",
        ),
        rail=BACS,
    ),
}


def write(batch, layout):
    """The file’s text: digits as they are, no pound signs, and nothing that a sheet would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if layout.heads:
        writer.writerow(layout.heads)
    for line in batch.lines:
        checked(line)
        writer.writerow(WHAT[column](batch, line, layout.rail) for column in layout.columns)
    return out.getvalue()


def layout_of(text, rail=ISO_20022):
    """A layout as a setting writes it: “Payee=name, Sort=sort_code”; no heads without “=”.

    rail: which characters the bank takes in it.
    Raises ValueError with a sentence when it names a column that we do not know.
    """
    pairs = [cell.rpartition("=")[::2] for cell in map(str.strip, text.split(","))]
    columns = tuple(what.strip() for _head, what in pairs)
    for column in columns:
        if column not in WHAT:
            raise ValueError(f"“{column}” is no column. Choose from: {', '.join(WHAT)}.")
    heads = tuple(head.strip() for head, _what in pairs)
    return Layout(columns, heads if any(heads) else (), rail)
