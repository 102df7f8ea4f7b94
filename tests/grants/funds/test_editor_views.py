"""The pages on which officers make a form."""

import html
import re

import pytest
from django.urls import reverse

from grants.applications import attachments
from grants.funds.actions import publish_round
from grants.funds.columns import COLUMNS, FILE_KINDS
from grants.funds.editor import actions
from grants.funds.queries import form_of
from grants.models import Question
from tests.factories import client_for, open_round, person, staff, the_round

from .test_editor_actions import add, numbers, question, section_code, texts, waits

pytestmark = pytest.mark.django_db
Kind = Question.Kind


@pytest.fixture
def by():
    return staff("is_officer")


@pytest.fixture
def client(by):
    return client_for(by)


def text_of(response):
    return html.unescape(response.content.decode())


def problems(response):
    """The sentences beside the fields."""
    found = re.findall(r'class="govuk-error-message"[^>]*>(.*?)</p>', response.text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", " ", each)).split(":", 1)[1].strip() for each in found]


def at(name, round, *more):
    return reverse(name, args=[round.reference, *more])


def new_question(round, kind, section=1):
    return at("form_question_add", round, section_code(round, section), kind)


def last_of(round, section=1):
    return round.sections.get(number=section).questions.order_by("-number").first()


# --- The whole form --------------------------------------------------------------------------


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


# --- One question ----------------------------------------------------------------------------


def test_every_kind_is_offered_with_what_it_is_for(client):
    of = the_round()

    page = text_of(client.get(at("form_question_kinds", of, section_code(of, 1))))

    for kind in Kind:
        assert kind.label in page
        assert client.get(new_question(of, kind.value)).status_code == 200
    assert client.get(new_question(of, "nonsense")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "more", "kept"),
    [
        ("short_text", {}, {}),
        ("long_text", {"word_limit": "150"}, {"word_limit": 150}),
        ("number", {"least": "1", "most": "1,000"}, {"least": 1, "most": 1000}),
        ("money", {"least": "", "most": "500"}, {"least": None, "most": 500}),
        ("date", {}, {}),
        ("yes_no", {}, {}),
        (
            "choice",
            {"options": "Not yet\r\n\r\n Café  \r\n日本語"},
            {
                "options": [
                    {"value": "not_yet", "label": "Not yet"},
                    {"value": "cafe", "label": "Café"},
                    {"value": "answer", "label": "日本語"},
                ]
            },
        ),
        (
            "ticks",
            {"options": "We agree"},
            {"options": [{"value": "we_agree", "label": "We agree"}]},
        ),
        (
            "files",
            {"file_kinds": ["png", "pdf"], "rows": "3", "most": "2"},
            {
                "most": 2,
                "options": [
                    {"value": "pdf", "label": "PDF"},
                    {"value": "png", "label": "PNG picture"},
                ],
                "rows": 3,
            },
        ),
        ("steps", {"rows": "4"}, {"options": list(COLUMNS[Kind.STEPS]), "rows": 4}),
        ("postcode", {}, {}),
    ],
)
def test_a_question_of_each_kind_is_made_without_code(client, kind, more, kept):
    of = the_round()
    data = {"text": "Really?", "guidance": "Think.", "is_required": "on", **more}

    response = client.post(new_question(of, kind), data)

    assert response.status_code == 302
    made = last_of(of)
    assert (made.text, made.guidance, made.kind) == ("Really?", "Think.", kind)
    assert {name: getattr(made, name) for name in kept} == kept
    assert made.is_required
    publish_round(of, by=staff("is_officer"))


