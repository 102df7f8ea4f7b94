"""The dates of a series: every so many weeks, with what is odd about each."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import localtime
from hypothesis import given, strategies as st

from workshops.planning.holidays import bank_holidays, holiday_on
from workshops.planning.series import MOST_DATES, NO_SUCH_TIME, Rule, dates_of, days_of

THEN = datetime(2026, 1, 1, tzinfo=UTC)


def rule(first, **facts):
    return Rule(
        **{"first": first, "every": 1, "starts": time(18), "ends": time(20), "times": 4} | facts
    )


def test_six_in_the_evening_stays_six_in_the_evening_when_the_clocks_change():
    dates = dates_of(rule(date(2026, 10, 18)), at=THEN)

    assert [localtime(each.starts_at).hour for each in dates] == [18, 18, 18, 18]
    assert [each.starts_at.astimezone(UTC).hour for each in dates] == [17, 18, 18, 18]
    assert [bool(each.notes) for each in dates] == [False, True, False, False]
    assert not dates[1].is_better_left_out


@pytest.mark.parametrize("saturday", [date(2026, 10, 24), date(2027, 3, 27)])
def test_the_saturday_before_the_clocks_change_says_so_too(saturday):
    (planned,) = dates_of(rule(saturday, times=1), at=THEN)

    assert any("clocks change" in note for note in planned.notes)


@pytest.mark.parametrize(
    ("day", "starts"), [(date(2027, 3, 28), time(1, 30)), (date(2026, 10, 25), time(1, 30))]
)
def test_a_time_that_the_clocks_skip_or_repeat_is_no_date(day, starts):
    before, planned, after = dates_of(
        rule(day - timedelta(weeks=1), starts=starts, ends=time(3), times=3), at=THEN
    )

    assert planned.problem == NO_SUCH_TIME
    assert (before.problem, after.problem) == ("", "")


def test_a_bank_holiday_is_named_and_better_left_out():
    dates = dates_of(rule(date(2027, 4, 26)), at=THEN)  # Mondays

    assert [each.notes for each in dates] == [[], ["Early May bank holiday"], [], []]
    assert [each.is_better_left_out for each in dates] == [False, True, False, False]


def test_what_is_past_can_not_be_made():
    dates = dates_of(rule(date(2026, 1, 1), times=3), at=datetime(2026, 1, 8, 18, tzinfo=UTC))

    assert [bool(each.problem) for each in dates] == [True, True, False]


def test_until_a_day_counts_that_day():
    days = days_of(rule(date(2027, 1, 6), every=2, times=None, until=date(2027, 2, 3)))

    assert days == [date(2027, 1, 6), date(2027, 1, 20), date(2027, 2, 3)]


@given(
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.integers(1, 26),
    st.integers(1, 200) | st.none(),
    st.dates(date(2026, 1, 1), date(2040, 1, 1)) | st.none(),
)
def test_any_rule_gives_days_of_one_weekday_in_order_and_not_too_many(first, every, times, until):
    days = days_of(rule(first, every=every, times=times, until=until))

    assert len(days) <= min(times or MOST_DATES, MOST_DATES)
    assert all(b - a == timedelta(weeks=every) for a, b in pairwise(days))
    assert {day.weekday() for day in days} <= {first.weekday()}
    assert all(until is None or day <= until for day in days)


# --- The table of bank holidays, against the rules by which they fall ---


def easter(year):
    """Sunday of Easter, by Butcher’s method (1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return date(year, month, day + 1)


def monday(year, month, *, last=False):
    day = date(year, month + 1, 1) - timedelta(days=7) if last else date(year, month, 1)
    return day + timedelta(days=-day.weekday() % 7)


def weekday_after(day, taken=()):
    while day.weekday() > 4 or day in taken:
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("year", sorted({day.year for day in bank_holidays()}))
def test_the_table_is_what_the_rules_of_england_say(year):
    christmas = weekday_after(date(year, 12, 25))
    expected = {
        weekday_after(date(year, 1, 1)),
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        monday(year, 5),
        monday(year, 5, last=True),
        monday(year, 8, last=True),
        christmas,
        weekday_after(date(year, 12, 26), taken={christmas}),
    }

    assert {day for day in bank_holidays() if day.year == year} == expected


def test_a_year_that_the_table_does_not_know_says_so():
    last = max(bank_holidays()).year

    assert f"{last + 1}" in holiday_on(date(last + 1, 6, 1))
    assert holiday_on(date(last, 6, 1)) == ""
