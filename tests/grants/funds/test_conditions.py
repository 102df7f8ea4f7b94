"""Which questions are asked, given the answers so far."""

from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from grants.funds.conditions import problems_with_rules, standing
from grants.models import Question

Kind = Question.Kind


def rule(*tests, match="all"):
    return {
        "match": match,
        "tests": [{"code": code, "test": test, "value": value} for code, test, value in tests],
    }


def question(number, kind=Kind.YES_NO, shown_if=None, **facts):
    return Question(
        number=number, code=f"c{number}", text=f"Q{number}", kind=kind, shown_if=shown_if or {}
    )


def form(*questions):
    return (SimpleNamespace(asked=list(questions)),)


def test_a_question_is_asked_when_its_rule_holds():
    asked = form(question(1), question(2, Kind.LONG_TEXT, rule(("c1", "is", "yes"))))

    assert standing(asked, {"1": "yes", "2": "Flour"}) == {"1": "yes", "2": "Flour"}
    assert standing(asked, {"1": "no", "2": "Flour"}) == {"1": "no"}
    assert standing(asked, {}) == {"1": None}


def test_what_is_not_asked_cannot_be_seen_by_a_later_rule():
    asked = form(
        question(1),
        question(2, shown_if=rule(("c1", "is", "yes"))),
        question(3, Kind.LONG_TEXT, rule(("c2", "is", "yes"))),
    )

    assert "3" in standing(asked, {"1": "yes", "2": "yes"})
    assert "3" not in standing(asked, {"1": "no", "2": "yes"})


@pytest.mark.parametrize(
    ("match", "answers", "is_asked"),
    [
        ("all", {"1": "yes", "2": ["a"]}, True),
        ("all", {"1": "yes", "2": ["b"]}, False),
        ("any", {"1": "no", "2": ["a", "b"]}, True),
        ("any", {"1": "no", "2": []}, False),
    ],
)
def test_all_and_any(match, answers, is_asked):
    several = question(2, Kind.SEVERAL)
    last = question(3, shown_if=rule(("c1", "is", "yes"), ("c2", "is", "a"), match=match))

    assert ("3" in standing(form(question(1), several, last), answers)) is is_asked


@pytest.mark.parametrize(
    ("test", "answer", "is_asked"),
    [
        ("given", "Flour", True),
        ("given", "  ", False),
        ("given", [{"what": " "}], False),
        ("given", [{"what": "Oven"}], True),
        ("given", {"day": "", "month": "", "year": "2027"}, True),
        ("is_not", None, True),
        ("is_not", "yes", False),
    ],
)
def test_whether_anything_was_answered(test, answer, is_asked):
    asked = form(question(1), question(2, shown_if=rule(("c1", test, "yes"))))

    assert ("2" in standing(asked, {"1": answer})) is is_asked


def test_a_rule_looks_at_earlier_questions_only_and_at_answers_that_exist():
    own = question(1, shown_if=rule(("c1", "is", "yes")))
    later = question(2, shown_if=rule(("c9", "is", "yes")))
    never = question(3, shown_if=rule(("c2", "is", "perhaps")))
    empty = question(4, shown_if={"match": "all", "tests": []})
    right = question(5, shown_if=rule(("c3", "is", "no"), ("c4", "given", "")))

    assert problems_with_rules(form(own, later, never, empty, right)) == [
        (own, "A question can’t depend on its own answer. Choose an earlier question."),
        (later, "This depends on a question that comes later or is gone. Choose an earlier one."),
        (never, "“Q2” has no such answer. Choose one that it has."),
        (empty, "Say when this question is asked, or ask it always."),
    ]


@given(
    answers=st.dictionaries(st.sampled_from("1234"), st.sampled_from(["yes", "no", "", None])),
    looks=st.lists(st.sampled_from(["is", "is_not", "given"]), min_size=3, max_size=3),
)
def test_what_counts_is_settled_after_one_reading(answers, looks):
    """Judging only the answers that count gives the same answers again."""
    asked = form(
        question(1),
        *(
            question(number, shown_if=rule((f"c{number - 1}", look, "yes")))
            for number, look in enumerate(looks, start=2)
        ),
    )

    counted = standing(asked, answers)

    assert standing(asked, counted) == counted
