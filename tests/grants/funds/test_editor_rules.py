"""When a question is asked: the page on which an officer makes its rule."""

import re

import pytest

from grants.models import Question
from tests.factories import the_round

from .form_pages import at, problems, text_of
from .making_forms import add, question

pytestmark = pytest.mark.django_db


Kind = Question.Kind


@pytest.fixture
def conditional(by):
    """A round with two questions that others can wait for: 1 yes or no, 2 one of two."""
    of = the_round()
    add(of, by)
    options = [{"value": "idea", "label": "An idea"}, {"value": "trade", "label": "Trading"}]
    add(of, by, text="How far?", kind=Kind.CHOICE, options=options)
    return of


def rule_page(of, number):
    return at("form_question_rule", of, question(of, number).code)


def test_a_rule_is_made_of_earlier_answers_and_can_be_taken_back(client, conditional):
    of = conditional
    registered, far, name = question(of, 2), question(of, 3), question(of, 1)
    page = text_of(client.get(rule_page(of, 4)))
    assert "Question 2 is “Yes”" in page
    assert "Question 3 is not “Trading”" in page
    assert "Question 1 was answered" in page
    assert "Question 5" not in page

    client.post(
        rule_page(of, 4),
        {
            "match": "any",
            "test_1": f"{registered.code}|is|yes",
            "test_2": f"{far.code}|is_not|idea",
            "test_4": f"{name.code}|given|",
        },
    )

    assert question(of, 4).shown_if == {
        "match": "any",
        "tests": [
            {"code": registered.code, "test": "is", "value": "yes"},
            {"code": far.code, "test": "is_not", "value": "idea"},
            {"code": name.code, "test": "given", "value": ""},
        ],
    }
    kept = client.get(rule_page(of, 4)).text
    assert re.search(rf'value="{registered.code}\|is\|yes"\s+selected', kept)
    shown = text_of(client.get(at("round_form", of)))
    assert "“Are you registered?” is “Yes”, or “How far?” is not “An idea”, or" in shown

    client.post(rule_page(of, 4), {"match": "always", "test_1": f"{registered.code}|is|yes"})
    assert question(of, 4).shown_if == {}


@pytest.mark.parametrize(
    ("looks_at", "sentence"),
    [
        (
            (4, "given", ""),
            "A question can’t depend on its own answer. Choose an earlier question.",
        ),
        (
            (5, "given", ""),
            "This depends on a question that comes later or is gone. Choose an earlier one.",
        ),
        ((3, "is", "perhaps"), "“How far?” has no such answer. Choose one that it has."),
        ((1, "is", "yes"), "“What are you called?” has no such answer. Choose one that it has."),
        ((2, "sounds", "yes"), "Say when this question is asked, or ask it always."),
    ],
)
def test_a_rule_that_cannot_be_is_said_beside_its_list(client, conditional, looks_at, sentence):
    of = conditional
    number, test, value = looks_at
    data = {"match": "all", "test_2": f"{question(of, number).code}|{test}|{value}"}

    page = client.post(rule_page(of, 4), data)

    assert problems(page) == [sentence]
    assert 'href="#id_test_2"' in page.text
    assert question(of, 4).shown_if == {}


@pytest.mark.parametrize("typed", ["nonsense", "|||", "🙂", "a|is"])
def test_nonsense_is_no_rule(client, conditional, typed):
    page = client.post(rule_page(conditional, 4), {"match": "all", "test_1": typed})

    assert problems(page) == [
        "This depends on a question that comes later or is gone. Choose an earlier one."
    ]


def test_a_rule_says_what_it_waits_for(client, conditional):
    assert problems(client.post(rule_page(conditional, 4), {"match": "all"})) == [
        "Choose an earlier question and its answer, or ask it always."
    ]
    assert problems(client.post(rule_page(conditional, 4), {})) == ["Choose when it is asked"]


def test_the_first_question_is_always_asked(client):
    page = client.get(rule_page(the_round(), 1))

    assert "This is the first question, so it is always asked." in text_of(page)
