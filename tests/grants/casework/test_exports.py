import csv
import io

import pytest
from django.utils.timezone import now

from grants.casework.exports import case_lines, flat, questions_for
from grants.funds.actions import publish_round
from grants.funds.editor import actions as editing
from grants.models import Application, FormVersion, Question, Submission
from grants.sheets.lines import line_of, safe
from tests import factories


@pytest.mark.parametrize(
    "cells",
    [
        ["plain", "", "two words"],
        ['says "hello", twice', '"', '""', ","],
        ["one\ntwo", "a\r\nb", " space ", "Ŵyn’s"],
    ],
)
def test_a_line_reads_back_as_it_was(cells):
    assert next(csv.reader(io.StringIO(line_of(cells), newline=""))) == cells


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\n\n==", "\t=1", "\xa0=1"])
def test_a_formula_becomes_words(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bakers", "1 = 1", "a\n=1", "£5"])
def test_other_text_stays_as_it_is(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        ("Bread", "Bread"),
        (None, ""),
        (7, "7"),
        (["yes", "no"], "yes\nno"),
        ([{"amount": 4, "kind": "money"}, {"kind": "days"}], "money | 4\ndays"),
    ],
)
def test_any_answer_fits_into_a_cell(answer, cell):
    assert flat(answer, ["kind", "amount"]) == cell


@pytest.mark.django_db
def test_the_day_is_the_day_here_and_not_in_greenwich():
    application = factories.submitted()
    at = application.submitted_at.replace(month=7, day=1, hour=23, minute=30)
    Application.objects.filter(pk=application.pk).update(submitted_at=at)

    text = "".join(case_lines(Application.objects.all(), []))

    [line] = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert line["Sent on"] == f"{at.year}-07-02"


# --- Across rounds ---------------------------------------------------------------------------


def question(round, number):
    return Question.objects.get(section__round=round, number=number)


def read(reference=""):
    text = "".join(case_lines(Application.objects.all(), questions_for(reference)))
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    return {line["Round"]: line for line in lines}


def two_rounds():
    """The name is question 1 in one round and question 4 in the next; 1 there is something else."""
    by = factories.staff("is_officer")
    spring = publish_round(factories.the_round(name="Spring"), by=by)
    autumn = factories.the_round(name="Autumn")
    name, work, budget = (question(spring, number) for number in (1, 2, 3))
    for own in Question.objects.filter(section__round=autumn):
        editing.delete_question(autumn, code=own.code, by=by)
    first, second = autumn.sections.order_by("number")
    for section, code in ((first, work.code), (first, budget.code), (second, name.code)):
        editing.use_question(autumn, section=section.code, code=code, by=by)
    editing.add_question(
        autumn,
        section=first.code,
        kind=Question.Kind.SHORT_TEXT,
        code="onlyhere22",
        text="What are you called?",
        criteria=[],
        by=by,
    )
    return spring, publish_round(autumn, by=by), by


def sent(round, answers):
    """A case of this round that answered so."""
    application = factories.draft(round=round, ready=False)
    Submission.objects.create(
        application=application,
        organisation_name=application.organisation.name,
        decision_on=round.decision_on,
        answers=answers,
        content_hash=Submission.hash_of(answers),
        submitted_at=now(),
        submitted_by=application.started_by,
    )


@pytest.mark.django_db
def test_answers_of_rounds_with_other_numbers_stand_under_the_same_question():
    spring, autumn, _by = two_rounds()
    budget = [{"kind": "money", "what": "Ovens", "amount": "4000", "local": "yes"}]
    sent(spring, {"1": "Bakers", "2": "Bake", "3": budget})
    sent(autumn, {"4": "Cyclists", "1": "Mend", "2": budget, "3": "Not a name"})

    lines = read()

    assert lines["Spring"]["What are you called? (2)"] == "Bakers"
    assert lines["Autumn"]["What are you called? (2)"] == "Cyclists"
    assert lines["Spring"]["What will you do?"] == "Bake"
    assert lines["Autumn"]["What will you do?"] == "Mend"
    for line in lines.values():
        assert line["What do you need?"] == "money | Ovens | 4000 | yes"
    assert lines["Spring"]["What are you called?"] == ""
    assert lines["Autumn"]["What are you called?"] == "Not a name"


@pytest.mark.django_db
def test_one_round_is_told_in_its_own_order_and_words():
    spring, autumn, _by = two_rounds()
    sent(spring, {"1": "Bakers"})
    sent(autumn, {"4": "Cyclists"})
    cases = Application.objects.filter(round=autumn)

    text = "".join(case_lines(cases, questions_for(autumn.reference)))

    [line] = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    assert list(line)[-4:] == [
        "1. What will you do?",
        "2. What do you need?",
        "3. What are you called?",
        "4. What are you called?",
    ]
    assert line["4. What are you called?"] == "Cyclists"


@pytest.mark.django_db
def test_a_question_is_named_in_its_newest_words():
    spring, autumn, by = two_rounds()
    wording = FormVersion.objects.get(round=autumn).wording
    wording["questions"]["4"]["text"] = "Your name, for now?"
    FormVersion.objects.create(
        round=autumn, number=2, wording=wording, reason="A mistake", made_by=by
    )
    autumn.form_version = 2
    autumn.save()
    sent(spring, {"1": "Bakers"})

    assert read()["Spring"]["Your name, for now?"] == "Bakers"


@pytest.mark.django_db
def test_the_columns_cost_the_same_for_any_number_of_rounds(django_assert_num_queries):
    two_rounds()

    with django_assert_num_queries(3):
        questions_for("")
