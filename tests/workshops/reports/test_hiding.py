"""No count under five can be worked out, even by somebody who knows the rule."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, strategies as st

from workshops.reports.hiding import FEWEST, shown


@pytest.mark.parametrize(("rows", "most"), [(1, 30), (2, 16), (3, 10), (4, 7)])
def test_every_hidden_count_could_be_another(rows, most):
    """Everything that makes the same table; in it each hidden row must differ somewhere."""
    names = [f"row {number}" for number in range(rows)]
    ways = defaultdict(list)
    for sizes in product(range(most + 1), repeat=rows):
        table = shown(dict(zip(names, sizes, strict=True)))
        ways[tuple(table.rows.values()), table.total].append(sizes)

    for (seen, total), possible in ways.items():
        if max(map(max, possible)) > most - 3:
            continue  # what else could make this table lies beyond what was tried
        for number, count in enumerate(seen):
            if count is None:
                values = {sizes[number] for sizes in possible}
                assert len(values) > 1, (seen, total, possible)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=9))
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts):
    table = shown(counts)

    assert table.rows.keys() == counts.keys()
    assert table.total in (None, sum(counts.values()))
    for row, count in table.rows.items():
        assert count in (None, counts[row])
        assert count is None or count == 0 or count >= FEWEST
    assert table.total is None or table.total == 0 or table.total >= FEWEST


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 40), min_size=2))
def test_a_single_hidden_row_is_never_what_is_left_of_the_total(counts):
    table = shown(counts)
    hidden = [row for row, count in table.rows.items() if count is None]

    assert len(hidden) != 1 or table.total is None


def test_where_nothing_is_small_all_is_shown():
    assert shown({"a": 5, "b": 0, "c": 90}).rows == {"a": 5, "b": 0, "c": 90}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_a_row_of_few_people_is_hidden_however_often_they_came(rows):
    counts = {row: max(pair) for row, pair in enumerate(rows)}
    people = {row: min(pair) or counts[row] for row, pair in enumerate(rows)}

    seen = shown(counts, people, total=sum(people.values()))

    hidden = {row for row, count in seen.rows.items() if count is None}
    assert hidden >= {row for row, number in people.items() if 0 < number < FEWEST}
    everything = {row for row, count in counts.items() if count}
    assert len({counts[row] for row in hidden}) != 1 or hidden >= everything
