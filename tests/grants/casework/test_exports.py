import csv
import io

import pytest

from grants.casework.exports import case_rows, flat, line_of, safe
from grants.models import Application
from tests import factories


@pytest.mark.parametrize(
    "cells",
    [
        ["plain", "", "two words"],
        ['says "hello", twice', '"', '""', ","],
        ["one\ntwo", "a\r\nb", " space ", "Ŵyn’s"],
    ],
)
def test_a_line_reads_back_as_it_was(cells):
    assert next(csv.reader(io.StringIO(line_of(cells), newline=""))) == cells


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\n\n==", "\t=1", "\xa0=1"])
def test_a_formula_becomes_words(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bakers", "1 = 1", "a\n=1", "£5"])
def test_other_text_stays_as_it_is(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        ("Bread", "Bread"),
        (None, ""),
        (7, "7"),
        (["yes", "no"], "yes\nno"),
        ([{"amount": 4, "kind": "money"}, {"kind": "days"}], "money | 4\ndays"),
    ],
)
def test_any_answer_fits_into_a_cell(answer, cell):
    assert flat(answer, ["kind", "amount"]) == cell


@pytest.mark.django_db
def test_the_day_is_the_day_here_and_not_in_greenwich():
    application = factories.submitted()
    at = application.submitted_at.replace(month=7, day=1, hour=23, minute=30)
    Application.objects.filter(pk=application.pk).update(submitted_at=at)

    text = "".join(case_rows(Application.objects.all(), []))

    [line] = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert line["Sent on"] == f"{at.year}-07-02"
