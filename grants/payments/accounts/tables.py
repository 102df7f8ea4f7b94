"""The two files of the published sum, as finance downloads them: read, and refused when broken.

They belong to Vocalink and are revised a few times a year, so the service ships none.
"""

from applicants.access import Refused

from .modulus import Tables, Weights

METHODS = ("MOD10", "MOD11", "DBLAL")
KNOWN_EXCEPTIONS = range(15)
LARGEST = 2_000_000  # bytes; the real one has about 80,000


def read_tables(weights, substitutions=""):
    """Tables from the text of `valacdos` (weights) and of `scsubtab` (substitutions).

    Raises Refused, which names the line that can’t be read.
    """
    rows = [_row(number, line) for number, line in _lines(weights)]
    if not rows:
        raise Refused("The table of weights is empty.")
    rows.sort(key=lambda row: (row.start, row.end))
    for first, second, third in zip(rows, rows[1:], rows[2:], strict=False):
        if first.start == second.start == third.start:
            raise Refused(f"The table has more than two rows for the sort code {first.start}.")
    return Tables(rows, (_pair(number, line) for number, line in _lines(substitutions)))


def _lines(text):
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line.split()


def _row(number, cells):
    try:
        start, end, method, *numbers = cells
        numbers = [int(cell) for cell in numbers]
    except ValueError:
        raise _broken("weights", number) from None
    weights, exception = tuple(numbers[:14]), (numbers[14] if numbers[14:] else 0)
    is_whole = (
        _is_sort_code(start)
        and _is_sort_code(end)
        and start <= end
        and method in METHODS
        and len(numbers) in (14, 15)
    )
    if not is_whole:
        raise _broken("weights", number)
    if exception not in KNOWN_EXCEPTIONS:
        raise Refused(
            f"Line {number} of the weights names exception {exception}, which this version of "
            "the service does not know. Look for a newer version before you load this table."
        )
    return Weights(start, end, method, weights, exception)


def _pair(number, cells):
    if len(cells) != 2 or not all(map(_is_sort_code, cells)):
        raise _broken("substitutions", number)
    return tuple(cells)


def _is_sort_code(text):
    return len(text) == 6 and text.isascii() and text.isdecimal()


def _broken(name, number):
    return Refused(f"Line {number} of the {name} is not as the published table writes it.")
