"""A guard: when the database refuses to write a row, and what it says then."""

from typing import NamedTuple

ALWAYS = "1 = 1"
KEPT = "This row is kept as it was."


class Guard(NamedTuple):
    """`event` on `table` is refused where `when` holds for the OLD and NEW row.

    `first` is done before anybody looks, on PostgreSQL only: it waits for another writer.
    """

    name: str
    table: str
    event: str
    when: str
    says: str = KEPT
    first: str = ""


def kept(table, *, insert=None, update=ALWAYS, delete=ALWAYS):
    """A row stays as it was: unless it says when, it is neither changed nor removed."""
    for event, when in (("INSERT", insert), ("UPDATE", update), ("DELETE", delete)):
        if when:
            yield Guard(f"{table}_keeps_{event.lower()}", table, event, when)


def within(table, *, says, insert=None, update=None, first=""):
    """No more is written than there is."""
    for event, when in (("INSERT", insert), ("UPDATE", update)):
        if when:
            name = f"{table}_stays_within_{event.lower()}"
            yield Guard(name, table, event, when, says, first)
