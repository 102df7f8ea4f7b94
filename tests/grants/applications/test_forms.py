"""A form made of questions: what is typed is kept and shown again, whatever it is."""

import json
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from hypothesis import given, strategies as st

from grants.applications.section_form import SectionForm
from grants.applications.sheet import shown
from grants.models import Question

Kind = Question.Kind
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second <b>"}]
COLUMNS = [
    {"name": "kind", "label": "Kind", "kind": "choice", "choices": OPTIONS},
    {"name": "what", "label": "What"},
    {"name": "amount", "label": "Amount", "kind": "number"},
]


@st.composite
def questions(draw):
    """A section of 1 to 6 questions of any kinds that are answered on its page."""
    on_page = [kind for kind in Kind.values if kind != Kind.FILES]
    kinds = draw(st.lists(st.sampled_from(on_page), min_size=1, max_size=6))
    return [
        Question(
            number=number,
            text=draw(WORDS) or "?",
            guidance=draw(WORDS),
            kind=kind,
            is_required=draw(st.booleans()),
            word_limit=draw(st.none() | st.integers(1, 20)),
            options=COLUMNS if kind in Question.TABLES else OPTIONS,
            rows=draw(st.integers(1, 4)),
        )
        for number, kind in enumerate(kinds, start=1)
    ]


def typed_by(draw, question):
    """What somebody might put into the boxes of one question: {box: texts}."""
    name = f"q{question.number}"
    if question.kind in (Kind.TICKS, Kind.SEVERAL):
        return {name: draw(st.lists(st.sampled_from(["a", "b"]), unique=True))}
    if question.kind == Kind.CHOICE:
        return {name: draw(st.lists(st.sampled_from(["a", "b"]), max_size=1))}
    if question.kind == Kind.YES_NO:
        return {name: draw(st.lists(st.sampled_from(["yes", "no"]), max_size=1))}
    if question.is_table:
        return {
            f"{name}-{line}-{column['name']}": [
                draw(st.sampled_from(["", "a", "b"]) if column.get("choices") else WORDS)
            ]
            for line in range(question.rows)
            for column in COLUMNS
        }
    if question.kind == Kind.DATE:
        return {f"{name}_{box}": [draw(WORDS)] for box in ("day", "month", "year")}
    return {name: [draw(WORDS)]}


@given(asked=questions(), data=st.data())
def test_what_is_typed_is_stored_and_shown_again(asked, data):
    section = SimpleNamespace(asked=asked)
    posted = QueryDict(mutable=True)
    for question in asked:
        for box, texts in typed_by(data.draw, question).items():
            posted.setlist(box, texts)

    form = SectionForm(section, posted)
    is_valid = form.is_valid()
    stored = json.loads(json.dumps(form.typed()))
    again = SectionForm(section, answers=stored)

    assert is_valid is SectionForm(section, posted).is_valid()
    for question in asked:
        field = again[f"q{question.number}"]
        assert (field.value() or "") == (stored[question.key] or "")
        assert str(field)
        text_on_page = texts_of(shown(question, stored[question.key]))
        for text in texts_in(question, stored[question.key]):
            assert text in text_on_page


def texts_in(question, answer):
    """The words that a reader must find again."""
    if question.is_table:
        return [line["what"] for line in answer]
    if question.kind in (Kind.CHOICE, Kind.YES_NO, Kind.TICKS, Kind.SEVERAL):
        labels = {option["value"]: option["label"] for option in OPTIONS}
        labels |= {"yes": "Yes", "no": "No"}
        chosen = answer if isinstance(answer, list) else [answer] if answer else []
        return [labels[value] for value in chosen]
    return [] if question.kind in (Kind.POSTCODE, Kind.DATE) else [answer.strip()]


def texts_of(answer):
    cells = [cell.text for line in answer.lines for cell in line]
    return [answer.text, *answer.text.split("\n"), *cells]


def test_line_ends_and_characters_nobody_types_are_put_right():
    posted = QueryDict(mutable=True)
    posted["q1"] = "one\r\ntwo\rthree\x00\x0b\ud800 ŵ👩‍🌾\t."
    section = SimpleNamespace(asked=[Question(number=1, text="?", kind=Kind.LONG_TEXT)])

    form = SectionForm(section, posted)

    assert form.is_valid()  # nobody is told off for what they cannot see
    assert form.typed() == {"1": "one\ntwo\nthree ŵ👩‍🌾\t."}


def test_every_kind_has_words_of_its_own_for_a_missing_answer():
    asked = [
        Question(number=number, text=f"Question {number}?", kind=kind, options=options, rows=2)
        for number, (kind, options) in enumerate(
            [
                (Kind.SHORT_TEXT, []),
                (Kind.LONG_TEXT, []),
                (Kind.CHOICE, OPTIONS),
                (Kind.POSTCODE, []),
                (Kind.TABLE, COLUMNS),
                (Kind.TICKS, OPTIONS),
            ],
            start=1,
        )
    ]
    form = SectionForm(SimpleNamespace(asked=asked), QueryDict("nothing="))

    assert [list(problems) for problems in form.errors.values()] == [
        ["Answer the question “Question 1?”"],
        ["Answer the question “Question 2?”"],
        ["Choose an answer to “Question 3?”"],
        ["Enter a full UK postcode, like LS1 4AP"],
        ["Fill in at least one line for “Question 5?”"],
        ["Tick each statement to show that you agree"],
    ]


def test_each_statement_needs_its_tick():
    question = Question(number=1, text="Agree", kind=Kind.TICKS, options=OPTIONS)
    section = SimpleNamespace(asked=[question])

    assert SectionForm(section, QueryDict("q1=a")).errors["q1"] == ["Tick to agree: “Second <b>”"]
    assert SectionForm(section, QueryDict("q1=a&q1=b")).is_valid()


def test_a_word_limit_has_a_little_grace_and_no_more():
    question = Question(number=1, text="Say", kind=Kind.LONG_TEXT, word_limit=10)
    section = SimpleNamespace(asked=[question])

    assert SectionForm(section, QueryDict("q1=" + "word+" * 11)).is_valid()
    assert SectionForm(section, QueryDict("q1=" + "word+" * 12)).errors["q1"] == [
        "Use 10 words or fewer. You have written 12."
    ]


def test_guidance_is_text_not_markup():
    criterion = SimpleNamespace(name="Good <work>")
    question = Question(number=1, text="Say", kind=Kind.SHORT_TEXT, guidance="<script>")
    question.informs = [criterion]

    hint = SectionForm(SimpleNamespace(asked=[question])).fields["q1"].help_text

    assert hint == "&lt;script&gt;<br>Counts towards: Good &lt;work&gt;."


@pytest.mark.parametrize(
    ("boxes", "problems"),
    [
        (("27", "3", "2027"), []),
        (("27", "March", "2027"), []),
        (("", "", ""), ["Enter a date for “When?”"]),
        (("31", "2", "2027"), ["The date for “When?” must be a real date"]),
        (("27", "", "2027"), ["The date for “When?” must include a month"]),
    ],
)
def test_a_date_is_taken_from_its_three_boxes(boxes, problems):
    asked = [Question(number=1, text="When?", kind=Kind.DATE)]
    data = QueryDict(mutable=True)
    names = ("day", "month", "year")
    data.update({f"q1_{name}": box for name, box in zip(names, boxes, strict=True)})

    form = SectionForm(SimpleNamespace(asked=asked), data)

    assert form.errors.get("q1", []) == problems
    assert form.typed()["1"] == dict(zip(names, boxes, strict=True))
