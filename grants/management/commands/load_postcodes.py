"""Tell the service which ward each postcode lies in, from the ONS directory or a council’s list."""

from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applicants.access import Refused
from applicants.actions import replace_postcodes
from applicants.postcode_file import AS_USUAL, Columns, places_in, ward_names_in
from grants.funds.queries import wards_not_in_the_file


class Command(BaseCommand):
    help = "Load a CSV file of postcodes and wards. It replaces what was loaded before, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV file whose first line names its columns")
        parser.add_argument(
            "--names",
            type=Path,
            metavar="FILE",
            help="a second CSV file with the code and the name of each ward, where the first has "
            "codes only, as the ONS directory does",
        )
        parser.add_argument(
            "--council", default="", metavar="CODE", help="load only this council, like E09000019"
        )
        for column in Columns._fields:
            parser.add_argument(
                f"--{column}-column", default="", metavar="NAME", help="what the file calls it"
            )

    def handle(self, *args, file, names, council, **options):
        columns = Columns(*(options[f"{column}_column"] for column in Columns._fields))
        try:
            loaded = load(file, columns=columns, names=names, council=council)
        except OSError as problem:
            raise CommandError(f"{problem.filename} can’t be opened: {problem.strerror}.") from None
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from None
        self.stdout.write(f"{loaded.postcodes:,} postcodes in {loaded.wards:,} wards are loaded.")
        for round, missing in wards_not_in_the_file():
            self.stderr.write(
                f"Look at {round}: it names {', '.join(missing)}, which this file does not know."
            )


def load(path, *, columns=AS_USUAL, names=None, council=""):
    """Read a file, and its list of wards where there is one, into the table."""
    with ExitStack() as files:
        wards = ward_names_in(files.enter_context(names.open("rb"))) if names else None
        file = files.enter_context(path.open("rb"))
        return replace_postcodes(places_in(file, columns=columns, names=wards, council=council))
