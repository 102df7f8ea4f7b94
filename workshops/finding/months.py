"""Months by their first days, and the words for where a session is."""

from datetime import timedelta

MONTHS_AHEAD = 12
ROOM, ONLINE = "room", "online"


def month_key(day):
    return f"{day:%Y-%m}"


def months_ahead(today):
    """The first days of this month and the next ones."""
    first, months = today.replace(day=1), []
    for _ in range(MONTHS_AHEAD):
        months.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return months


def next_month(first):
    return (first + timedelta(days=32)).replace(day=1)
