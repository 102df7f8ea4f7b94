"""The banks’ tables, as an operator loads them; and accounts that somebody shows and checks."""

from datetime import date

from grants.awards.hosting.queries import payee_of
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence import actions as account_files
from grants.payments.accounts.queries import current_bank_details

from .files import a_file
from .people import colleague

WEIGHTS = "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1\n"


def modulus_tables(*, weights=WEIGHTS, version="8.50"):
    """Tables that know one sort code."""
    return accounts.load_tables(
        weights=weights, substitutions="", version=version, valid_from=date(2025, 6, 23)
    )


def shown_account(application, *, name="canary-letter.pdf", content=None, by=None):
    """A signatory of whoever is paid sends a bank letter for the account that they gave.

    Its name and its words stand nowhere else, so that a test sees where they come up.
    """
    details = current_bank_details(payee_of(application))
    numbers = f"{details.sort_code} {details.account_number}"
    content = content or f"%PDF-1.7\n{details.pk}: {numbers}".encode()
    by = by or details.entered_by
    return account_files.send_account_file(application, **a_file(name, content), by=by)


def checked_account(application, *, by=None, note="Statement seen.", **facts):
    """Somebody opens the letter, which is sent if it was not yet, and checks the account."""
    details = current_bank_details(payee_of(application))
    if not details.files.filter(removed_at=None).exists():
        shown_account(application)
    by = by or colleague("is_officer")
    account_files.look_at_account_file(application, by=by)
    return accounts.check_bank_details(application, note=note, by=by, **facts)
