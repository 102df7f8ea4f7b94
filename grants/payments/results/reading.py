"""From the bytes of a bank's file to its lines. What can't be read is refused in one sentence."""

import csv
import io
from dataclasses import dataclass

from applicants.access import Refused

from .columns import recognise
from .values import NotClear, amount_of, date_of

MOST_LINES = 20_000
DELIMITERS = ",;\t|"
LINES_BEFORE_THE_HEADS = 20  # banks write their own name and the account above the table
ARCHIVE, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
SAVE_AS = "Open it in a spreadsheet, choose “Save as” and then “CSV”."


class Unreadable(Refused):
    """A file that is not a table of text."""


@dataclass(frozen=True)
class Table:
    """The cells of a file. head: which line names the columns; None if no line does.

    columns: {what it is: which column}, as far as the names are known.
    """

    cells: list
    head: int | None
    columns: dict

    @property
    def names(self):
        return [] if self.head is None else self.cells[self.head]


@dataclass(frozen=True)
class Row:
    """One line in the columns that we ask for, as the bank wrote them."""

    number: int
    reference: str
    amount: str
    date: str
    status: str
    reason: str


def text_of(content):
    """The text of a file, whichever of the usual ways it was written in."""
    if content.startswith((ARCHIVE, OLD_OFFICE)):
        raise Unreadable(f"This is a spreadsheet, although its name may say CSV. {SAVE_AS}")
    if content.startswith(PDF):
        raise Unreadable("This is a PDF. Ask the bank’s website for a CSV file.")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(f"We can’t read the letters in this file. {SAVE_AS}")
    if "\x00" in text:
        raise Unreadable("This is not a text file. Upload the CSV file of the bank.")
    if not text.strip():
        raise Unreadable("This file is empty.")
    return text


def _encodings(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x00" in content[:200]:  # UTF-16 that does not say so: every second byte is nothing
        return ["utf-16-be" if content[:1] == b"\x00" else "utf-16-le"]
    return ["utf-8-sig", "cp1252"]


def table_of(text):
    """The cells of a file, whichever character stands between them, and where its heads are."""
    tables = [_split(text, delimiter) for delimiter in DELIMITERS]
    tables = [table for table in tables if table is not None]
    if not tables:
        raise Unreadable(f"A quotation mark in this file is out of place. {SAVE_AS}")
    best = max(tables, key=lambda table: (len(table.columns), _width(table.cells)))
    if len(best.cells) > MOST_LINES:
        raise Unreadable(f"This file has more than {MOST_LINES:,} lines. Upload it in parts.")
    if best.head is None:
        raise Unreadable(
            "The first line must name the columns: reference, amount and date. "
            "Add it, and upload the file again."
        )
    if _width(best.cells) < 3:
        raise Unreadable("We need at least three columns: reference, amount and date.")
    return best


def _split(text, delimiter):
    lines = io.StringIO(text, newline="")
    try:
        cells = []
        for line in csv.reader(lines, delimiter=delimiter, strict=True):
            cells.append([cell.strip() for cell in line])
            if len(cells) > MOST_LINES + LINES_BEFORE_THE_HEADS:
                break
    except csv.Error:
        return None
    found = [
        (recognise(line), number) for number, line in enumerate(cells[:LINES_BEFORE_THE_HEADS])
    ]
    columns, head = max(found, key=lambda pair: (len(pair[0]), -pair[1]), default=({}, 0))
    if len(columns) < 2:  # no line names what we know: is the first with several cells a head?
        columns = {}
        head = next((number for number, line in enumerate(cells) if len(line) > 1), 0)
        head = None if _looks_like_facts(cells[head]) else head
    return Table(cells, head, columns)


def _width(cells):
    return max((len(line) for line in cells[:LINES_BEFORE_THE_HEADS]), default=0)


def _looks_like_facts(line):
    """It holds an amount or a day, so it is no line of names."""
    return any(_reads(amount_of, cell) or _reads(date_of, cell) for cell in line)


def _reads(reader, cell):
    try:
        reader(cell)
    except NotClear:
        return False
    return True


def rows_of(table, columns):
    """The lines below the heads, cut to what we ask for; lines with nothing in them are left out.

    columns: {what: which column}, for reference, amount and date at least.
    """

    def cell(line, what, longest):
        place = columns.get(what)
        return line[place][:longest] if place is not None and place < len(line) else ""

    for number, line in enumerate(table.cells, start=1):
        if number > table.head + 1 and any(line):
            yield Row(
                number=number,
                reference=cell(line, "reference", 100),
                amount=cell(line, "amount", 40),
                date=cell(line, "date", 40),
                status=cell(line, "status", 40),
                reason=cell(line, "reason", 200),
            )
