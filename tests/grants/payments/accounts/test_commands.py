"""On a server: load the banks’ tables, and check a number without a page."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from grants.models import ModulusTables

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[3] / "data" / "modulus"
FILES = [str(FOLDER / "fixture_weights.txt"), str(FOLDER / "fixture_substitutions.txt")]
VECTORS = list(csv.DictReader((FOLDER / "test_vectors.csv").read_text().splitlines()))
VERSION = ["--table-version", "8.50", "--valid-from", "2025-06-23"]


def check(*arguments):
    """(what it prints, its exit status)."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_account", *arguments, stdout=out)
    return out.getvalue().strip(), ended.value.code


def test_a_number_is_possible_impossible_or_cannot_be_checked():
    assert check("08-99-99", "66374958") == ("cannot be checked", 2)

    said = io.StringIO()
    call_command("load_modulus_tables", *FILES, *VERSION, stdout=said)

    assert said.getvalue() == ("Version 8.50 is loaded, with 35 rows, valid from 23 June 2025.\n")
    assert check("08-99-99", "6637 4958") == ("possible", 0)
    assert check("089999", "66374959") == ("impossible", 1)
    assert check("112233", "66374958") == ("cannot be checked", 2)
    assert check("938600", "42368003") == ("possible", 0)


def test_two_files_may_stand_for_what_is_loaded():
    weights, substitutions = FILES

    assert check("089999", "66374959", "--weights", weights) == ("impossible", 1)
    assert check("938600", "42368003", "--weights", weights) == ("impossible", 1)
    with_both = ("--weights", weights, "--substitutions", substitutions)
    assert check("938600", "42368003", *with_both) == ("possible", 0)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_every_published_case_ends_with_its_status(vector):
    with_both = ("--weights", FILES[0], "--substitutions", FILES[1])
    expected = ("possible", 0) if vector["expected_valid"] == "true" else ("impossible", 1)

    assert check(vector["sort_code"], vector["account_number"], *with_both) == expected


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["0899", "66374958"], "Enter a valid sort code like 309430"),
        (["089999", "x"], "Enter a valid account number like 00733445"),
        (["089999", "66374958", "--weights", "/nowhere/at/all"], "can’t be opened"),
        (["089999", "66374958", "--substitutions", FILES[1]], "Name the file of weights as well"),
    ],
)
def test_what_is_no_question_gets_a_sentence_and_its_own_status(arguments, says):
    with pytest.raises(CommandError, match=says) as refused:
        call_command("check_account", *arguments)
    assert refused.value.returncode == 3


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        (b"", "The table of weights is empty. Nothing was changed."),
        (b"<html>", "Line 1 of the weights is not as"),
        ("089999 089999 MÖD10".encode(), "is not plain text"),
        (b"1" * 2_000_001, "is too large for such a table"),
    ],
)
def test_a_wrong_file_changes_nothing(tmp_path, contents, says):
    file = tmp_path / "valacdos.txt"
    file.write_bytes(contents)

    with pytest.raises(CommandError, match=says):
        call_command("load_modulus_tables", str(file), FILES[1], *VERSION)
    assert not ModulusTables.objects.exists()
