"""How people type a bank account, and how we keep it: digits only.

Only the format is checked here, and `modulus` checks whether the digits can belong together.
Whether the account is the co-op's own, a second person finds out.
"""

import re
import unicodedata

BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")
# What a bank file carries. It begins with a letter or a digit, so that no
# spreadsheet takes a name for a formula.
LETTERS = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
ACCOUNT_NAME = re.compile(rf"[{LETTERS}][{LETTERS} .,&/'()\-]*")

LENGTH = "Account number must be between 6 and 8 digits"
# The first two digits of the sort codes of banks that write some account numbers longer.
SANTANDER = ("09",)
CO_OPERATIVE_BANK = ("08",)
NATWEST = tuple(map(str, range(50, 67)))


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
    """Six to eight digits, or what some banks write longer (see `in_eight_digits`)."""
    digits = BETWEEN_DIGITS.sub("", typed)
    if not digits:
        raise NotAnAccount("Enter an account number")
    if not _is_digits(digits):
        raise NotAnAccount("Enter a valid account number like 00733445")
    if not 6 <= len(digits) <= 10:
        raise NotAnAccount(LENGTH)
    return digits


def in_eight_digits(sort_code, digits):
    """(sort code, account number) as the payment system takes them: six and eight digits.

    Shorter numbers get noughts in front. Three banks write some of theirs longer: Santander nine
    digits, of which the first ends the sort code; the Co-operative Bank ten, of which the last
    two, and NatWest ten, of which the first two fall away. Source: Vocalink, “Validating account
    numbers”, section on non-standard account numbers.
    """
    if len(digits) <= 8:
        return sort_code, digits.zfill(8)
    bank = sort_code[:2]
    if len(digits) == 9 and bank in SANTANDER:
        return sort_code[:5] + digits[0], digits[1:]
    if len(digits) == 10 and bank in CO_OPERATIVE_BANK:
        return sort_code, digits[:8]
    if len(digits) == 10 and bank in NATWEST:
        return sort_code, digits[2:]
    raise NotAnAccount(LENGTH)


def roll_number_of(typed):
    """What a building society needs beside the account, as payments carry it; often nothing."""
    roll = " ".join(typed.upper().split())
    if not re.fullmatch(r"[A-Z0-9./\- ]{0,18}", roll):
        raise NotAnAccount(
            "The roll number must be 18 letters or fewer, "
            "and can have only letters, numbers, spaces and . / -"
        )
    return roll


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
