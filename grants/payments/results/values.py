"""What a cell of a bank's file means: an amount, a day, what was done. Nothing is guessed.

`NotClear` holds one sentence for whoever reads the list of lines that nothing fits.

What most banks mean by a word stands in `STATUS_WORDS`; what the fund's own bank means by it
(RESULT_STATUSES) goes before that.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from django.conf import settings

from grants.payments.models import Outcome

PENDING = "pending"
UNCLEAR = "unclear"  # at some banks it means that the money left, at others that they have our file
STATUS_WORDS = {
    Outcome.PAID: (
        "paid settled success successful succeeded complete completed credited done cleared ok "
        "acsc accc"
    ),
    Outcome.FAILED: "failed failure fail rejected reject declined unpaid refused error rjct",
    Outcome.RETURNED: "returned return recalled reversed reversal unapplied rtnd bounced",
    PENDING: "pending processing waiting submitted queued acsp actc acwp pdng rcvd",
    UNCLEAR: "sent processed accepted",
}
STATUSES = {word: status for status, words in STATUS_WORDS.items() for word in words.split()}
STATUSES |= {"sent back": Outcome.RETURNED, "in progress": PENDING, "not paid": Outcome.FAILED}

AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?")
MINUS_SIGNS = "-\N{MINUS SIGN}\N{EN DASH}"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.+Z-]*)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?: [0-9:]+)?")
IN_WORDS = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{4}|[0-9]{2})")
SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
FIRST_SERIAL = date(1899, 12, 30)  # Excel counts days from here; it thinks that 1900 had 366
SERIALS = range(36526, 73051)  # the years 2000 to 2099

# Our own reference among other words, with the same sign between all of its parts: a payment’s
# number after a grant’s, not the day that a bank may write there.
AFTER_THE_PREFIX = (
    r"(?P<sign>[ -]?)[0-9]{4}(?P=sign)[0-9]{4,5}(?P=sign)[0-9]{1,2}"
    r"(?![A-Z0-9]|-[A-Z0-9]|/[0-9]{2}(?![-0-9]))"
)


class NotClear(Exception):
    """A cell that can't be read, said in one sentence."""


class MeansTwoThings(NotClear):
    """A word that we know, and that says too little."""


def amount_of(text):
    """Pounds, below nothing if they stand in brackets, behind a minus or before DR.

    >>> amount_of("(£1,234.50)")
    Decimal('-1234.50')
    """
    typed = "".join(text.split()).upper()
    if not typed:
        raise NotClear("This line has no amount.")
    side = typed[-2:] if typed.endswith(("DR", "CR")) else ""
    typed = typed.removesuffix(side)
    is_minus = typed.startswith("(") and typed.endswith(")")
    typed = typed[1:-1] if is_minus else typed
    for sign in MINUS_SIGNS:
        is_minus = is_minus or typed.startswith(sign) or typed.endswith(sign)
        typed = typed.strip(sign)
    typed = typed.removeprefix("GBP").removesuffix("GBP").removeprefix("£")
    for sign in MINUS_SIGNS:
        is_minus, typed = is_minus or typed.startswith(sign), typed.removeprefix(sign)
    if len(typed) > 16 or not AMOUNT.fullmatch(typed) or (is_minus and side == "CR"):
        raise NotClear(f"“{text[:40]}” is not an amount in pounds that we can read.")
    amount = Decimal(typed.replace(",", "")).quantize(Decimal("0.01"))
    return -amount if is_minus or side == "DR" else amount


def date_of(text):
    """A day: 2026-03-02, 02/03/2026 with the day first, 2 Mar 2026, or a number of Excel's."""
    typed = " ".join(text.split()).casefold()
    if not typed:
        raise NotClear("This line has no date.")
    if serial := SERIAL.fullmatch(typed):
        number = int(serial[1])
        if number in SERIALS:
            return FIRST_SERIAL + timedelta(number)
    try:
        if parts := ISO.fullmatch(typed.upper()):
            return date(*map(int, parts.groups()))
        if parts := DAY_FIRST.fullmatch(typed):
            return date(_year(parts[3]), int(parts[2]), int(parts[1]))
        if (parts := IN_WORDS.fullmatch(typed)) and parts[2][:3] in MONTHS:
            return date(_year(parts[3]), MONTHS.index(parts[2][:3]) + 1, int(parts[1]))
    except ValueError as trouble:
        raise NotClear(
            f"“{text[:40]}” is no day that there is. We read the day first."
        ) from trouble
    raise NotClear(f"“{text[:40]}” is not a date that we can read.")


def _year(digits):
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def status_of(text):
    """What was done: an `Outcome`, or `PENDING`. A file that says nothing lists what was paid."""
    typed = " ".join(text.split()).casefold()
    if not typed:
        return Outcome.PAID
    meaning = settings.RESULT_STATUSES.get(typed) or STATUSES.get(typed)
    if meaning is None:
        raise NotClear(f"We don’t know what the status “{text[:40]}” means.")
    if meaning == UNCLEAR:
        raise MeansTwoThings(
            f"“{text[:40]}” is unclear: the bank may only have our file. Look at your bank’s "
            "statement, and write down what happened on the page of its run."
        )
    return meaning if meaning == PENDING else Outcome(meaning)


def reference_of(text):
    """A reference as it can be compared: banks change its case, its hyphens and its spaces."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def named_in(text):
    """Our references that stand in a text, as they can be compared.

    >>> named_in("FP WEIR LANE CDF-2026-0042-1 FASTER PAYMENT")
    {'CDF202600421'}
    """
    ours = _as_a_word(settings.REFERENCE_PREFIX, AFTER_THE_PREFIX)
    return {reference_of(found[0]) for found in ours.finditer(text.upper())}


def looks_ours(text):
    """It may be about a case of ours, though it names no payment: money that a co-op sends us."""
    prefix = settings.REFERENCE_PREFIX
    # As a word, or before a number: the same letters inside words of others are not ours.
    is_word = _as_a_word(prefix, r"(?![A-Z])").search(text.upper())
    return bool(is_word or _before(prefix).search(reference_of(text)))


@lru_cache
def _as_a_word(prefix, rest):
    return re.compile(rf"(?<![A-Z0-9]){prefix}{rest}")


@lru_cache
def _before(prefix):
    return re.compile(rf"{prefix}[0-9]")
