"""The list as a workbook: read back by another library, as a colleague's program would."""

import io
import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.casework.exports import case_lines, case_rows
from grants.models import Application
from grants.sheets.workbooks import MOST_LETTERS, workbook_of
from tests import factories
from tests.factories.cases import colleague


def read(file):
    return openpyxl.load_workbook(file)


def one_row(*cells):
    with workbook_of(["Heading"] * len(cells), [list(cells)]) as file:
        return next(iter(read(file).active.iter_rows(min_row=2)))


def test_days_are_days_amounts_are_numbers_and_text_is_text():
    day, amount, number, text, none = one_row(date(2026, 5, 14), Decimal("12.50"), 3, "007", None)

    assert day.value == datetime(2026, 5, 14)
    assert day.is_date
    assert (amount.value, number.value) == (12.5, 3)
    assert (text.value, text.data_type) == ("007", "s")
    assert none.value is None


@pytest.mark.parametrize(
    "words", ["=1+1", "{=1}", "http://example.org", "mailto:a@b.c", "<b>", "a\x01b", "one\ntwo"]
)
def test_text_is_never_a_formula_or_a_link(words):
    [cell] = one_row(words)

    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value.replace("_x0001_", "\x01") == words


def test_a_text_that_is_too_long_says_where_it_was_cut():
    [cell] = one_row("x" * (MOST_LETTERS + 1))

    assert len(cell.value) <= MOST_LETTERS
    assert "cut here" in cell.value


def test_what_does_not_fit_on_one_sheet_goes_on_on_the_next():
    with workbook_of(["Number"], [[number] for number in range(5)], most_rows=2) as file:
        sheets = [[row[0].value for row in sheet.iter_rows()] for sheet in read(file)]

    assert sheets == [["Number", 0, 1], ["Number", 2, 3], ["Number", 4]]


def test_nothing_found_is_a_workbook_with_its_headings():
    with workbook_of(["Reference"], []) as file:
        assert [row[0].value for row in read(file).active.iter_rows()] == ["Reference"]


def test_memory_stays_flat():
    cells = ["A few words about bread and boats. " * 20, Decimal("1.5"), date(2026, 5, 14)] * 5
    workbook_of(["Heading"] * 15, repeat(cells, 10)).close()  # whatever is loaded once
    most = []
    for number in (200, 2000):
        tracemalloc.start()
        workbook_of(["Heading"] * 15, repeat(cells, number)).close()
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert most[1] < most[0] * 1.5


@pytest.mark.django_db
@pytest.mark.database
def test_the_page_gives_what_the_list_shows_in_its_order():
    old = factories.submitted(amount="1000")
    new = factories.in_assessment(of=factories.organisation(name="=HYPERLINK(1)"))
    factories.filed(new, colleague("is_assessor"))
    factories.submitted(amount="500")
    client = factories.client_for(colleague("is_officer"))

    response = client.get(reverse("case_workbook"), {"least": "1000"})
    with workbook_from(response) as file:
        first, *rows = [[cell.value for cell in row] for row in read(file).active.iter_rows()]

    lines = [dict(zip(first, row, strict=True)) for row in rows]
    shown = client.get(reverse("application_list"), {"least": "1000"}).context["cases"]
    assert [line["Reference"] for line in lines] == [case.reference for case in shown]
    assert [line["Reference"] for line in lines] == [new.reference, old.reference]
    assert lines[0]["Organisation"] == "'=HYPERLINK(1)"
    assert lines[0]["Panel’s figure"] == 75
    assert lines[1]["Amount requested"] == 1000
    assert isinstance(lines[1]["Sent on"], datetime)
    assert response["Content-Disposition"].endswith('.xlsx"')


def workbook_from(response):
    return io.BytesIO(b"".join(response.streaming_content))


@pytest.mark.django_db
def test_both_files_say_the_same_and_cost_the_same_for_any_number():
    for _ in range(2):
        factories.submitted()
        with CaptureQueriesContext(connection) as made:
            rows = list(case_rows(Application.objects.all(), []))
        # PostgreSQL reads through a cursor, in a savepoint of its own.
        assert len([one for one in made if "SAVEPOINT" not in one["sql"]]) == 5
    text = "".join(case_lines(Application.objects.all(), []))

    assert [row[0] for row in rows] == [line.split('"')[1] for line in text.splitlines()[1:]]
