"""What a count may show, so that nobody can work out what one person answered.

Pure. A count under ten is hidden. So are as many of the next smallest as it takes to leave the
hidden ones in doubt for somebody who takes the rest from the total. Every number that is shown
is rounded. Whether a number is hidden for itself or to protect another is not said: that alone
would tell something. The tests try every way of sharing out some people among some answers.
"""

FEWEST = 10
STEP = 5


def rounded(count):
    """To the nearest five."""
    return (count + STEP // 2) // STEP * STEP


def shown(counts):
    """{option: a rounded number, or None where it is hidden} for the counts of one question."""
    by_size = sorted(counts, key=lambda option: (counts[option], option))
    sizes = [counts[option] for option in by_size]
    many = sum(size < FEWEST for size in sizes)
    while 0 < many < len(sizes) and not in_doubt(sizes[:many], sizes[many]):
        many += 1
    hidden = set(by_size[:many])
    return {
        option: None if option in hidden else rounded(count) for option, count in counts.items()
    }


def in_doubt(hidden, next_size):
    """Whether these sizes stay unknown to one who knows their sum.

    None is larger than the next size: when all but one are nearly that, so is the last one known.
    """
    together, others = sum(hidden), len(hidden) - 1
    return others > 0 and together >= 2 * FEWEST and together - others * next_size <= STEP
