"""How people type a bank account, and how we keep it: digits only.

Only the format is checked here. Whether the account is the co-op's own, a
second person finds out.
"""

import re
import unicodedata

BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")
# What a bank file carries. It begins with a letter or a digit, so that no
# spreadsheet takes a name for a formula.
LETTERS = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
ACCOUNT_NAME = re.compile(rf"[{LETTERS}][{LETTERS} .,&/'()\-]*")


class NotAnAccount(ValueError):
    """What was typed cannot be a bank account; the message says what to type."""


def sort_code_of(typed):
    """Six digits, from “30-94-30”, “30 94 30” or “309430”."""
    digits = BETWEEN_DIGITS.sub("", typed)
    if not digits:
        raise NotAnAccount("Enter a sort code")
    if not _is_digits(digits) or len(digits) != 6:
        raise NotAnAccount("Enter a valid sort code like 309430")
    return digits


def account_number_of(typed):
    """Eight digits; shorter numbers of six or seven get noughts in front, as banks do."""
    digits = BETWEEN_DIGITS.sub("", typed)
    if not digits:
        raise NotAnAccount("Enter an account number")
    if not _is_digits(digits):
        raise NotAnAccount("Enter a valid account number like 00733445")
    if not 6 <= len(digits) <= 8:
        raise NotAnAccount("Account number must be between 6 and 8 digits")
    return digits.zfill(8)


def account_name_of(typed):
    """The name as a bank file carries it: plain apostrophes and single spaces."""
    straight = typed.translate({0x2018: "'", 0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-"})
    name = " ".join(unicodedata.normalize("NFC", straight).split())
    if not name:
        raise NotAnAccount("Enter the name on the account")
    if len(name) > 60:
        raise NotAnAccount("The name on the account must be 60 letters or fewer")
    if not ACCOUNT_NAME.fullmatch(name):
        raise NotAnAccount(
            "The name on the account must start with a letter or a number, "
            "and can have only letters, numbers, spaces and . , & / - ' ( )"
        )
    return name


def _is_digits(text):
    return text.isascii() and text.isdecimal()
