"""What the figures of a year are made of: tables in which each person stands in one row."""

from collections import Counter
from dataclasses import dataclass

from .hiding import shown


@dataclass(frozen=True)
class Table:
    """One breakdown, safe to show. rows: (name, how many or None); total: or None."""

    heading: str
    about: str  # what the rows are
    rows: list
    total: int | None
    unit: str = "People"  # of what it counts


def table(heading, about, found, *, always=(), unit="People"):
    """found: the name of the row of each person, one for each.

    always: rows that stand there with 0 too, in this order and before the others.
    """
    counted = Counter(found)
    names = [*always, *sorted(set(counted) - set(always))]
    safe = shown({name: counted[name] for name in names})
    return Table(heading, about, list(safe.rows.items()), safe.total, unit)
