"""What the figures of a year are made of: tables of who came, as often as they did."""

from collections import defaultdict
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


def table(heading, about, found, *, who=None, always=(), unit="People"):
    """found: the name of the row of each that is counted.

    who: for each of them whoever it was, so that what is hidden goes by people, and nobody is
    five by having come five times; not said, each is somebody else.
    always: rows that stand there with 0 too, in this order and before the others.
    """
    found = list(found)
    counted = defaultdict(list)
    for row, each in zip(found, range(len(found)) if who is None else who, strict=True):
        counted[row].append(each)
    names = [*always, *sorted(set(counted) - set(always))]
    safe = shown(
        {name: len(counted[name]) for name in names},
        {name: len(set(counted[name])) for name in names},
        total=len({each for rows in counted.values() for each in rows}),
    )
    return Table(heading, about, list(safe.rows.items()), safe.total, unit)


def whoever_sat(places):
    """For each of these places a key of who sat there: their account or address. Of those who
    gave neither each is somebody else."""
    accounts = {place.email.lower(): place.person_id for place in places if place.person_id}
    return [
        place.person_id
        or accounts.get(place.email.lower())
        or place.email.lower()
        or f"place {place.pk}"
        for place in places
    ]
