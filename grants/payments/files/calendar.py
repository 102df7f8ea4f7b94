"""On which days banks in England work."""

from datetime import timedelta
from functools import lru_cache

from django.utils.timezone import localdate

from workshops.planning.holidays import bank_holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_LEAD = 2  # working days: Bacs takes a file in, processes it the next day, pays the third


@lru_cache(maxsize=4)
def _bank_holidays(year):
    """From the table that workshops are planned by; from the package where that has none."""
    table = bank_holidays()
    if days := {day for day in table if day.year == year}:
        return days
    import holidays  # noqa: PLC0415 - loads every country of the world, 13 MB of a web worker

    return set(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day):
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def working_day_before(day):
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_after(day, number):
    """The day that comes so many working days after another."""
    while number:
        day += ONE_DAY
        number -= is_working_day(day)
    return day


def first_day_to_arrive(lead):
    """The first day on which money can arrive, if its file goes to the bank today.

    lead: how many working days the bank takes. On a day without work it takes no file.
    """
    today = localdate()
    handed_in = today if is_working_day(today) else working_days_after(today, 1)
    return working_days_after(handed_in, lead)


def first_day_to_pay():
    """The first day to choose for what is prepared today: in time for every kind of file."""
    return first_day_to_arrive(LONGEST_LEAD)
