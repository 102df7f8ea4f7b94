"""Words that keep people out stop a round, with the sentence to put right."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from grants.funds.actions import NotPlain, publish_round
from grants.funds.jargon import EXPLAINED, PLAINER, is_explained_in, used_in
from grants.funds.question_sets import GROW_FUND, START_FUND
from grants.models import Criterion, EligibilityTest, Question, Round, Section
from tests.factories import client_for, staff, the_round

pytestmark = pytest.mark.django_db


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.mark.parametrize(
    ("model", "field", "link"),
    [
        (Question, "text", "form_question"),
        (Question, "guidance", "form_question"),
        (Section, "title", "form_section"),
        (Criterion, "guidance", "criterion"),
        (EligibilityTest, "text", "test"),
    ],
)
def test_a_word_that_nobody_explains_stops_publication(model, field, link):
    round = the_round()
    row = model.objects.order_by("number").first()
    model.objects.filter(pk=row.pk).update(**{field: "Name your stakeholders."})

    response = client_for(staff("is_officer")).post(
        reverse("round_publish", args=[round.reference])
    )
    page = text_of(response)

    at = row.code if hasattr(row, "code") else row.number
    assert response.status_code == 409
    assert "Name your stakeholders." in page
    assert "perhaps “the people it matters to”" in page
    assert reverse(link, args=[round.reference, at]) in page
    assert Round.objects.get(pk=round.pk).published_at is None


def test_a_correction_may_not_bring_such_a_word_in():
    round = publish_round(the_round(), by=staff("is_officer"))
    client = client_for(staff("is_officer"))

    page = text_of(
        client.post(
            reverse("question_wording", args=[round.reference, 2]),
            {"text": "What is the impact?", "reason": "It sounds better."},
        )
    )

    assert "Say these words more plainly, or say what they mean: “impact”." in page
    assert round.form_versions.count() == 1


def test_an_answer_to_choose_is_read_too():
    round = the_round()
    Question.objects.filter(number=1).update(
        kind="choice", options=[{"value": "a", "label": "Better outcomes"}]
    )

    with pytest.raises(NotPlain) as refusal:
        publish_round(round, by=staff("is_officer"))

    assert [(each.word, each.sentence) for each in refusal.value.unclear] == [
        ("outcome", "Better outcomes")
    ]


def test_a_meaning_in_brackets_is_enough():
    round = the_round()
    Question.objects.filter(number=1).update(text="What is the impact (what changes for people)?")

    assert publish_round(round, by=staff("is_officer")).published_at


def test_a_meaning_in_the_rounds_own_list_is_enough_and_everybody_reads_it():
    round, client = the_round(), client_for(staff("is_officer"))
    Question.objects.filter(number=1).update(text="What is the impact?")
    typed = {
        "allows_several": "one",
        "is_blind": "names",
        "designed_with": "Co-ops.",
        "glossary": "Impact: what changes for people\n",
    }
    client.post(reverse("round_terms", args=[round.reference]), typed)

    client.post(reverse("round_publish", args=[round.reference]))

    page = text_of(Client().get(reverse("round_questions", args=[round.reference])))
    assert "Words we use" in page
    assert "what changes for people" in page


def test_words_that_we_explain_are_explained_where_they_stand():
    round = the_round()
    Question.objects.filter(number=1).update(text="Have you match funding?")
    publish_round(round, by=staff("is_officer"))

    page = text_of(Client().get(reverse("round_questions", args=[round.reference])))

    assert EXPLAINED["match funding"] in page
    assert EXPLAINED["asset lock"] not in page


def test_a_line_without_a_meaning_is_named():
    round, client = the_round(), client_for(staff("is_officer"))

    page = text_of(
        client.post(
            reverse("round_terms", args=[round.reference]),
            {"allows_several": "one", "is_blind": "names", "glossary": "impact"},
        )
    )

    assert "Look at “impact”" in page


@pytest.mark.parametrize(
    ("text", "word", "is_used"),
    [
        ("Our Stakeholders", "stakeholder", True),
        ("the beneficiaries", "beneficiary", True),
        ("an impactful day", "impact", False),
        ("KPIs", "KPI", True),
        ("the robust-looking shed", "robust", False),
    ],
)
def test_whole_words_and_their_plurals_are_found(text, word, is_used):
    assert used_in(text, word) is is_used


def test_a_meaning_stands_right_behind_its_word():
    assert is_explained_in("Outcomes means what changes", "outcome")
    assert not is_explained_in("An outcome, and (later) more", "outcome")


@pytest.mark.parametrize("questions", [GROW_FUND, START_FUND], ids=["grow", "start"])
def test_our_own_forms_are_plain(questions):
    said = [
        question.text + " " + question.guidance for _t, q in questions.sections for question in q
    ]
    said += [judged.name + " " + judged.guidance for judged in questions.criteria]
    said += [f"{t.text} {t.question} {t.guidance} {t.otherwise}" for t in questions.tests]

    assert [word for word in PLAINER for text in said if used_in(text, word)] == []
