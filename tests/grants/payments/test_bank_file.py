"""The payment file carries exactly what was approved, or it is not made at all."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from applicants.access import Refused
from grants.payments.bank_file import COLUMNS, write_bank_file
from grants.payments.models import BankDetails, Payment


def payment(
    name="Weir Lane Bakers", sort="089999", account="66374958", amount="4000", ref="CDF-1-1"
):
    details = BankDetails(account_name=name, sort_code=sort, account_number=account)
    return Payment(bank_details=details, amount=Decimal(amount), reference=ref)


def read_back(file):
    return list(csv.reader(io.StringIO(file, newline="")))


def test_a_line_for_each_payment_under_the_names_of_the_columns():
    file = write_bank_file([payment(), payment(name="Mill, The", sort="000001", amount="0.5")])

    assert read_back(file) == [
        list(COLUMNS),
        ["Weir Lane Bakers", "089999", "66374958", "4000.00", "CDF-1-1"],
        ["Mill, The", "000001", "66374958", "0.50", "CDF-1-1"],
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "=cmd()"},
        {"name": "-2+3"},
        {"name": "Bakers\nMill"},
        {"name": ""},
        {"name": " =1"},
        {"sort": "08999"},
        {"sort": "08-99-99"},
        {"account": "6637495"},
        {"account": "=6374958"},
        {"ref": "=CDF"},
        {"ref": ""},
        {"ref": "CDF-2026-0042-100000"},
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "1.005"},
    ],
)
def test_what_a_bank_file_cannot_carry_is_refused_never_changed(wrong):
    with pytest.raises(Refused):
        write_bank_file([payment(**wrong)])


lines = st.builds(
    payment,
    name=st.text(st.sampled_from("aZ9éŷ .,&/'()-=+@\t\r\n\""), max_size=20),
    sort=st.from_regex(r"[0-9]{5,6}", fullmatch=True),
    account=st.from_regex(r"[0-9]{7,8}", fullmatch=True),
    amount=st.decimals(min_value=0, max_value=10_000_000, places=2).map(str),
    ref=st.text(st.sampled_from("AZ09-= "), max_size=19),
)


@given(st.lists(lines, max_size=8))
def test_reading_the_file_back_gives_the_same_payments_and_totals(payments):
    try:
        file = write_bank_file(payments)
    except Refused:
        return
    rows = read_back(file)[1:]

    assert rows == [
        [
            each.bank_details.account_name,
            each.bank_details.sort_code,
            each.bank_details.account_number,
            f"{each.amount:.2f}",
            each.reference,
        ]
        for each in payments
    ]
    assert sum((Decimal(row[3]) for row in rows), Decimal(0)) == sum(
        (each.amount for each in payments), Decimal(0)
    )


@given(lines)
def test_no_cell_begins_like_a_formula(one):
    try:
        file = write_bank_file([one])
    except Refused:
        return

    for cell in read_back(file)[1]:
        assert cell[0] not in "=+-@\t\r\n' "
