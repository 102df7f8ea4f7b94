"""How long something has waited, and how long is left of a promise, in words.

Every day is a day here: a moment is turned into one before it comes in.
"""

from grants.awards.subsidy.queries import database_due_on
from grants.templatetags.words import MONTHS

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NEAR = 14  # days before a promised decision from which its day is told


def short(day, today):
    """14 May, or 14 May 2027 when that is another year."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def left(day, today):
    """How far a day is from today: in 6 days, tomorrow, today, 2 days late."""
    days = (day - today).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days > 0:
        return f"in {days} days"
    return "1 day late" if days == -1 else f"{-days} days late"


def waits(since, today):
    """Since when it waits. Within a week the day has its name."""
    days = (today - since).days
    if days <= 0:
        return "Waits since today"
    if days == 1:
        return "Waits since yesterday"
    if days < 7:
        return f"Waits since {WEEKDAYS[since.weekday()]}"
    return f"Waits since {short(since, today)}"


def decision(since, promised, today):
    """The promise, once its day comes near; until then how long the co-op has waited."""
    if (promised - today).days > NEAR:
        return waits(since, today)
    return promise(promised, today)


def promise(promised, today):
    """Decision promised for 14 May, in 6 days."""
    was = "was promised" if promised < today else "promised"
    return f"Decision {was} for {short(promised, today)}, {left(promised, today)}"


def entered(since, today):
    """To be entered in the public database by 14 May, in 6 days."""
    due = database_due_on(since)
    return f"Due by {short(due, today)}, {left(due, today)}"


def closes(at, today):
    return f"Closes on {short(at, today)}, {left(at, today)}"


def opens(at, today):
    return f"Opens on {short(at, today)}, {left(at, today)}"


def answers(at, today):
    """Until when they may answer us: 14 May, in 6 days; or was due."""
    was = "was due" if at < today else "is due"
    return f"The answer {was} on {short(at, today)}, {left(at, today)}"
