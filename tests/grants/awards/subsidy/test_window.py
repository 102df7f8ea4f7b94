"""The limit on public money: its window, its sums, and the penny too much."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from grants.awards.subsidy.window import (
    Assistance,
    financial_year,
    is_within,
    months_after,
    period_starts,
    sums_of,
)

LIMIT = Decimal(315_000)
GIVEN = date(2026, 11, 22)

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
amounts = st.decimals(Decimal("0.01"), 400_000, places=2)
lists = st.lists(st.builds(Assistance, amounts, days, st.booleans()), max_size=8)


@pytest.mark.parametrize(
    ("given_on", "first"),
    [
        (date(2026, 11, 22), date(2024, 4, 1)),
        (date(2027, 3, 31), date(2024, 4, 1)),
        (date(2027, 4, 1), date(2025, 4, 1)),
        (date(2028, 2, 29), date(2025, 4, 1)),
    ],
)
def test_this_financial_year_counts_and_the_two_before(given_on, first):
    assert period_starts(given_on) == first


@pytest.mark.parametrize(
    ("declared", "on", "value", "total", "is_over"),
    [
        ("250000", date(2024, 3, 31), "70000", "70000", False),
        ("250000", date(2024, 4, 1), "65000", "315000", False),
        ("250000", date(2024, 4, 1), "65000.01", "315000.01", True),
    ],
)
def test_the_vectors_of_the_fact_sheet(declared, on, value, total, is_over):
    listed = [Assistance(Decimal(declared), on)]

    sums = sums_of(listed, Decimal(value), GIVEN, LIMIT)

    assert (sums.total, sums.is_over) == (Decimal(total), is_over)


def test_of_an_award_that_is_too_large_the_part_up_to_the_limit_fits():
    sums = sums_of(
        [Assistance(Decimal(250_000), date(2024, 4, 1))], Decimal("65000.01"), GIVEN, LIMIT
    )

    assert (sums.fits, sums.beyond, sums.left) == (Decimal(65_000), Decimal("0.01"), 0)


def test_nothing_fits_where_the_limit_was_used_up_before():
    sums = sums_of([Assistance(Decimal(400_000), GIVEN)], Decimal(10), GIVEN, LIMIT)

    assert (sums.fits, sums.beyond, sums.is_over) == (0, 10, True)


def test_help_of_another_kind_does_not_count():
    sums = sums_of([Assistance(LIMIT, GIVEN, counts=False)], LIMIT, GIVEN, LIMIT)

    assert sums.total == LIMIT
    assert not sums.is_over


def test_help_that_is_given_later_does_not_count():
    tomorrow = GIVEN + timedelta(days=1)

    assert not is_within(tomorrow, GIVEN)
    assert is_within(GIVEN, GIVEN)


@given(days)
def test_the_window_is_two_to_three_years_long_and_begins_on_a_1_april(day):
    first = period_starts(day)

    assert (first.month, first.day) == (4, 1)
    assert financial_year(day) <= day
    assert first <= day
    assert 730 <= (day - first).days < 3 * 366
    assert is_within(first, day)
    assert not is_within(first - timedelta(days=1), day)


@given(lists, amounts, days)
def test_what_fits_and_what_is_beyond_add_up_and_stay_within_the_limit(listed, value, day):
    sums = sums_of(listed, value, day, LIMIT)

    assert sums.fits + sums.beyond == value
    assert sums.is_over == (sums.beyond > 0)
    assert sums.fits >= 0
    if sums.fits:
        assert sums.before + sums.fits <= LIMIT
    assert sums.is_over != (sums.total + sums.left == LIMIT)


@given(lists, amounts, days, days)
def test_waiting_never_makes_it_more_by_itself(listed, value, one, other):
    """What was confirmed for today also holds for a later day, unless more was given meanwhile."""
    earlier, later = sorted([one, other])
    known = [one_of for one_of in listed if one_of.given_on <= earlier]

    before = sums_of(known, value, earlier, LIMIT)
    after = sums_of(known, value, later, LIMIT)

    assert after.total <= before.total


@given(lists, amounts, days)
def test_the_order_does_not_matter(listed, value, day):
    assert sums_of(listed, value, day, LIMIT) == sums_of(listed[::-1], value, day, LIMIT)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_some_months_later(day, months, then):
    assert months_after(day, months) == then


@given(days, st.integers(0, 120))
def test_some_months_later_is_that_many_months_later(day, months):
    then = months_after(day, months)

    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then + timedelta(days=1)).day == 1
