"""A file that says which ward each postcode lies in, as the ONS or a council gives it: CSV.

Read line by line, so that the two and a half million postcodes of the whole country take no
more memory than those of one town. What makes no sense is refused, naming the line.
"""

import csv
import re
from typing import NamedTuple

from .access import Refused
from .postcodes import WHOLE, bare

LONGEST_LINE = 20_000  # bytes; a file without lines must not be read whole
LONGEST_WARD = 100
LONGEST_CODE = 20
GIROBANK = "GIR0AA"  # the one postcode that is not written like the others
is_code = re.compile(r"[A-Z][0-9]{8}").fullmatch

# What a column may be called, in small letters, the best name first. The years change.
POSTCODE_NAMES = r"pcds|pcd|pcd8|pcd7|pcd2|post ?code"
WARD_NAMES = r"ward ?name|wd(\d\d)?nm|ward"
CODE_NAMES = r"ward ?code|wd(\d\d)?cd|osward|ward"
COUNCIL_NAMES = r"oslaua|laua|lad(\d\d)?cd|council ?code|district ?code"


class Place(NamedTuple):
    """One postcode and its ward, and the line of the file that says so."""

    line: int
    postcode: str
    ward: str
    code: str


class Columns(NamedTuple):
    """What the columns of a file are called, where an operator says so."""

    postcode: str = ""
    ward: str = ""
    code: str = ""
    council: str = ""


AS_USUAL = Columns()
OR_NAMES = "--ward-column, or give the list of wards as well, with --names"


def places_in(file, *, columns=AS_USUAL, names=None, council=""):
    """Every postcode of a file that lies in a ward.

    file: open in binary. names: {code: ward}, for a file that has the codes of wards alone.
    council: leave out all that lies in another one.
    """
    rows = _rows(file)
    header = _header(next(rows, None))
    postcode_at = _column(
        header, columns.postcode, POSTCODE_NAMES, "postcodes", "--postcode-column"
    )
    code_at = _column(
        header, columns.code, CODE_NAMES, "ward codes", "--code-column", needed=bool(names)
    )
    ward_at = council_at = None
    if not names:
        ward_at = _column(header, columns.ward, WARD_NAMES, "ward names", OR_NAMES)
    if council:
        council_at = _column(
            header, columns.council, COUNCIL_NAMES, "council codes", "--council-column"
        )
    if code_at == ward_at:
        code_at = None
    for line, row in rows:
        if len(row) != len(header):
            raise Refused(f"Line {line} has {len(row)} columns, and the first line {len(header)}.")
        if council_at is not None and row[council_at].strip() != council:
            continue
        code = _tidy(row[code_at]) if code_at is not None else ""
        ward = _tidy(row[ward_at]) if ward_at is not None else _name_of(code, names, line)
        if ward:
            postcode = _checked_postcode(row[postcode_at], line)
            yield Place(line, postcode, _checked_ward(ward, line), _checked_code(code, line))


def ward_names_in(file):
    """{code: name} from a list of wards, such as the one that comes with the ONS directory."""
    rows = _rows(file)
    header = _header(next(rows, None))
    code_at = _column(header, "", CODE_NAMES, "ward codes", "")
    name_at = _column(header, "", WARD_NAMES, "ward names", "")
    names = {}
    for line, row in rows:
        if len(row) <= max(code_at, name_at):
            raise Refused(f"Line {line} has {len(row)} columns, and the first line {len(header)}.")
        names[_tidy(row[code_at])] = _tidy(row[name_at])
    if not names:
        raise Refused("The list of wards names none.")
    return names


def _rows(file):
    """(line, cells) of every line that has something in it."""
    reader = csv.reader(_text(file), strict=True)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, row
    except csv.Error:
        line = max(reader.line_num, 1)
        raise Refused(f"Line {line} can’t be read: look at its quotation marks.") from None


def _text(file):
    """The lines of a file as text, of which no single one can fill the memory."""
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1):
        if len(line) == LONGEST_LINE:
            raise Refused(f"Line {number} is too long for a list of postcodes.")
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise Refused(
                f"Line {number} is not plain text. Save the file as “CSV UTF-8” and load that."
            )
        yield text


def _header(first):
    if first is None:
        raise Refused("The file is empty.")
    return [_tidy(cell) for cell in first[1]]


def _column(header, chosen, usual, what, option, needed=True):
    """Where a column stands: the one that was chosen, or else the one with the best usual name."""
    called = [_plain(cell) for cell in header]
    patterns = [re.escape(_plain(chosen))] if chosen else usual.split("|")
    for pattern in patterns:
        found = [at for at, name in enumerate(called) if re.fullmatch(pattern, name)]
        if len(found) > 1:
            raise Refused(f"Line 1 names the column “{header[found[0]]}” more than once.")
        if found:
            return found[0]
    if not needed and not chosen:
        return None
    if postcode := next((cell for cell in header if WHOLE.fullmatch(bare(cell))), ""):
        raise Refused(
            f"Line 1 must name the columns, and “{postcode}” is a postcode. Put a line of names "
            "first, such as “postcode,ward”."
        )
    hint = f" Say which it is with {option}." if option and not chosen else ""
    missing = f"no column “{chosen}”" if chosen else f"no column of {what}"
    raise Refused(f"Line 1 names {missing}, only: {', '.join(header)[:300]}.{hint}")


def _plain(name):
    """“Ward_Name” and “ward name” are one name."""
    return " ".join(name.lower().replace("_", " ").split())


def _tidy(cell):
    return " ".join(cell.split())


def _name_of(code, names, line):
    if code and code not in names:
        raise Refused(f"Line {line} names the ward {code[:20]}, which is not in the list of wards.")
    return names.get(code, "")


def _checked_postcode(cell, line):
    postcode = bare(cell)
    if not WHOLE.fullmatch(postcode) and postcode != GIROBANK:
        raise Refused(f"Line {line}: “{cell[:40]}” is not a postcode.")
    return postcode


def _checked_ward(ward, line):
    if is_code(ward):
        raise Refused(
            f"Line {line}: “{ward}” is the code of a ward and not its name. Give the list of "
            "wards as well, with --names."
        )
    if len(ward) > LONGEST_WARD:
        raise Refused(f"Line {line}: “{ward[:40]}…” is too long for the name of a ward.")
    return ward


def _checked_code(code, line):
    if len(code) > LONGEST_CODE:
        raise Refused(f"Line {line}: “{code[:40]}…” is too long for the code of a ward.")
    return code
