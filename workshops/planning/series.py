"""The dates of a series, worked out from a rule: every so many weeks, at a time on the wall.

6pm stays 6pm when the clocks change. Nothing here reads or writes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.timezone import localtime

from .holidays import holiday_on

MOST_DATES = 52
NO_SUCH_TIME = "The clocks change at this time, so it can’t begin or end then"
CLOCKS_CHANGE = "The clocks change this weekend. It is still at the same time on the clock"


@dataclass(frozen=True)
class Rule:
    """From a first day on, every so many weeks on its weekday: so many times, or until a day."""

    first: date
    every: int  # weeks
    starts: time
    ends: time
    times: int | None = None
    until: date | None = None


@dataclass
class Planned:
    """One date of a series, before it is made.

    notes: what is odd about it; it can be made all the same.
    problem: why it can’t be made, or nothing.
    """

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    is_better_left_out: bool = False

    def note(self, words, *, leave_out=False):
        self.notes.append(words)
        self.is_better_left_out = self.is_better_left_out or leave_out


def days_of(rule):
    """Its days, at most `MOST_DATES`."""
    day, days = rule.first, []
    while len(days) < min(rule.times or MOST_DATES, MOST_DATES):
        if rule.until is not None and day > rule.until:
            break
        days.append(day)
        day += timedelta(weeks=rule.every)
    return days


def dates_of(rule, *, at):
    """Each date of the rule, with what is odd about it."""
    return [_planned(day, rule, at) for day in days_of(rule)]


def _planned(day, rule, at):
    planned = Planned(day)
    try:
        planned.starts_at = from_current_timezone(datetime.combine(day, rule.starts))
        planned.ends_at = from_current_timezone(datetime.combine(day, rule.ends))
    except ValidationError:
        planned.problem = NO_SUCH_TIME
        return planned
    if planned.starts_at <= at:
        planned.problem = "This is in the past"
    if holiday := holiday_on(day):
        planned.note(holiday, leave_out=True)
    if clocks_change_near(day):
        planned.note(CLOCKS_CHANGE)
    return planned


def clocks_change_near(day):
    """Whether the clocks change on this day or, for a Saturday, in the night after it."""
    days = (day, day + timedelta(days=1)) if day.weekday() == 5 else (day,)
    return any(_offset(each) != _offset(each + timedelta(days=1)) for each in days)


def _offset(day):
    """How far the clock on the wall is from universal time when a day begins."""
    return localtime(from_current_timezone(datetime.combine(day, time(0)))).utcoffset()
