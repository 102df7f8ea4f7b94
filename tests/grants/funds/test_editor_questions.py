"""The page of one question: what an officer types for each kind, and what is wrong with it."""

import html

import pytest

from applicants.files import checking as attachments
from grants.funds.actions import publish_round
from grants.funds.columns import COLUMNS, FILE_KINDS
from grants.models import Question
from tests.factories import staff, the_round

from .form_pages import at, last_of, new_question, problems, text_of
from .making_forms import numbers, question, section_code, texts, waits

pytestmark = pytest.mark.django_db


Kind = Question.Kind


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
