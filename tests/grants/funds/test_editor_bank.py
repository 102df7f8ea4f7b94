"""Questions that were asked before: found, and asked again."""

import pytest

from grants.funds.actions import publish_round
from grants.funds.editor import actions
from grants.models import Question
from tests.factories import open_round, the_round

from .form_pages import at, text_of
from .making_forms import question, section_code

pytestmark = pytest.mark.django_db


def bank_page(of, section=1):
    return at("form_bank", of, section_code(of, section))


def test_questions_that_were_asked_before_are_found_and_used(client, by):
    before = the_round(name="Spring")
    code = question(before, 2).code
    publish_round(before, by=by)
    hidden = the_round()
    Question.objects.filter(section__round=hidden).update(text="Never shown?")
    of = the_round(name="Autumn")

    page = text_of(client.get(bank_page(of)))
    assert "Asked in Spring" in page
    assert "Never shown?" not in page
    found = text_of(client.get(bank_page(of), {"words": "WILL do"}))
    assert "What will you do?" in found
    assert "What are you called?" not in found
    nothing = client.get(bank_page(of), {"words": "bicycle"})
    assert "No question has these words." in text_of(nothing)

    client.post(bank_page(of), {"question": code})
    assert question(of, 2).code == code
    assert "This form asks it already." in text_of(client.get(bank_page(of)))
    again = client.post(bank_page(of), {"question": code}, follow=True)
    assert "This form asks that question already: it is number 2." in text_of(again)
    gone = client.post(bank_page(of), {"question": "nonsense"}, follow=True)
    assert "No published round has asked that question." in text_of(gone)


def test_the_bank_names_a_question_once_in_its_newest_words(client, by):
    first = the_round(name="Spring")
    publish_round(first, by=by)
    second = the_round(name="Autumn")
    code = question(first, 1).code
    actions.use_question(second, section=section_code(second, 1), code=code, by=by)
    Question.objects.filter(section__round=second, code=code).update(text="Your name, for now?")
    publish_round(second, by=by)

    page = text_of(client.get(bank_page(the_round())))

    assert page.count("<bdi>Your name, for now?</bdi>") == 1
    assert "Asked in Autumn, Spring" in page


def test_the_bank_costs_the_same_for_many_rounds(client, django_assert_num_queries):
    of = the_round()
    open_round()
    client.get(bank_page(of))
    with django_assert_num_queries(9):
        client.get(bank_page(of))
    for _ in range(5):
        open_round()

    with django_assert_num_queries(9):
        client.get(bank_page(of))
