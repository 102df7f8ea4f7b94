"""What the law on subsidies sets, and what we take for it."""

import re
from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured

from .environment import env


def _in_pounds(**typed: str) -> Decimal:
    ((name, amount),) = typed.items()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", amount):
        raise ImproperlyConfigured(f"{name} must be an amount in pounds, such as 1000 or 312.50.")
    return Decimal(amount)


# Minimal financial assistance (Subsidy Control Act 2022, ss. 36 and 37; grants/awards/subsidy/).
# The limit is for each enterprise, with its group; what is above the second is made public.
SUBSIDY_LIMIT = _in_pounds(SUBSIDY_LIMIT=env.str("SUBSIDY_LIMIT", default="315000"))
SUBSIDY_DATABASE_ABOVE = _in_pounds(
    SUBSIDY_DATABASE_ABOVE=env.str("SUBSIDY_DATABASE_ABOVE", default="100000")
)
SUBSIDY_DATABASE_MONTHS = env.int("SUBSIDY_DATABASE_MONTHS", default=3)  # within so many months
SUBSIDY_YEARS_KEPT_BY_COOP = env.int("SUBSIDY_YEARS_KEPT_BY_COOP", default=3)
SUBSIDY_YEARS_IN_DATABASE = env.int("SUBSIDY_YEARS_IN_DATABASE", default=6)
# What a day of an adviser’s time is worth: help in kind counts towards the limit too.
ADVISER_DAY_VALUE = _in_pounds(ADVISER_DAY_VALUE=env.str("ADVISER_DAY_VALUE", default="400"))

# How many days after our notice we remind a co-op that has not confirmed its public money.
SUBSIDY_REMINDER_DAYS = sorted({*env.list("SUBSIDY_REMINDER_DAYS", cast=int, default=[7, 14])})
if not all(0 < days <= 90 for days in SUBSIDY_REMINDER_DAYS):
    raise ImproperlyConfigured("SUBSIDY_REMINDER_DAYS must be days from 1 to 90, such as 7,14.")
