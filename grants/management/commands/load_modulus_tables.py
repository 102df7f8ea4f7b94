"""Load the two files with which banks’ account numbers are checked, as finance downloads them."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applicants.access import Refused
from grants.payments.accounts.actions import load_tables
from grants.payments.accounts.files import text_of
from grants.templatetags.words import day


class Command(BaseCommand):
    help = "Load the weights and the substitutions of Vocalink’s modulus check, or change nothing."

    def add_arguments(self, parser):
        parser.add_argument("weights", type=Path, help="the file that is called valacdos")
        parser.add_argument("substitutions", type=Path, help="the file that is called scsubtab")
        parser.add_argument("--table-version", required=True, help="as published: 8.50")
        parser.add_argument(
            "--valid-from",
            required=True,
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day from which the table is valid",
        )

    def handle(self, *args, weights, substitutions, table_version, valid_from, **options):
        try:
            loaded = load_tables(
                weights=text_of(weights),
                substitutions=text_of(substitutions),
                version=table_version[:20],
                valid_from=valid_from,
            )
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from None
        rows = len(loaded.weights.splitlines())
        self.stdout.write(
            f"Version {loaded.version} is loaded, with {rows:,} rows, valid from "
            f"{day(loaded.valid_from)}."
        )
