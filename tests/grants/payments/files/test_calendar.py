"""On which days banks work: by the table that workshops use too, and where it ends by a package."""

from datetime import date, timedelta

import holidays
import pytest

from grants.payments.files.calendar import (
    is_working_day,
    working_day_before,
    working_days_after,
)


@pytest.mark.parametrize("year", range(2025, 2032))
def test_the_table_and_what_comes_after_it_agree_with_the_package(year):
    package = holidays.country_holidays("GB", subdiv="ENG", years=year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    expected = [day.weekday() < 5 and day not in package for day in days]

    assert [is_working_day(day) for day in days] == expected


def test_days_are_counted_over_a_long_weekend():
    christmas_eve = date(2026, 12, 24)

    assert working_days_after(christmas_eve, 1) == date(2026, 12, 29)
    assert working_day_before(date(2026, 12, 29)) == christmas_eve
