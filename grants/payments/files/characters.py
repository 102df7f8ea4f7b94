"""Which characters a payment can carry, and how a name is written with those alone.

An accent falls away and a sign becomes a blank, as banks do it themselves; a letter of another
script has no plain form that we could choose for somebody, so it is refused.
"""

import re
import unicodedata
from dataclasses import dataclass

from applicants.access import Refused

# Letters that are no plain letter with an accent.
PLAIN = str.maketrans(
    {
        "ß": "ss", "\u1e9e": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH",
        "\u0131": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T",
        "\u2010": "-", "\u2011": "-", "–": "-", "\u2014": "-",
        "'": "", "’": "", "‘": "", "`": "", "\u02bc": "",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Rail:
    """What one kind of payment carries: its signs, whether in capitals, and how much of a name."""

    signs: str
    is_upper: bool
    longest_name: int
    ampersand: str = "&"


BACS = Rail(signs=".&/-", is_upper=True, longest_name=18)
# The standard allows a few signs more; banks differ in them, and none is needed.
ISO_20022 = Rail(signs="-", is_upper=False, longest_name=70, ampersand=" and ")
RAILS = {"bacs": BACS, "iso": ISO_20022}  # as a setting names them, for columns of one’s own
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9 ./-]{0,17}")


def carried(text, rail, field):
    """The text as this kind of payment carries it; Refused, with the field’s name, if none can.

    Nothing is cut here: `name_on` does that, where a name has to be short.
    """
    plain = text.replace("&", rail.ampersand).translate(PLAIN)
    letters = []
    for letter in unicodedata.normalize("NFKD", plain):
        if unicodedata.combining(letter):
            continue
        if letter.isalnum() and not letter.isascii():
            raise Refused(
                f"No payment can carry the letter “{letter}” in {field} “{text}”. Ask the co-op "
                "how its bank writes it."
            )
        keeps = letter.isalnum() or letter in rail.signs
        letters.append(letter if keeps else " ")
    written = " ".join("".join(letters).split())
    if not any(letter.isalnum() for letter in written):
        raise Refused(f"Nothing of {field} “{text}” can be written in a payment.")
    written = written.lstrip(".&/- ")  # so that no spreadsheet takes it for a formula
    return written.upper() if rail.is_upper else written


def name_on(line, rail):
    """The payee’s name as far as this kind of payment has room for it."""
    return carried(line.name, rail, "the account name")[: rail.longest_name].rstrip()


def own_name_on(payer, rail):
    """The fund’s own name as far as this kind of payment has room for it."""
    name = carried(payer.name, rail, "the fund’s own name")
    return name[: rail.longest_name].rstrip()


def checked(line, most=None):
    """A line whose numbers, amount and reference any bank would take; else Refused."""
    if not re.fullmatch("[0-9]{6}", line.sort_code) or not re.fullmatch(
        "[0-9]{8}", line.account_number
    ):
        raise Refused(f"The sort code or account number of “{line.name}” is not complete.")
    for reference in (line.reference, line.shown):
        if not REFERENCE.fullmatch(reference):
            raise Refused(f"No payment can carry the reference “{reference}”.")
    if line.amount <= 0 or line.amount != round(line.amount, 2):
        raise Refused(f"The amount of the payment {line.reference} can’t be paid.")
    if most is not None and line.amount > most:
        raise Refused(
            f"The amount of the payment {line.reference} is more than one payment may be."
        )
    return line
