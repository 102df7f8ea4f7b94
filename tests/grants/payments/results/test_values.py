"""What the cells of a bank's file mean."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from grants.payments.models import Outcome
from grants.payments.results.values import (
    NotClear,
    amount_of,
    date_of,
    reference_of,
    status_of,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"),
        ("£1,234.50", "1234.50"),
        (" £ 1,234.50 ", "1234.50"),
        ("1,234,567", "1234567"),
        ("GBP 20.00", "20"),
        ("20.00 gbp", "20"),
        ("(1,234.50)", "-1234.50"),
        ("(£20)", "-20"),
        ("-20.00", "-20"),
        ("£-20.00", "-20"),
        ("20.00-", "-20"),
        ("\N{MINUS SIGN}20.00", "-20"),
        ("0.01", "0.01"),
    ],
)
def test_an_amount_is_read_however_it_is_dressed(text, amount):
    assert amount_of(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "1.234,50",
        "12,34",
        "1234,5",
        "1.005",
        "=1+1",
        "@SUM(A1)",
        "abc",
        "1e5",
        "NaN",
        "∞",
        "9" * 40,
        "$20",
        "€20",
        "20 30 x",
        "(20",
        "٢٠",
    ],
)
def test_an_amount_that_is_not_clear_is_not_guessed(text):
    with pytest.raises(NotClear):
        amount_of(text)


@given(st.decimals(min_value=0, max_value=999_999_999, places=2))
def test_every_amount_comes_back_as_it_was_written(amount):
    for text in (f"{amount}", f"£{amount:,}", f"GBP {amount:,}"):
        assert amount_of(text) == amount
    assert amount_of(f"({amount:,})") == -amount


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T10:00:00Z", date(2026, 3, 2)),
        ("2026-03-02 10:00", date(2026, 3, 2)),
        ("02/03/2026", date(2026, 3, 2)),
        ("2/3/26", date(2026, 3, 2)),
        ("02-03-2026", date(2026, 3, 2)),
        ("02.03.2026 00:00", date(2026, 3, 2)),
        ("2 Mar 2026", date(2026, 3, 2)),
        ("02-Mar-26", date(2026, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("46083", date(2026, 3, 2)),
        ("46083.0", date(2026, 3, 2)),
        ("46083.75", date(2026, 3, 2)),
    ],
)
def test_a_day_is_read_however_it_is_written(text, day):
    assert date_of(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "03/25/2026", "2026-02-30", "31/2/2026", "tomorrow", "123", "99999", "0/0/0", "1/1"],
)
def test_a_day_that_is_not_clear_is_not_guessed(text):
    with pytest.raises(NotClear):
        date_of(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_whichever_way_it_was_written(day):
    serial = (day - date(1899, 12, 30)).days
    ways = (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d-%b-%Y}", str(serial))
    assert {date_of(way) for way in ways} == {day}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "paid"),
        ("Paid", "paid"),
        ("ACSC", "paid"),
        ("  FAILED ", "failed"),
        ("RJCT", "failed"),
        ("Sent  back", "returned"),
        ("Returned", "returned"),
        ("pending", "pending"),
    ],
)
def test_a_status_is_known_by_its_word(text, status):
    assert status_of(text) == status


@pytest.mark.parametrize("text", ["Sent", " PROCESSED ", "accepted"])
def test_a_word_that_may_only_mean_that_they_have_our_file_is_not_paid(text, settings):
    with pytest.raises(NotClear, match="is unclear: the bank may only have our file"):
        status_of(text)

    settings.RESULT_STATUSES = {"sent": "paid", "processed": "paid", "accepted": "pending"}

    assert status_of(text) == ("pending" if text == "accepted" else Outcome.PAID)


def test_what_the_fund_says_of_its_bank_goes_before_what_most_banks_mean(settings):
    settings.RESULT_STATUSES = {"completed": "unclear", "not applied": "returned"}

    with pytest.raises(NotClear, match="“Completed” is unclear"):
        status_of("Completed")
    assert status_of("Not  applied") is Outcome.RETURNED
    assert status_of("paid") is Outcome.PAID


def test_a_word_that_we_do_not_know_is_not_guessed():
    with pytest.raises(NotClear, match="“Maybe”"):
        status_of("Maybe")


def test_references_are_compared_without_what_banks_change():
    assert reference_of("cdf 2026 0042 1") == reference_of("CDF-2026-0042-1")
    assert reference_of("CDF-2026-0042-1") != reference_of("CDF-2026-0042-2")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for reader in (amount_of, date_of, status_of):
        with suppress(NotClear):
            reader(text)
