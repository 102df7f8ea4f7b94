"""The banks’ tables, as an operator loads them."""

from datetime import date

from grants.payments.accounts.actions import load_tables

WEIGHTS = "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1\n"


def modulus_tables(*, weights=WEIGHTS, version="8.50"):
    """Tables that know one sort code."""
    return load_tables(
        weights=weights, substitutions="", version=version, valid_from=date(2025, 6, 23)
    )
