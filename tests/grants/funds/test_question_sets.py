"""The question sets that come with the service."""

from dataclasses import asdict

import pytest

from grants.funds.question_sets import GROW_FUND, MARKS, START_FUND
from grants.models import EligibilityTest, Question

SETS = pytest.mark.parametrize("questions", [GROW_FUND, START_FUND], ids=["grow", "start"])


def asked(questions):
    return [question for _title, listed in questions.sections for question in listed]


def test_the_grow_fund_asks_22_questions_and_the_start_fund_15():
    assert [question.number for question in asked(GROW_FUND)] == list(range(1, 23))
    assert [question.number for question in asked(START_FUND)] == list(range(1, 16))


@SETS
def test_weights_add_up_to_100(questions):
    assert sum(criterion.weight for criterion in questions.criteria) == 100


@SETS
def test_each_criterion_is_informed_by_questions_that_are_asked(questions):
    numbers = {question.number for question in asked(questions)}

    for criterion in questions.criteria:
        assert criterion.informed_by
        assert set(criterion.informed_by) <= numbers


def test_the_start_fund_scores_the_same_questions_under_their_new_numbers():
    words = {question.number: question.text for question in asked(GROW_FUND)}
    new_words = {question.number: question.text for question in asked(START_FUND)}
    full = {c.name: {words[n] for n in c.informed_by} for c in GROW_FUND.criteria}

    for criterion in START_FUND.criteria:
        assert {new_words[n] for n in criterion.informed_by} <= full[criterion.name]
    assert "Good work" not in [criterion.name for criterion in START_FUND.criteria]


@SETS
def test_every_question_fits_its_table_and_its_kind(questions):
    for one in asked(questions):
        Question(
            number=one.number,
            code=one.code,
            text=one.text,
            guidance=one.guidance,
            kind=one.kind,
            word_limit=one.word_limit,
            options=list(one.options),
            rows=one.rows,
        ).full_clean(exclude=["section"], validate_constraints=False)
        if one.kind in (Question.Kind.CHOICE, Question.Kind.TICKS):
            assert {"value", "label"} == set(one.options[0])
        if one.kind in Question.TABLES:
            assert {"name", "label", "kind", "choices"} == set(one.options[0])
            for column in one.options:
                assert bool(column["choices"]) == (column["kind"] == "choice")
        if one.kind == Question.Kind.LONG_TEXT:
            assert one.word_limit


@SETS
def test_one_budget_table_says_what_is_asked_for(questions):
    (budget,) = [one for one in asked(questions) if one.kind == Question.Kind.BUDGET]

    assert [column["name"] for column in budget.options] == ["kind", "what", "amount", "local"]
    kinds = [choice["value"] for choice in budget.options[0]["choices"]]
    assert kinds == ["money", "days", "space"]


@SETS
def test_eligibility_tests_fit_their_table(questions):
    for tested in questions.tests:
        EligibilityTest(number=1, **asdict(tested)).clean_fields(exclude=["round"])


def test_there_is_a_meaning_for_each_mark():
    assert [mark for mark, _meaning in MARKS] == [0, 1, 2, 3, 4]
