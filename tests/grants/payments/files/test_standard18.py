"""A Bacs file: each byte in its place, read back by a reader that knows nothing of our writer."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from applicants.access import Refused
from grants.payments.files import standard18

from .batches import PAYER, SAMPLE, batch_of, line

EXAMPLE = Path(__file__).parents[3] / "data" / "payments" / "bacs_std18_direct_credit_sample.txt"


def test_the_example_comes_out_byte_for_byte():
    assert standard18.write(SAMPLE).encode("ascii") == EXAMPLE.read_bytes()


# --- An independent reader: positions as the layout counts them, from 1 --------------------


def cut(record, first, last):
    return record[first - 1 : last]


def read(text):
    """What a bank reads in a file; asserts what it would refuse."""
    assert text.endswith("\r\n")
    records = text[:-2].split("\r\n")
    labels = [record[:4] for record in records]
    assert labels[:4] == ["VOL1", "HDR1", "HDR2", "UHL1"]
    assert labels[-3:] == ["EOF1", "EOF2", "UTL1"]
    ends = (*records[:4], *records[-3:])
    assert {len(record) for record in ends} == {80}
    details = records[4:-3]
    assert {len(record) for record in details} == {100}
    assert [cut(record, 5, 80) for record in records[1:3]] == [
        cut(record, 5, 80) for record in records[-3:-1]
    ]
    payments, contra = details[:-1], details[-1]
    assert {cut(record, 16, 17) for record in payments} == {"99"}
    assert (cut(contra, 16, 17), cut(contra, 65, 82)) == ("17", "CONTRA".ljust(18))
    assert cut(contra, 1, 14) == cut(contra, 18, 31)  # on the payer’s own account
    trailer = records[-1]
    total = sum(int(cut(record, 36, 46)) for record in payments)
    assert (
        total == int(cut(contra, 36, 46)) == int(cut(trailer, 5, 17)) == int(cut(trailer, 18, 30))
    )
    assert int(cut(trailer, 31, 37)) == 1
    assert int(cut(trailer, 38, 44)) == len(payments)
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&/- ")
    assert set("".join(records)) <= allowed
    return {
        "processed_on": cut(records[3], 5, 10),
        "payments": [
            (
                cut(record, 1, 6),
                cut(record, 7, 14),
                Decimal(cut(record, 36, 46)) / 100,
                cut(record, 65, 82).strip(),
                cut(record, 83, 100).strip(),
            )
            for record in payments
        ],
    }


def test_the_reader_agrees_with_the_example():
    found = read(EXAMPLE.read_bytes().decode("ascii"))

    assert found["payments"] == [
        ("107999", "88837491", Decimal("12500.00"), "COI-2026-0007", "CAFE WORKER CO-OP"),
        ("202959", "63748472", Decimal("999.99"), "COI-2026-0011-T1", "BROWNS REPAIR & RE"),
    ]
    assert found["processed_on"] == " 26328"


@pytest.mark.parametrize("place", [40, 50, 700, 900])
def test_the_reader_finds_a_changed_digit(place):
    text = EXAMPLE.read_bytes().decode("ascii")
    records = text.split("\r\n")
    at = {40: (4, 44), 50: (6, 40), 700: (9, 20), 900: (9, 40)}[place]
    broken = records[at[0]]
    records[at[0]] = broken[: at[1]] + ("7" if broken[at[1]] != "7" else "8") + broken[at[1] + 1 :]

    with pytest.raises(AssertionError):
        read("\r\n".join(records))


@given(
    lines=st.lists(
        st.builds(
            line,
            name=st.text("abcdefgh ÀéŁß&.'-", min_size=1, max_size=60).map("A".__add__),
            amount=st.decimals("0.01", "20000", places=2),
            reference=st.from_regex(r"\A[A-Z0-9][A-Z0-9-]{0,17}\Z"),
            account_number=st.from_regex(r"\A[0-9]{8}\Z"),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_batch_reads_back_as_it_was(lines):
    found = read(standard18.write(batch_of(*lines)))

    assert [payment[:4] for payment in found["payments"]] == [
        (each.sort_code, each.account_number, each.amount, each.reference) for each in lines
    ]


@pytest.mark.parametrize(
    ("pay_on", "processed_on"),
    [
        (date(2026, 11, 30), " 26331"),  # a Monday: the Friday before
        (date(2026, 12, 29), " 26358"),  # Boxing Day’s holiday on Monday: Thursday, Christmas Eve
        (date(2027, 1, 4), " 26365"),  # a Monday after New Year’s Day
    ],
)
def test_the_day_of_processing_is_the_working_day_before(pay_on, processed_on):
    batch = type(SAMPLE)(**{**vars(SAMPLE), "pay_on": pay_on})

    assert read(standard18.write(batch))["processed_on"] == processed_on


def test_what_bacs_does_not_carry_is_refused():
    with pytest.raises(Refused, match="more than one payment may be"):
        standard18.write(batch_of(line(amount=Decimal("20000000.01"))))
    with pytest.raises(Refused, match="more than one Bacs file can carry"):
        standard18.write(batch_of(*[line(amount=Decimal(20_000_000))] * 51))
    nobody = type(PAYER)(PAYER.name, PAYER.sort_code, PAYER.account_number)
    with pytest.raises(Refused, match="names who sends it"):
        standard18.write(type(SAMPLE)(**{**vars(SAMPLE), "payer": nobody}))