def test_a_table_of_your_own(client):
    of = the_round()
    data = {
        "text": "Which jobs?",
        "rows": "3",
        "column_0": "When",
        "cells_0": "choice",
        "answers_0": "Now\nIn a year",
        "column_1": "Jobs",
        "cells_1": "number",
        "column_3": "Lowest pay",
        "cells_3": "money",
    }

    client.post(new_question(of, "table"), data)

    made = last_of(of)
    assert [(c["name"], c["label"], c["kind"]) for c in made.options] == [
        ("when", "When", "choice"),
        ("jobs", "Jobs", "number"),
        ("lowest_pay", "Lowest pay", "money"),
    ]
    assert made.options[0]["choices"] == [
        {"value": "now", "label": "Now"},
        {"value": "in_a_year", "label": "In a year"},
    ]
    assert (made.rows, made.is_required) == (3, False)

    data |= {"column_0": "At which time", "column_1": "", "column_2": "Pay", "column_3": ""}
    client.post(at("form_question", of, made.code), {**data, "cells_2": "money"})

    made.refresh_from_db()
    assert [(c["name"], c["label"]) for c in made.options] == [
        ("when", "At which time"),
        ("lowest_pay", "Pay"),
    ]


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        ({}, ["Enter the name of column 1"]),
        ({"column_0": "A", "column_1": "a"}, ["Two columns are called “a”"]),
        ({"column_0": "A", "cells_0": "choice"}, ["Enter the answers of column 1"]),
        ({"column_0": "A", "answers_1": "x"}, ["Enter the name of column 2"]),
        ({"column_0": "A" * 61}, ["Use 60 letters or fewer. You have written 61."]),
        ({"column_0": "A", "cells_0": "x"}, ["Choose what column 1 takes from the list"]),
        ({"column_0": "A", "rows": "21"}, ["The number must be 20 or less"]),
    ],
)
def test_a_table_that_makes_no_sense_says_so(client, data, sentences):
    of = the_round()

    page = client.post(new_question(of, "table"), {"text": "Which?", "rows": "3", **data})

    assert problems(page) == sentences
    assert numbers(of) == [1, 2, 3]


def test_an_answer_that_is_reworded_stays_the_same_answer(client):
    of = the_round()
    data = {"text": "Where are you up to?", "options": "An idea\nA group\nTrading"}
    client.post(new_question(of, "choice"), data)
    made = last_of(of)

    data["options"] = "It’s trading\nA group\nIt’s an idea"
    client.post(at("form_question", of, made.code), data)

    made.refresh_from_db()
    assert {option["label"]: option["value"] for option in made.options} == {
        "It’s trading": "an_idea",
        "A group": "a_group",
        "It’s an idea": "trading",
    }


@pytest.mark.parametrize(
    ("kind", "data", "sentences"),
    [
        ("short_text", {"text": ""}, ["Enter the question"]),
        ("short_text", {"text": "🙂" * 201}, ["Use 200 letters or fewer. You have written 201."]),
        (
            "short_text",
            {"guidance": "word " * 100_000},
            ["Use 300 letters or fewer. You have written 499,999."],
        ),
        ("long_text", {"word_limit": ""}, ["Enter how many words"]),
        ("long_text", {"word_limit": "many"}, ["Enter a whole number in figures, like 12"]),
        ("number", {"least": "5", "most": "4"}, ["The most must not be below the least"]),
        ("number", {"most": "9" * 12}, ["The number must be 999,999,999 or less"]),
        ("choice", {"options": "One"}, ["Enter at least 2 answers, each on a line of its own"]),
        ("choice", {"options": "One\nTwo\none"}, ["“one” is there twice. Write it once."]),
        (
            "choice",
            {"options": "\n".join(map(str, range(31)))},
            ["Use 30 answers or fewer. You have written 31."],
        ),
        (
            "choice",
            {"options": "One\n" + "a" * 201},
            [f"Use 200 letters or fewer for each answer. “{'a' * 40}…” has 201."],
        ),
        ("ticks", {"options": ""}, ["Enter a statement, each on a line of its own"]),
        ("files", {"rows": "2"}, ["Choose at least one kind of file"]),
        (
            "files",
            {"rows": "2", "file_kinds": "pdf", "most": "11"},
            ["The number must be 10 or less"],
        ),
        (
            "files",
            {"rows": "0", "file_kinds": "exe"},
            ["Choose from the kinds of file in the list", "The number must be 1 or more"],
        ),
        ("short_text", {"criteria": "none"}, ["Choose from the criteria of this round"]),
        ("short_text", {"criteria": "9" * 40}, ["Choose from the criteria of this round"]),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_box_and_nothing_is_lost(
    client, kind, data, sentences
):
    of = the_round()
    typed = {"text": "Really?", "code": "abcdefghjk", **data}

    page = client.post(new_question(of, kind), typed)

    assert problems(page) == sentences
    assert numbers(of) == [1, 2, 3]
    kept = text_of(page)
    for name in ("text", "guidance", "options", "word_limit", "code"):
        assert typed.get(name, "").strip() in kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ready? 🙂", "Ready? 🙂"),
        ("هل أنتم مسجلون؟", "هل أنتم مسجلون؟"),
        ("one\x00two\x07\r\nthree\ud800", "onetwo three"),
        ('<script>alert("x")</script>', '<script>alert("x")</script>'),
    ],
)
def test_any_letters_are_words(client, typed, kept):
    of = the_round()
    sent = typed.encode("utf-8", "ignore").decode()

    client.post(new_question(of, "short_text"), {"text": sent})

    assert last_of(of).text == kept
    page = client.get(at("round_form", of)).text
    assert "<script>alert" not in page
    assert html.escape(kept) in page


