"""Whether a course can be booked now, and at which dates: worked out from its dates."""

from applicants.access import Refused

from .models import NO_DATE_YET

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
LAST_TO_JOIN = 2  # a course can be joined until this date of it


def ordinal(number):
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"


def in_order(sessions):
    """The dates of a programme that count: one that was cancelled before it began is none."""
    on = [session for session in sessions if not session.is_off]
    return sorted(on, key=lambda session: (session.starts_at, session.pk))


def first_without_date(programme, dates):
    """The number of the first date that nobody knows yet, or None."""
    for number, session in enumerate(dates, 1):
        if session.state in NO_DATE_YET:
            return number
    return len(dates) + 1 if len(dates) < programme.dates_planned else None


def way_at(session, way):
    """How somebody comes to one date who wants to come this way where there is a choice."""
    return way if way in session.ways else session.main_way


def dates_to_join(programme, sessions, at):
    """The sessions at which somebody who books the course now gets a place.

    They are those still open, the first left out once it has begun. Raises Refused, with the
    reason, where the course is not whole or it is too late.
    """
    dates = in_order(sessions)
    missing = first_without_date(programme, dates)
    if missing is not None:
        raise Refused(
            f"The {ordinal(missing)} date of this course is not set yet. It can be booked when "
            "every date is known."
        )
    last = dates[LAST_TO_JOIN - 1]
    if last.closes_at <= at:
        raise Refused(
            f"This course has begun. It can be joined until its {ordinal(LAST_TO_JOIN)} date, and "
            "that is over."
        )
    return [session for session in dates if session.is_open(at)]
