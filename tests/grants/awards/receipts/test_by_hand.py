"""The sum of a receipt, done again from the receipt alone by somebody who knows only fractions."""

import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from grants.assessment.moderating.models import Moderation
from grants.assessment.scoring.arithmetic import panel_figure
from grants.assessment.scoring.models import Score
from grants.assessment.scoring.queries import Line
from grants.awards.receipts.by_hand import exactly
from grants.awards.receipts.facts import figures_of
from grants.funds.models import Criterion
from grants.funds.question_sets import marks_of

MARK = st.none() | st.integers(0, 4)
READERS = st.integers(0, 5)


@st.composite
def judged(draw):
    """Some criteria: (agreed mark or None, marks of as many readers each, weight)."""
    readers = draw(READERS)
    one = st.tuples(MARK, st.lists(MARK, min_size=readers, max_size=readers), st.integers(1, 100))
    return readers, draw(st.lists(one, min_size=1, max_size=7))


def told(readers, criteria):
    """What a receipt says of them, as it comes back from its row."""
    lines = []
    for number, (agreed, marks, weight) in enumerate(criteria):
        criterion = Criterion(name=f"Criterion {number}", weight=weight)
        criterion.choices = marks_of(criterion)
        moderations = [] if agreed is None else [Moderation(mark=agreed)]
        scores = [Score(mark=mark) for mark in marks]
        lines.append(Line(criterion, scores, None, False, moderations))
    return json.loads(json.dumps(figures_of(lines, list(range(readers)))))


def again(told):
    """The figure from the marks, agreed marks and weights that a receipt shows."""
    points, weights = Fraction(0), 0
    for criterion in told["criteria"]:
        given_marks = [mark for mark in criterion["marks"] if mark is not None]
        if criterion["agreed"] is not None:
            mark = Fraction(criterion["agreed"])
        elif given_marks:
            mark = Fraction(sum(given_marks), len(given_marks))
        else:
            continue
        points += mark * criterion["weight"]
        weights += criterion["weight"]
    return points / 4 / weights * 100 if weights else None


def worth(written):
    """What a line that a person can read comes to: “(3 + 2) ÷ 2”, “2 2/3 × 60”."""
    as_fractions = re.sub(r"(\d+) (\d+)/(\d+)", r"(\1 + Fraction(\2, \3))", written)
    as_fractions = re.sub(r"(?<![(\d, ])(\d+)/(\d+)", r"Fraction(\1, \2)", as_fractions)
    as_fractions = re.sub(r"(?<![\d.])(\d+\.\d+)", r"Fraction('\1')", as_fractions)
    as_fractions = as_fractions.replace("×", "*").replace("÷ ", "/ Fraction(1) / ")
    return Fraction(eval(as_fractions, {"Fraction": Fraction}))


@given(judged())
def test_the_published_figure_comes_out_of_the_receipt_alone(case):
    readers, criteria = case
    receipt = told(readers, criteria)

    figure = again(receipt)

    if figure is None:
        assert receipt["sum"] is None
        assert panel_figure(criteria) is None
    else:
        hundredths = int(figure * 100 + Fraction(1, 2))
        assert Decimal(receipt["sum"]["figure"]) == Decimal(hundredths) / 100
        assert Decimal(receipt["sum"]["figure"]) == panel_figure(criteria)


@given(judged())
def test_both_sides_of_every_written_line_are_the_same(case):
    receipt = told(*case)
    written = [one[name] for one in receipt["criteria"] for name in ("mean", "product")]
    if receipt["sum"]:
        written += [receipt["sum"][name] for name in ("adds", "weighs", "divides")]

    for line in filter(None, written):
        sum_written, _equals, came_to = line.partition(" = ")
        assert worth(sum_written) == worth(came_to or sum_written), line
    if receipt["sum"]:
        exact = worth(receipt["sum"]["divides"].split(" = ")[1])
        rounded = Decimal(receipt["sum"]["figure"])
        assert abs(Fraction(rounded) - exact) <= Fraction(1, 200)


@given(st.integers(0, 10**6), st.integers(1, 60))
def test_a_number_is_written_with_nothing_lost(top, bottom):
    assert worth(exactly(Fraction(top, bottom))) == Fraction(top, bottom)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Fraction(160), "160"),
        (Fraction(5, 2), "2.5"),
        (Fraction(8, 3), "2 2/3"),
        (Fraction(2, 3), "2/3"),
        (Fraction(0), "0"),
    ],
)
def test_numbers_read_as_people_write_them(number, written):
    assert exactly(number) == written


def test_a_half_is_rounded_upwards_and_only_once():
    receipt = told(1, [(None, [1], 5), (None, [3], 11)])  # 38 ÷ 64 × 100 = 59.375

    assert receipt["sum"]["divides"] == "38 ÷ 4 ÷ 16 × 100 = 59.375"
    assert receipt["sum"]["figure"] == "59.38"


def test_what_nobody_could_judge_is_left_out_with_its_weight():
    receipt = told(2, [(None, [None, None], 60), (None, [3, None], 40)])

    left_out, counted = receipt["criteria"]
    assert (left_out["used"], left_out["product"]) == ("", "")
    assert counted["product"] == "3 × 40 = 120"
    assert receipt["sum"]["weighs"] == "40"
    assert receipt["sum"]["figure"] == "75.00"


@pytest.mark.parametrize(
    ("marks", "mark", "means"),
    [
        ([2, 3], 3, "Clear and believable"),
        ([2, 2], 3, "Clear and believable"),
        ([1, 2], 2, "Some how, with important gaps that we could help to fix"),
        ([0, 0], 1, "A hope, but no how"),
    ],
)
def test_below_3_it_says_what_the_next_mark_asks_for(marks, mark, means):
    (criterion,) = told(2, [(None, marks, 100)])["criteria"]

    assert criterion["better"] == {"mark": mark, "means": means}


def test_from_3_upwards_nothing_more_is_asked_for():
    assert told(1, [(None, [3], 100)])["criteria"][0]["better"] is None


def test_the_words_are_those_of_the_nearest_mark():
    means = [told(2, [(None, marks, 100)])["criteria"][0]["means"] for marks in ([2, 3], [3, 4])]

    assert means[0] == "Clear and believable"  # 2.5 is nearer to 3
    assert means[1].startswith("Clear, tested")


def test_strongest_and_weakest_name_all_that_stand_alike():
    told_apart = told(1, [(None, [4], 20), (None, [1], 20), (None, [4], 20), (None, [2], 40)])
    all_alike = told(1, [(None, [2], 50), (None, [2], 50)])

    assert told_apart["strongest"] == ["Criterion 0", "Criterion 2"]
    assert told_apart["weakest"] == ["Criterion 1"]
    assert (all_alike["strongest"], all_alike["weakest"]) == ([], [])