def test_changing_shows_what_is_there_and_keeps_kind_and_code(client, by):
    of = the_round()
    work = question(of, 2)
    page = text_of(client.get(at("form_question", of, work.code)))
    assert 'value="What will you do?"' in page
    assert 'value="100"' in page

    chosen = of.criteria.get(number=2)
    client.post(
        at("form_question", of, work.code),
        {"text": "What then?", "word_limit": "80", "criteria": [chosen.pk], "kind": "date"},
    )

    work.refresh_from_db()
    assert (work.text, work.word_limit, work.kind) == ("What then?", 80, "long_text")
    assert list(work.criteria.all()) == [chosen]


def test_the_columns_of_a_budget_stay_when_its_words_change(client):
    of = the_round()
    budget = question(of, 3)

    client.post(at("form_question", of, budget.code), {"text": "What for?", "rows": "5"})

    kept = question(of, 3)
    assert (kept.text, kept.rows, kept.options) == ("What for?", 5, budget.options)


def test_an_answer_that_is_waited_for_is_refused_beside_the_list(client, by):
    of = the_round()
    data = {"text": "Where?", "options": "An idea\nTrading"}
    client.post(new_question(of, "choice"), data)
    stage = last_of(of)
    waits(of, question(of, 3), on=stage, by=by, value="trading")

    page = client.post(
        at("form_question", of, stage.code), {**data, "options": "An idea\nA\nSomething new"}
    )

    assert problems(page) == [
        "“What will you do?” depends on an answer that is not in this list any more. "
        "Keep that answer, or first change when “What will you do?” is asked."
    ]
    assert "Something new" in text_of(page)


def test_a_copy_opens_to_be_changed(client):
    of = the_round()

    response = client.post(
        at("form_question_copy", of, question(of, 1).code), {"code": "copycopy22"}, follow=True
    )

    assert "This is the copy" in text_of(response)
    assert numbers(of) == [1, 2, 3, 4]
    client.post(at("form_question_copy", of, question(of, 1).code), {"code": "../x"})
    assert numbers(of) == [1, 2, 3, 4, 5]


def test_a_question_is_moved_by_choosing_its_place(client):
    of = the_round()
    address = at("form_question_move", of, question(of, 3).code)
    place = f"after:{question(of, 1).code}"
    assert place in text_of(client.get(address))

    assert problems(client.post(address, {})) == ["Choose where the question goes"]
    assert problems(client.post(address, {"place": "after:gone"})) == [
        "Choose a place from the list. The form may have changed"
    ]
    client.post(address, {"place": place})

    assert texts(of)[0] == ("About you", ["What are you called?", "What do you need?"])


def test_the_kinds_of_file_are_those_that_we_take():
    offered = {each["value"] for each in FILE_KINDS}

    assert offered == set(attachments.KINDS) - {"jpeg"}


# --- When it is asked ------------------------------------------------------------------------


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


# --- Asked before ----------------------------------------------------------------------------


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
