"""Questions that depend on answers: what stands on the page, what it says, what is kept."""

import json
from types import SimpleNamespace

import pytest
from django.urls import reverse

from grants.applications.page_rules import in_words, rules_on_page
from grants.funds.actions import publish_round
from grants.models import Question, SectionAnswers
from tests import factories
from tests.factories import client_for

Kind = Question.Kind


def rule(match, *tests):
    names = ("code", "test", "value")
    return {"match": match, "tests": [dict(zip(names, test, strict=False)) for test in tests]}


TOLD = rule("all", ("shop", "is", "yes"))
ELSEWHERE = rule("all", ("before", "is", "yes"))
EITHER = rule("any", ("shop", "is", "yes"), ("before", "is", "yes"))
BOTH = rule("all", ("shop", "is", "yes"), ("before", "is", "yes"))
ON_PAGE = {"field": "q1", "test": "is", "value": "yes"}


def section_of(*rules):
    asked = [Question(number=1, code="shop", text="Is there a shop?", kind=Kind.YES_NO)]
    asked += [
        Question(number=number, code=f"c{number}", text="?", kind=Kind.SHORT_TEXT, shown_if=one)
        for number, one in enumerate(rules, start=2)
    ]
    return SimpleNamespace(asked=asked)


@pytest.mark.parametrize(
    ("one", "before", "left"),
    [
        (TOLD, {}, {"match": "all", "tests": [ON_PAGE]}),
        (ELSEWHERE, {"before": "yes"}, None),
        (ELSEWHERE, {"before": "no"}, "left out"),
        (ELSEWHERE, {}, "left out"),
        (EITHER, {"before": "yes"}, None),
        (EITHER, {"before": "no"}, {"match": "any", "tests": [ON_PAGE]}),
        (BOTH, {"before": "yes"}, {"match": "all", "tests": [ON_PAGE]}),
        (BOTH, {"before": "no"}, "left out"),
        (ELSEWHERE, None, None),
    ],
)
def test_earlier_sections_are_settled_and_the_rest_is_for_the_page(one, before, left):
    rules = rules_on_page(section_of(one), before)

    assert rules.get("2", "left out") == left


def test_what_depends_on_a_question_that_is_left_out_is_left_out_too():
    asked = section_of(ELSEWHERE, rule("all", ("c2", "given")))

    assert list(rules_on_page(asked, {"before": "no"})) == ["1"]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (TOLD, "Only answer this if you said “Yes” to “Is there a shop?”."),
        (
            rule("any", ("shop", "is_not", "no"), ("shop", "given")),
            "Only answer this if you didn’t say “No” to “Is there a shop?” "
            "or you answered “Is there a shop?”.",
        ),
    ],
)
def test_without_scripts_a_sentence_says_who_answers(one, words):
    section = section_of(one)

    assert in_words(rules_on_page(section, {})["2"], section.asked) == words


# The page


@pytest.fixture
def begun(db):
    """A form whose second section asks more of those who have a shop (a question of the first)."""
    round = factories.the_round()
    about, money = round.sections.order_by("number")
    texts = [
        (about, 4, "shop", "Is there a shop?", Kind.YES_NO, {}),
        (about, 5, "street", "In which street?", Kind.SHORT_TEXT, TOLD),
        (money, 6, "rent", "What is the rent?", Kind.MONEY, TOLD),
    ]
    for section, number, code, text, kind, shown_if in texts:
        Question.objects.create(
            section=section, number=number, code=code, text=text, kind=kind, shown_if=shown_if
        )
    round = publish_round(round, by=factories.staff("is_officer"))
    application = factories.draft(ready=False, round=round)
    return application, client_for(application.started_by)


def page(application, number):
    return reverse("section", args=[application.reference, number])


def test_a_question_of_this_page_carries_its_rule_and_its_sentence(begun):
    application, client = begun

    text = client.get(page(application, 1)).text

    told = json.dumps({"match": "all", "tests": [{**ON_PAGE, "field": "q4"}]})
    assert f'data-rule="{told.replace(chr(34), "&quot;")}"' in text
    assert "Only answer this if you said “Yes” to “Is there a shop?”." in text
    assert 'name="shown"' not in text


def test_a_question_that_earlier_answers_rule_out_is_gone_but_its_text_is_kept(begun):
    application, client = begun
    client.post(page(application, 1), {"version": 0, "q1": "Us", "q4": "yes", "q5": "Weir Lane"})
    assert "What is the rent?" in client.get(page(application, 2)).text
    client.post(page(application, 2), {"version": 0, "q2": "Bread", "q6": "£300"})
    client.post(page(application, 1), {"version": 1, "q1": "Us", "q4": "no", "q5": "Weir Lane"})

    text = client.get(page(application, 2)).text
    client.post(page(application, 2), {"version": 1, "shown": "2,3", "q2": "Bread and cake"})

    assert "What is the rent?" not in text
    assert '<input type="hidden" name="shown" value="2,3"' in text
    kept = SectionAnswers.objects.get(section__number=2)
    assert (kept.answers["2"], kept.answers["6"]) == ("Bread and cake", "£300")


def test_what_is_not_asked_is_not_missed(begun):
    application, client = begun

    response = client.post(page(application, 1), {"version": 0, "q1": "Us", "q4": "no"})

    assert response.headers["Location"] == page(application, 2)


def test_what_is_asked_is_missed(begun):
    application, client = begun

    response = client.post(page(application, 1), {"version": 0, "q1": "Us", "q4": "yes"})

    assert "Answer the question “In which street?”" in response.text


@pytest.mark.parametrize("shown", ["", ",", "x", "9" * 50, "2,2,2", "1"])
def test_rubbish_about_what_is_shown_loses_nothing(begun, shown):
    application, client = begun
    client.post(page(application, 2), {"version": 0, "q2": "Bread"})

    response = client.post(page(application, 2), {"version": 1, "shown": shown, "later": "1"})

    assert response.status_code == 302
    answers = SectionAnswers.objects.get(section__number=2).answers
    assert answers["2"] == ("" if "2" in shown.split(",") else "Bread")
