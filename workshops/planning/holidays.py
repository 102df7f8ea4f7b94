"""Days on which nobody should be asked to come without a second thought."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("bank_holidays.csv")


@cache
def bank_holidays():
    """{day: its name} in England, as far as the table goes."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    return {date.fromisoformat(day): name for day, name in rows}


def holiday_on(day):
    """What the day is, that nobody knows yet, or nothing."""
    known = bank_holidays()
    if day.year > max(known).year:
        return f"We don’t know the bank holidays of {day.year} yet"
    return known.get(day, "")
