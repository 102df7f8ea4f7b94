"""The arithmetic of scores, against a second way of working it out."""

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from grants.assessment.scoring.arithmetic import (
    are_apart,
    mean,
    panel_figure,
    totals_are_apart,
    weighted_total,
)

marks = st.one_of(st.none(), st.integers(0, 4))
pairs = st.lists(st.tuples(marks, st.integers(1, 100)), max_size=12)
totals = st.lists(st.decimals(0, 100, places=2), max_size=12)


def to_hundredths(fraction):
    """Round a fraction to hundredths, halves upwards, by whole numbers alone."""
    doubled = fraction * 200
    whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return Decimal(whole) / 100


@given(pairs)
def test_a_total_equals_the_exact_fraction(scored):
    judged = [(mark, weight) for mark, weight in scored if mark is not None]
    worth = sum(weight for _mark, weight in judged)

    total = weighted_total(scored)

    if not judged:
        assert total is None
    else:
        exact = sum(Fraction(mark, 4) * Fraction(weight, worth) for mark, weight in judged) * 100
        assert total == to_hundredths(exact)


@given(pairs, st.randoms())
def test_the_order_of_criteria_never_matters(scored, chance):
    shuffled = list(scored)
    chance.shuffle(shuffled)

    assert weighted_total(scored) == weighted_total(shuffled)


@given(pairs, st.integers(1, 100))
def test_what_cannot_be_judged_changes_nothing(scored, weight):
    assert weighted_total([*scored, (None, weight)]) == weighted_total(scored)


@given(st.lists(st.integers(1, 100), min_size=1), st.integers(0, 4))
def test_the_same_mark_everywhere_is_that_share_of_a_hundred(weights, mark):
    assert weighted_total([(mark, weight) for weight in weights]) == Decimal(mark) * 25


@given(pairs, st.integers(0, 11))
def test_a_better_mark_never_lowers_a_total(scored, place):
    judged = [(mark, weight) for mark, weight in scored if mark is not None]
    if place >= len(judged) or judged[place][0] == 4:
        return
    better = list(judged)
    better[place] = (judged[place][0] + 1, judged[place][1])

    assert weighted_total(better) >= weighted_total(judged)


@given(totals, st.randoms())
def test_a_mean_equals_the_exact_fraction_in_any_order(filed, chance):
    shuffled = list(filed)
    chance.shuffle(shuffled)

    found = mean(shuffled)

    if not filed:
        assert found is None
    else:
        assert found == to_hundredths(sum(map(Fraction, filed)) / len(filed))


def test_halves_go_up():
    assert mean([Decimal("0.01"), Decimal("0.02")]) == Decimal("0.015").quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


@given(st.lists(marks))
def test_marks_are_apart_when_any_two_differ_by_two(given_marks):
    known = [mark for mark in given_marks if mark is not None]
    found = any(abs(one - other) >= 2 for one in known for other in known)

    assert are_apart(given_marks) is found


# --- The panel's figure ---

moderated = st.one_of(st.none(), st.integers(0, 4))
tables = st.lists(
    st.tuples(moderated, st.lists(marks, max_size=5), st.integers(1, 100)), max_size=8
)


def figure_by_hand(table):
    """The figure with whole numbers only, over one common denominator; None when none counts."""
    lines = []
    for agreed, given_marks, weight in table:
        known = [mark for mark in given_marks if mark is not None]
        if agreed is not None:
            lines.append((agreed, 1, weight))
        elif known:
            lines.append((sum(known), len(known), weight))
    if not lines:
        return None
    common = math.lcm(*(number for _sum, number, _weight in lines))
    points = sum(total * (common // number) * weight for total, number, weight in lines)
    worth = sum(weight for _sum, _number, weight in lines)
    # In ten thousandths of 100, rounded halves up by adding half of the divisor.
    over = 4 * common * worth
    return Decimal((2 * points * 10_000 + over) // (2 * over)) / 100


@given(tables)
def test_the_panel_s_figure_equals_whole_numbers_over_one_denominator(table):
    assert panel_figure(table) == figure_by_hand(table)


@given(tables, st.randoms())
def test_neither_the_order_of_criteria_nor_of_assessors_matters(table, chance):
    shuffled = [
        (agreed, chance.sample(given_marks, len(given_marks)), weight)
        for agreed, given_marks, weight in table
    ]
    chance.shuffle(shuffled)

    assert panel_figure(shuffled) == panel_figure(table)


@given(tables, st.integers(0, 7))
def test_somebody_who_cannot_judge_changes_no_figure(table, place):
    more = [
        (agreed, [*given_marks, None] if number == place else given_marks, weight)
        for number, (agreed, given_marks, weight) in enumerate(table)
    ]

    assert panel_figure(more) == panel_figure(table)


@given(tables, st.integers(1, 100))
def test_a_criterion_that_nobody_can_judge_changes_no_figure(table, weight):
    assert panel_figure([*table, (None, [None, None], weight)]) == panel_figure(table)


@given(tables, st.integers(0, 4), st.lists(marks, max_size=5), st.integers(1, 100))
def test_a_moderated_mark_takes_the_place_of_every_mark(table, agreed, given_marks, weight):
    with_marks = panel_figure([*table, (agreed, given_marks, weight)])

    assert with_marks == panel_figure([*table, (agreed, [], weight)])
    assert with_marks == panel_figure([*table, (None, [agreed], weight)])


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 4), min_size=3, max_size=3), st.integers(1, 100)),
        min_size=1,
    )
)
def test_with_all_marks_given_it_is_the_mean_of_the_exact_totals(table):
    worth = sum(weight for _marks, weight in table)
    totals = [
        sum(Fraction(given_marks[place] * weight * 100, 4 * worth) for given_marks, weight in table)
        for place in range(3)
    ]

    assert panel_figure([(None, *line) for line in table]) == to_hundredths(sum(totals) / 3)


@pytest.mark.parametrize(("totals", "found"), [((50, 69.99), False), ((50, 70), True), ((), False)])
def test_totals_are_apart_from_a_fifth_of_a_hundred(totals, found):
    assert totals_are_apart([Decimal(str(total)) for total in totals] + [None]) is found
