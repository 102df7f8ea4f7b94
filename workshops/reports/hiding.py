"""What a table of counts may show, so that no count under five can be worked out from it.

Pure. Counts from 1 to 4 are hidden. So are as many of the next smallest as it takes to leave
every hidden one in doubt for somebody who knows this rule and takes what is shown from the total:
until the hidden ones are not all alike. Where they are not, any of them could be any other. A
test tries every way in which some people can be shared out among some rows.
"""

from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Shown:
    """Counts by their rows, and their total; None is hidden."""

    rows: dict
    total: int | None


def shown(counts):
    """counts: {row: how many}, each person in one row."""
    total = sum(counts.values())
    if 0 < total < FEWEST:
        return Shown(dict.fromkeys(counts), None)
    limit = FEWEST - 1
    hidden = {row for row, count in counts.items() if 0 < count <= limit}
    while hidden and not _in_doubt(hidden, counts):
        left = [count for row, count in counts.items() if row not in hidden]
        if not left:
            break
        next_size = min((count for count in left if count), default=0)
        hidden |= {row for row, count in counts.items() if count == next_size}
    return Shown({row: None if row in hidden else count for row, count in counts.items()}, total)


def _in_doubt(hidden, counts):
    return len({counts[row] for row in hidden}) > 1
