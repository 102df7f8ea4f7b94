"""What a co-op reports is kept as typed, and added up right."""

from decimal import Decimal

from django.http import QueryDict
from hypothesis import given, strategies as st

from grants.monitoring.answers import differences, fingerprint, lay_out, spending_rows, sums_of
from grants.monitoring.forms import ReportForm
from grants.monitoring.queries import PlannedLine
from grants.monitoring.questions import QUESTIONS

LINES = [PlannedLine(1, "Ovens", Decimal(3000)), PlannedLine(2, "Flour", Decimal(1000))]
NAMES = list(ReportForm(lines=LINES).fields)
WHOLE = {
    "q1": "We opened in May.",
    "q2": "How many came.",
    "q4-1-spent": "2,900",
    "q4-1-local": "£100",
    "q4-2-spent": "1000",
    "q4-2-local": "400",
    "q6": "Start earlier.",
}


def form_with(**typed):
    data = QueryDict(mutable=True)
    data.update({**WHOLE, **{name.replace("_", "-"): value for name, value in typed.items()}})
    return ReportForm(data, lines=LINES)


def test_a_whole_report_is_complete():
    assert form_with().errors == {}


def test_what_is_missing_is_said_beside_its_question():
    errors = ReportForm(QueryDict(), lines=LINES).errors

    assert set(errors) == {"q1", "q2", "q4-1-spent", "q4-2-spent", "q6"}
    assert errors["q4-1-spent"] == ["Spent on Ovens: enter an amount, or 0"]
    assert errors["q1"] == ["Answer the question “What happened, against the steps you planned?”"]


def test_word_limits_are_counted_by_the_server():
    errors = form_with(q6="word " * 111).errors

    assert errors == {"q6": ["Use 100 words or fewer. You have written 111."]}


def test_wrong_numbers_get_a_sentence_each():
    errors = form_with(
        q3_jobs_now="many", q3_pay_now="12.345", q3_members_then="-2", q3_hours_now="1e999999999"
    ).errors

    assert errors["q3-jobs-now"] == ["Paid jobs, now must be a number, like 3 or 3.5"]
    assert errors["q3-members-then"] == ["Members, then must be a number, like 3 or 3.5"]
    assert set(errors) == {"q3-jobs-now", "q3-pay-now", "q3-members-then", "q3-hours-now"}


def test_local_spending_is_part_of_the_spending():
    assert form_with(q4_1_local="2,901").errors == {
        "q4-1-local": ["What you spent locally can’t be more than what you spent"]
    }


def test_something_else_needs_a_name_and_a_story_needs_a_yes_or_no():
    errors = form_with(q4_other1_spent="5", q5="Ada found work.").errors

    assert errors == {
        "q4-other1-what": ["Say what you spent this on"],
        "q5-share": ["Say whether we may share your story"],
    }


def test_a_choice_that_is_not_there_gets_a_sentence():
    assert form_with(q5="Ada.", q5_share="maybe").errors["q5-share"][0] == "Choose yes or no"


def test_the_sums_of_spending():
    answers = form_with(q4_other1_what="Paint", q4_other1_spent="100").typed()

    rows = spending_rows(answers, LINES)

    assert [row["what"] for row in rows] == ["Ovens", "Flour", "Paint"]
    assert sums_of(rows) == {"planned": 4000, "spent": 4000, "local": 500, "share": 13}


def test_nothing_spent_has_no_share():
    assert sums_of(spending_rows({}, LINES))["share"] is None


def test_every_question_is_laid_out_even_when_nothing_is_answered():
    assert [item["question"] for item in lay_out({}, [])] == list(QUESTIONS)


def test_what_somebody_else_saved_is_named():
    mine = {"1": "We opened.", "4-1-spent": "10", "8": "A van"}
    theirs = {"1": "We opened.", "4-1-spent": "12"}

    assert differences(mine, theirs, LINES) == [
        {"name": "Ovens: spent", "theirs": "12"},
        {"name": "What do you need next?", "theirs": ""},
    ]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.dictionaries(st.sampled_from(NAMES), texts))
def test_whatever_is_typed_is_kept_shown_again_and_never_breaks_a_page(typed):
    data = QueryDict(mutable=True)
    data.update(typed)
    form = ReportForm(data, lines=LINES)
    _judged = form.errors

    kept = form.typed()
    again = ReportForm(lines=LINES, answers=kept)

    for name, text in typed.items():
        plain = text.replace("\x00", "").replace("\r\n", "\n")
        if plain.strip():
            assert kept[name[1:]] == plain
            assert again[name].value() == plain
    assert lay_out(kept, LINES)
    assert fingerprint(kept) == fingerprint(dict(reversed(kept.items())))
