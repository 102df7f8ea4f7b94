"""How the fund pays: to which accounts, from which, and who may approve how much."""

import re
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured

from .environment import env
from .fund import FUND

# How long an account waits that takes the place of a checked one, so that a fraud comes to light.
BANK_CHANGE_WAIT = timedelta(hours=env.int("BANK_CHANGE_WAIT_HOURS", default=72))

# How long a role with money waits that an administrator gives, so that others hear of it first.
MONEY_ROLE_WAIT = timedelta(hours=env.int("MONEY_ROLE_WAIT_HOURS", default=72))

# For which accounts a signatory shows a bank letter or statement before anybody checks them.
BANK_EVIDENCE = env.str("BANK_EVIDENCE", default="always")
if BANK_EVIDENCE not in ("always", "changed", "never"):
    raise ImproperlyConfigured(
        "BANK_EVIDENCE must be always, changed (only for an account that takes the place of a "
        "checked one) or never."
    )

# Which file the fund's bank takes (grants/payments/files/profiles.py), and from which account.
PAYMENT_PROFILE = env.str("PAYMENT_PROFILE", default="csv")
if PAYMENT_PROFILE not in ("csv", "sddirect", "paygate", "standard18", "pain001"):
    raise ImproperlyConfigured(
        "PAYMENT_PROFILE must be csv, sddirect, paygate, standard18 or pain001."
    )
PAYMENT_COLUMNS = env.str("PAYMENT_COLUMNS", default="")
# Which characters a file with those columns may hold: as Bacs takes them (capitals, 18 of a name,
# and three days to arrive) or as ISO 20022 does.
PAYMENT_CHARACTERS = env.str("PAYMENT_CHARACTERS", default="iso")
if PAYMENT_CHARACTERS not in ("bacs", "iso"):
    raise ImproperlyConfigured("PAYMENT_CHARACTERS must be bacs or iso.")
PAYMENT_SERVICE_LEVEL = env.str("PAYMENT_SERVICE_LEVEL", default="URNS")
PAYMENT_CHARGES = env.str("PAYMENT_CHARGES", default="SLEV")
PAYER = {  # a demo pays from an account that does not exist
    "name": env.str("PAYER_NAME", default=FUND["name"]),
    "sort_code": env.str("PAYER_SORT_CODE", default="089999" if FUND["is_demo"] else ""),
    "account_number": env.str("PAYER_ACCOUNT", default="66374958" if FUND["is_demo"] else ""),
    "user_number": env.str("PAYER_USER_NUMBER", default="408912" if FUND["is_demo"] else ""),
}
for _name, _digits in (("sort_code", 6), ("account_number", 8), ("user_number", 6)):
    if not re.fullmatch(rf"([0-9]{{{_digits}}})?", PAYER[_name]):
        raise ImproperlyConfigured(
            f"PAYER: its {_name.replace('_', ' ')} must be {_digits} digits, and nothing else."
        )


def _pounds_of(name: str, typed: str) -> Decimal:
    """An amount in pounds that a setting names."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{2})?", typed):
        raise ImproperlyConfigured(f"{name}: “{typed}” is not an amount in pounds, such as 20000.")
    return Decimal(typed)


def _limits_by_person(typed: list[str]) -> dict[str, Decimal]:
    """What each of these people may approve at once, by their email address."""
    limits: dict[str, Decimal] = {}
    for pair in filter(None, map(str.strip, typed)):
        email, _, amount = (part.strip() for part in pair.rpartition("="))
        email = email.lower()
        if not re.fullmatch(r"[^@\s=]+@[^@\s=]+", email):
            raise ImproperlyConfigured(
                f"APPROVAL_LIMITS: “{pair}” must be an email address and an amount, such as "
                "ana@fund.example=20000."
            )
        if email in limits:
            raise ImproperlyConfigured(f"APPROVAL_LIMITS names {email} twice.")
        limits[email] = _pounds_of("APPROVAL_LIMITS", amount)
    return limits


# How many pounds a person may approve in one run: everybody, and who differs, by the address that
# they had when they were given the role. With none for everybody there is no limit, unless some
# are named: then the others approve nothing.
_limit = env.str("APPROVAL_LIMIT", default="").strip()
APPROVAL_LIMIT = _pounds_of("APPROVAL_LIMIT", _limit) if _limit else None
APPROVAL_LIMITS = _limits_by_person(env.list("APPROVAL_LIMITS", default=[]))


def _columns_of_result(typed: list[str]) -> dict[str, str]:
    """Which column of the bank's result file is what, by its name there in small letters."""
    columns: dict[str, str] = {}
    for pair in filter(None, map(str.strip, typed)):
        head, _, what = (part.strip() for part in pair.rpartition("="))
        if what not in ("reference", "amount", "date", "status", "reason") or not head:
            raise ImproperlyConfigured(
                f"RESULT_COLUMNS: “{pair}” must be a column and what it is, such as "
                "Narrative=reference. It can be reference, amount, date, status or reason."
            )
        columns[head.casefold()] = what
    return columns


# What the columns of the bank's result file are called, where they have names of their own.
RESULT_COLUMNS = _columns_of_result(env.list("RESULT_COLUMNS", default=[]))


def _statuses_of_result(typed: list[str]) -> dict[str, str]:
    """What words of the bank's result file mean, by the word in small letters."""
    meanings: dict[str, str] = {}
    for pair in filter(None, map(str.strip, typed)):
        said, _, meaning = (part.strip() for part in pair.rpartition("="))
        word = " ".join(said.split()).casefold()
        if meaning not in ("paid", "failed", "returned", "pending", "unclear") or not word:
            raise ImproperlyConfigured(
                f"RESULT_STATUSES: “{pair}” must be a word of your bank and what it means, such as "
                "Sent=paid. It can mean paid, failed, returned, pending or unclear."
            )
        if meanings.setdefault(word, meaning) != meaning:
            raise ImproperlyConfigured(f"RESULT_STATUSES says of “{said}” two things.")
    return meanings


# What the bank means by its own words, where it is not what most banks mean by them.
RESULT_STATUSES = _statuses_of_result(env.list("RESULT_STATUSES", default=[]))

# How that file writes a payment that left: ticked already for whoever uploads one.
RESULT_AMOUNTS = env.str("RESULT_AMOUNTS", default="").strip()
if RESULT_AMOUNTS not in ("", "plain", "minus"):
    raise ImproperlyConfigured("RESULT_AMOUNTS must be plain or minus.")
