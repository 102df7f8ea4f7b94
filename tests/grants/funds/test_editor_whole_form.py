"""The page of a whole form, its buttons, and what people read of it once it is published."""

import re

import pytest

from grants.funds.actions import publish_round
from grants.funds.queries import form_of
from tests.factories import client_for, open_round, person, staff, the_round

from .form_pages import at, last_of, new_question, problems, text_of
from .making_forms import add, numbers, question, section_code, texts, waits

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_whole_form_and_what_can_be_done(client, by):
    of = the_round()
    first = add(of, by)
    waits(of, question(of, 3), on=first, by=by)

    page = text_of(client.get(at("round_form", of)))

    for words in (
        "1. <bdi>What are you called?</bdi>",
        "Long text, up to 100 words",
        "Asked only when</strong> “Are you registered?” is “Yes”.",
        "Helps to judge: truly co-operative; can work.",
        at("form_question", of, first.code),
        at("form_bank", of, section_code(of, 2)),
    ):
        assert words in page
    assert at("round_form", of) in text_of(client.get(at("round", of)))


def test_the_page_costs_the_same_for_any_form(client, by, django_assert_num_queries):
    of = the_round()
    client.get(at("round_form", of))
    with django_assert_num_queries(6):
        client.get(at("round_form", of))
    for number in range(15):
        add(of, by, text=f"Question {number}?")

    with django_assert_num_queries(6):
        client.get(at("round_form", of))


def test_a_published_form_is_shown_and_offers_no_change(client):
    of = open_round()
    code = question(of, 1).code

    page = client.get(at("round_form", of))

    assert "its form stands as people have read it" in text_of(page)
    assert at("form_question", of, code) not in text_of(page)
    assert client.get(at("form_question", of, code)).status_code == 409
    refused = client.post(at("form_question_copy", of, code))
    assert (refused.status_code, numbers(of)) == (409, [1, 2, 3])


def test_up_and_down_are_buttons_that_also_cross_into_the_next_section(client):
    of = the_round()

    def press(number, words):
        page = client.get(at("round_form", of)).text
        action = at("form_question_move", of, question(of, number).code)
        places = re.findall(
            rf'action="{action}".*?name="place" value="([^"]*)".*?link-button">(\w+)<',
            page,
            re.DOTALL,
        )
        [place] = [place for place, said in places if said == words]
        response = client.post(action, {"place": place}, follow=True)
        assert response.status_code == 200

    press(1, "Down")
    assert texts(of) == [
        ("About you", []),
        ("Money and plan", ["What are you called?", "What will you do?", "What do you need?"]),
    ]
    press(1, "Down")
    press(3, "Up")
    press(1, "Up")
    assert texts(of) == [
        ("About you", ["What will you do?"]),
        ("Money and plan", ["What do you need?", "What are you called?"]),
    ]


def test_a_refused_button_says_why_on_the_page_of_the_form(client, by):
    of = the_round()
    first = add(of, by)
    waits(of, question(of, 3), on=first, by=by)

    for address, data in (
        (at("form_question_delete", of, first.code), {}),
        (at("form_question_move", of, first.code), {"place": f"after:{question(of, 3).code}"}),
        (at("form_section_move", of, section_code(of, 1)), {"place": "2"}),
    ):
        page = text_of(client.post(address, data, follow=True))
        assert "“What will you do?” depends on the answer to “Are you registered?”" in page
    assert numbers(of) == [1, 2, 3, 4]


@pytest.mark.parametrize("place", ["", "x", "-1", "9999", "٣"])
def test_a_section_goes_only_where_a_page_can_send_it(client, place):
    of = the_round()

    page = client.post(
        at("form_section_move", of, section_code(of, 1)), {"place": place}, follow=True
    )

    assert "Choose where the section goes." in text_of(page)


def test_sections_are_added_renamed_and_deleted(client):
    of = the_round()

    client.post(at("form_section_add", of), {"title": " Last \n things ", "code": "lastlast22"})
    client.post(at("form_section", of, "lastlast22"), {"title": "At the end"})
    assert [title for title, _ in texts(of)] == ["About you", "Money and plan", "At the end"]

    page = client.get(at("form_section_delete", of, section_code(of, 2)))
    assert "What do you need?" in text_of(page)
    client.post(at("form_section_delete", of, section_code(of, 2)))
    assert [title for title, _ in texts(of)] == ["About you", "At the end"]
    nameless = client.post(at("form_section_add", of), {"title": " "})
    assert problems(nameless) == ["Enter what the section is called"]


def test_what_somebody_else_deleted_is_not_an_error(client):
    of = the_round()

    for name in ("form_question", "form_question_rule", "form_question_move", "form_section"):
        assert client.get(at(name, of, "gone")).status_code == 404
    page = client.post(at("form_question_delete", of, "gone"), follow=True)
    assert "That question is not in this form any more." in text_of(page)


def test_nobody_else_opens_the_editor():
    of = the_round()

    for user in (staff("is_assessor"), staff("is_approver"), person()):
        assert client_for(user).get(at("round_form", of)).status_code in (403, 404)


def test_a_form_made_by_hand_can_be_published_and_read(client, by):
    of = the_round()
    client.post(at("form_section_add", of), {"title": "Last", "code": "lastlast22"})
    made = {"text": "Your plan?", "file_kinds": "pdf", "rows": "1"}
    client.post(new_question(of, "files", section=3), made)

    publish_round(of, by=by)

    assert [part.title for part in form_of(of)][-1] == "Last"
    assert "Your plan?" in text_of(client.get(at("round_questions", of)))


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("yes_no", {}, "Yes or no"),
        ("date", {}, "A date"),
        ("number", {"least": "1", "most": "40"}, "A whole number, from 1 up to 40"),
        ("money", {"most": "500"}, "An amount in pounds, up to £500"),
        ("several", {"options": "Oven\nVan"}, "Choose all that fit:"),
        ("files", {"file_kinds": ["pdf"], "rows": "2"}, "Up to 2 files: PDF"),
        (
            "files",
            {"file_kinds": ["pdf"], "rows": "2", "most": "3"},
            "Up to 2 files: PDF. Each smaller than 3MB",
        ),
        ("steps", {"rows": "3"}, "A table with up to 3 lines:"),
    ],
)
def test_people_read_beforehand_what_a_question_takes_and_when_it_is_asked(
    client, by, kind, more, words
):
    of = the_round()
    add(of, by)
    client.post(new_question(of, kind), {"text": "Which?", **more})
    waits(of, last_of(of), on=question(of, 2), by=by)
    publish_round(of, by=by)

    page = " ".join(re.sub(r"<[^>]+>", " ", text_of(client.get(at("round_questions", of)))).split())

    assert words in page.replace(" ,", ",")
    assert "We ask this only when “Are you registered?” is “Yes”." in page
