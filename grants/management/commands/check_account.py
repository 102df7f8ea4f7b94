"""Say whether a sort code and an account number can belong together."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applicants.access import Refused
from grants.payments.accounts.files import text_of
from grants.payments.accounts.modulus import Answer, check
from grants.payments.accounts.numbers import (
    NotAnAccount,
    account_number_of,
    in_eight_digits,
    sort_code_of,
)
from grants.payments.accounts.queries import sum_of
from grants.payments.accounts.tables import read_tables

STATUS = {Answer.POSSIBLE: 0, Answer.IMPOSSIBLE: 1, Answer.UNKNOWN: 2}


class Command(BaseCommand):
    help = (
        "Print possible (and exit with 0), impossible (1) or cannot be checked (2). It never says "
        "whose account it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("sort_code")
        parser.add_argument("account_number")
        parser.add_argument(
            "--weights", type=Path, metavar="FILE", help="valacdos, instead of what is loaded"
        )
        parser.add_argument("--substitutions", type=Path, metavar="FILE", help="scsubtab, likewise")

    def handle(self, *args, sort_code, account_number, weights, substitutions, **options):
        try:
            account = in_eight_digits(sort_code_of(sort_code), account_number_of(account_number))
            answer = answer_about(account, weights, substitutions)
        except (NotAnAccount, Refused) as problem:
            raise CommandError(str(problem), returncode=3) from None
        self.stdout.write(answer.value)
        sys.exit(STATUS[answer])


def answer_about(account, weights, substitutions):
    """By the two files that are named, or else by the tables that are loaded."""
    if weights is None:
        if substitutions is not None:
            raise Refused("Name the file of weights as well, with --weights.")
        return sum_of(*account)[0]
    others = text_of(substitutions) if substitutions else ""
    return check(*account, read_tables(text_of(weights), others))
