"""The frozen files: the bytes that were made, and control totals that are those of the run."""

import csv
import hashlib
import io
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from django.db.models import Sum

from grants.money import in_pounds
from grants.payments.files.pain001 import NAMESPACE
from grants.payments.models import PaymentRun

PENNY = Decimal("0.01")


class Unreadable(Exception):
    """A file that is not in the format of its kind."""


def files():
    return PaymentRun.objects.exclude(file_hash="")


def faults_of_files():
    """Bytes, count and sum of each file against its run (invariants 24 and 25)."""
    for run in files().iterator(50):
        yield from (f"{run}: {fault}" for fault in _faults_of_file(run))


def _faults_of_file(run):
    if hashlib.sha256(run.file.encode()).hexdigest() != run.file_hash:
        yield "its file is not as it was made."
        return
    number = run.payments.count()
    total = run.payments.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    try:
        said_number, said_total = totals_in(run.file, run.file_ending, total)
    except (Unreadable, ET.ParseError, InvalidOperation, ValueError, IndexError, TypeError):
        yield "its file can’t be read."
        return
    if said_number != number:
        yield f"its file has {said_number} payments, and the run has {number}."
    if said_total != total:
        yield f"its file adds up to {in_pounds(said_total)}, and the run to {in_pounds(total)}."


def totals_in(text, ending, expected):
    """(how many payments, how much) a payment file says of itself, read without what wrote it.

    expected: a file in columns does not say which of them is the amount; the one that adds up to
    this is taken, else the first that holds amounts.
    """
    return READERS[ending](text, expected)


def _in_columns(text, expected):
    lines = [line for line in csv.reader(io.StringIO(text)) if line]
    sums = []
    for column in range(len(lines[-1])):
        amounts = [_amount(line[column]) for line in lines]
        if amounts[0] is None:
            amounts = amounts[1:]  # a head
        if amounts and None not in amounts:
            sums.append((len(amounts), sum(amounts)))
    if not sums:
        raise Unreadable
    return next((found for found in sums if found[1] == expected), sums[0])


def _amount(cell):
    """Pounds with two decimals, as every layout writes them; None for anything else."""
    whole, point, pence = cell.partition(".")
    is_amount = point and whole.isdigit() and pence.isdigit() and len(pence) == 2
    return Decimal(cell) if is_amount else None


def _standard_18(text, expected):
    trailer = next(line for line in text.splitlines() if line.startswith("UTL1"))
    lines = [line for line in text.splitlines() if len(line) == 100 and line[15:17] == "99"]
    total = sum(int(line[35:46]) for line in lines) * PENNY
    said = int(trailer[17:30]) * PENNY
    if said != total or int(trailer[37:44]) != len(lines):
        raise Unreadable
    return len(lines), total


def _pain_001(text, expected):
    names = {"p": NAMESPACE}
    root = ET.fromstring(text)  # noqa: S314 - written by us, and its hash was checked
    head = root.find(".//p:GrpHdr", names)
    amounts = [Decimal(one.text) for one in root.iterfind(".//p:InstdAmt", names)]
    said = int(head.find("p:NbOfTxs", names).text), Decimal(head.find("p:CtrlSum", names).text)
    if said != (len(amounts), sum(amounts)):
        raise Unreadable
    return said


READERS = {"csv": _in_columns, "txt": _standard_18, "xml": _pain_001}
