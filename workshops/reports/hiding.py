"""What a table of counts may show, so that no count under five can be worked out from it.

Pure. Counts from 1 to 4 are hidden, and larger ones that stand for 1 to 4 people. So are as many
of the next smallest as it takes to leave every hidden one in doubt for somebody who knows this
rule and takes what is shown from the total: until the hidden ones are not all alike. Where they
are not, any of them could be any other. A test tries every way in which some people can be shared
out among some rows.
"""

from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Shown:
    """Counts by their rows, and their total; None is hidden."""

    rows: dict
    total: int | None


def shown(counts, people=None, *, total=None):
    """counts: {row: how many}.

    people: {row: how many people these are}; not said, each is another person.
    total: how many people they all are, where somebody stands in several rows.
    """
    people = counts if people is None else people
    total = sum(people.values()) if total is None else total
    if 0 < total < FEWEST:
        return Shown(dict.fromkeys(counts), None)
    hidden = {row for row, number in people.items() if 0 < number < FEWEST}
    while hidden and not _in_doubt(hidden, counts):
        left = [count for row, count in counts.items() if row not in hidden]
        if not left:
            break
        next_size = min((count for count in left if count), default=0)
        hidden |= {row for row, count in counts.items() if count == next_size}
    rows = {row: None if row in hidden else count for row, count in counts.items()}
    return Shown(rows, sum(counts.values()))


def _in_doubt(hidden, counts):
    return len({counts[row] for row in hidden}) > 1
