"""The arithmetic of scores, against a second way of working it out."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, strategies as st

from grants.assessment.scoring.arithmetic import are_apart, mean, weighted_total

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
