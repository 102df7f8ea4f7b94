"""From bytes to lines: whatever a bank, a ledger or a spreadsheet makes of a table."""

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings as how, strategies as st

from grants.payments.results.columns import is_enough
from grants.payments.results.reading import Unreadable, rows_of, table_of, text_of

TABLE = "Reference,Amount,Date\r\nCDF-2026-0001-1,£10.00,02/03/2026\r\n"


def rows(content):
    table = table_of(text_of(content))
    return list(rows_of(table, table.columns))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_file_is_read_whichever_letters_it_was_written_in(encoding):
    (row,) = rows(TABLE.encode(encoding))

    assert (row.reference, row.amount, row.date) == ("CDF-2026-0001-1", "£10.00", "02/03/2026")
    assert row.number == 2


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_usual_sign_between_the_columns_is_understood(delimiter, end):
    (row,) = rows(TABLE.replace(",", delimiter).replace("\r\n", end).encode())

    assert (row.reference, row.amount) == ("CDF-2026-0001-1", "£10.00")


def test_what_stands_above_the_heads_and_empty_lines_are_left_out():
    content = f"Bank of Weir,,\n,,\n{TABLE}\n,,\n,,\nCDF-2026-0002-1,5,2026-03-02\n"

    assert [(row.number, row.reference) for row in rows(content.encode())] == [
        (4, "CDF-2026-0001-1"),
        (8, "CDF-2026-0002-1"),
    ]


def test_quoted_cells_keep_their_commas_and_their_lines():
    content = 'Date,Amount,Reference,Reason\n2026-03-02,"1,234.50","A\nB","He said ""no"""\n'

    (row,) = rows(content.encode())

    assert (row.amount, row.reference, row.reason) == ("1,234.50", "A\nB", 'He said "no"')


def test_names_are_known_in_any_case_and_the_surest_wins():
    content = "NARRATIVE,Payment  Reference,paid OUT,Value Date,Result\nx,R-1,5,2026-03-02,Paid\n"

    (row,) = rows(content.encode())

    assert (row.reference, row.amount, row.status) == ("R-1", "5", "Paid")


def test_the_fund_may_have_names_of_its_own(settings):
    settings.RESULT_COLUMNS = {"our ref": "reference", "sum": "amount"}
    content = "Our ref,Reference,Sum,Date\nR-1,bank's,5,2026-03-02\n"

    (row,) = rows(content.encode())

    assert (row.reference, row.amount) == ("R-1", "5")


def test_names_that_nobody_knows_leave_the_choice_to_a_person():
    table = table_of("Foo,Bar,Baz\nR-1,5,2026-03-02\n")

    assert table.names == ["Foo", "Bar", "Baz"]
    assert not is_enough(table.columns)


def spreadsheet():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (spreadsheet(), "This is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a spreadsheet"),
        (b"%PDF-1.7", "This is a PDF"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81", "can’t read|not a text file|columns"),
        (b"Reference,Amount,Date\nA,\x81\x8d,x\n", "can’t read the letters"),
        (b"a,b\n" * 3, "at least three columns"),
        (b"Reference\nCDF-2026-0001-1\n", "at least three columns"),
        (b"CDF-2026-0001-1,10.00,02/03/2026\nX,1,2/3/26\n", "The first line must name"),
        (b'Reference,Amount,Date\n"A,10,02/03/2026\n', "quotation mark"),
        (b"Reference,Amount,Date\n" + b"A,1,2/3/26\n" * 20_001, "more than 20,000 lines"),
        (
            TABLE.encode()[:10] + b"\x00" + TABLE.encode()[10:] + b"\x00" * 3,
            "not a text|can’t read|first line|columns",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, says):
    with pytest.raises(Unreadable, match=says) as refusal:
        rows(content)
    assert str(refusal.value).endswith(".")


@how(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    with suppress(Unreadable):
        rows(content)


@how(max_examples=100, deadline=None)
@given(st.text(alphabet='ab1,;\t|"\n\r£=(', max_size=200))
def test_any_text_below_good_heads_is_read_or_refused(text):
    with suppress(Unreadable):
        rows(f"Reference,Amount,Date\n{text}".encode())


def test_a_large_file_is_read_in_a_moment():
    lines = "".join(f"CDF-2026-{n:04}-1,£1234.50,02/03/2026\r\n" for n in range(10_000))
    before = time.perf_counter()

    found = rows(f"Reference,Amount,Date\r\n{lines}".encode())

    assert len(found) == 10_000
    assert time.perf_counter() - before < 5  # it takes a tenth of that
