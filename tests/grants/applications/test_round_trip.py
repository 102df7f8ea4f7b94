"""What counts arrives, and nothing else: from the boxes to the receipt and the export.

A form of random questions and random rules is filled in, sent, and read back everywhere.
"""

import csv
import hashlib
import html
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from grants.applications import actions
from grants.applications.receipts import receipt_for
from grants.applications.section_form import sound_in
from grants.funds.actions import publish_round
from grants.funds.columns import COLUMNS
from grants.funds.conditions import CAN_BE_TESTED, problems_with_rules, standing
from grants.funds.queries import form_of
from grants.models import Question, Section
from tests import factories
from tests.factories import client_for
from tests.paper import Reading

Kind = Question.Kind


@st.composite
def forms(draw):
    """Sections of questions, as plain facts; a rule looks at earlier questions only.

    The last one asks for files, since those are kept apart from the other answers.
    """
    made, earlier = [], []
    for _section in range(draw(st.integers(1, 3))):
        part = []
        for _question in range(draw(st.integers(1, 4))):
            question = {"number": len(earlier) + 1, "kind": draw(st.sampled_from(Kind.values))}
            question["shown_if"] = draw(rules_about(earlier)) if earlier else {}
            part.append(question)
            earlier.append(question)
        made.append(part)
    rule = draw(rules_about(earlier))
    made[-1].append({"number": len(earlier) + 1, "kind": Kind.FILES, "shown_if": rule})
    return made


@st.composite
def rules_about(draw, earlier):
    """Mostly none, else one or two tests of earlier questions."""
    if draw(st.integers(0, 2)) == 0:
        return {}
    tests = []
    for question in draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2)):
        test = {"code": f"code{question['number']}", "test": "given", "value": ""}
        if question["kind"] in CAN_BE_TESTED:
            test["test"] = draw(st.sampled_from(["is", "is_not", "given"]))
            test["value"] = draw(st.sampled_from(values_of(question)))
        tests.append(test)
    return {"match": draw(st.sampled_from(["all", "any"])), "tests": tests}


def values_of(question):
    return ["yes", "no"] if question["kind"] == Kind.YES_NO else ["a", "b"]


def options_of(question):
    kind, number = question["kind"], question["number"]
    if kind in (Kind.CHOICE, Kind.SEVERAL, Kind.TICKS):
        return [{"value": each, "label": f"Label{number}{each}"} for each in "ab"]
    if kind == Kind.TABLE:
        return [{"name": "what", "label": "What", "kind": "text"}]
    return list(COLUMNS.get(kind, ()))


@st.composite
def answers_to(draw, question):
    """(what is typed, the words that must be read again). Empty where nothing is answered."""
    kind, number = question["kind"], question["number"]
    mark = f"mark{number}x"
    if kind == Kind.YES_NO:  # its words stand at every such question, so nobody looks for them
        return draw(st.sampled_from(["yes", "no"])), []
    if kind == Kind.CHOICE:
        value = draw(st.sampled_from("ab"))
        return value, [f"Label{number}{value}"]
    if kind in (Kind.SEVERAL, Kind.TICKS):
        chosen = ["a", "b"] if kind == Kind.TICKS else draw(st.sampled_from([["a"], ["a", "b"]]))
        return chosen, [f"Label{number}{value}" for value in chosen]
    if question["kind"] in Question.TABLES:
        return [line_for(question, f"{mark}{line}") for line in range(draw(st.integers(1, 2)))], [
            f"{mark}0"
        ]
    plain = {
        Kind.NUMBER: (f"{7000 + number}", [f"{7000 + number:,}"]),
        Kind.MONEY: (f"£{8000 + number}", [f"£{8000 + number:,}"]),
        Kind.DATE: ({"day": "3", "month": "4", "year": f"{2030 + number}"}, [f"{2030 + number}"]),
        Kind.POSTCODE: (f"ls{number}4ap", [f"LS{number} 4AP"]),
        Kind.FILES: (None, [f"{mark}.pdf"]),
    }
    return plain.get(kind, (f"{mark} and more", [mark]))


def line_for(question, mark):
    """One line of a table, with our mark in its first cell of text."""
    line = {}
    for column in options_of(question):
        choices = column.get("choices")
        is_number = column.get("kind") in ("money", "number")
        line[column["name"]] = choices[0]["value"] if choices else "150" if is_number else mark
    return line


@st.composite
def filled_in(draw):
    form = draw(forms())
    return form, {
        question["number"]: draw(answers_to(question)) for part in form for question in part
    }


def published(form):
    round = factories.the_round(minimum=0)
    round.sections.all().delete()
    for place, part in enumerate(form, start=1):
        section = Section.objects.create(round=round, number=place, title=f"Part {place}")
        for facts in part:
            Question.objects.create(
                section=section,
                text=f"Question number {facts['number']}?",
                code=f"code{facts['number']}",
                options=options_of(facts),
                **facts,
            )
    return publish_round(round, by=factories.staff("is_officer"))


def fill_in(application, form, typed):
    """Save every section as it was typed, and add the files, whether they are asked or not."""
    by = application.started_by
    for section in form:
        answers = {
            question.key: typed[question.number][0]
            for question in section.asked
            if question.kind != Kind.FILES
        }
        sound = sound_in(section, answers)
        actions.save_section(application, section, answers=answers, sound=sound, version=0, by=by)
        for question in section.asked:
            if question.kind == Kind.FILES:
                add_file(application, question, typed[question.number][1][0], by)


def add_file(application, question, name, by):
    content = b"%PDF-1.7 " + name.encode()
    actions.add_attachment(
        application,
        file=ContentFile(content, name=name),
        name=name,
        content_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        question=question,
        by=by,
    )


class RoundTrip(TestCase):
    @settings(
        max_examples=20,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(filled=filled_in())
    def test_what_counts_arrives_everywhere_and_nothing_else(self, filled):
        facts, typed = filled
        round = published(facts)
        form = form_of(round)
        assert problems_with_rules(form) == []
        application = factories.draft(round=round, ready=False)
        fill_in(application, form, typed)
        counted = standing(form, {str(number): typed[number][0] for number in typed})
        wanted = {word for key in counted for word in typed[int(key)][1]}
        unwanted = {word for words in typed.values() for word in words[1]} - wanted
        owner = client_for(application.started_by)
        officer = client_for(factories.staff("is_officer"))

        checked = owner.get(reverse("application_check", args=[application.reference])).text
        actions.submit_application(application, by=application.started_by)
        submission = application.submissions.get()
        answers = officer.get(reverse("application_answers", args=[application.reference])).text
        receipt = " ".join(words for _role, words in Reading(receipt_for(submission)).spoken())
        exported = export_of(officer, round)

        files = {q.key for part in form for q in part.asked if q.kind == Kind.FILES}
        assert set(submission.answers) == set(counted) - files
        assert {each["question"] for each in submission.files} == set(counted) & files
        for where, text in {
            "check": html.unescape(checked),
            "answers": html.unescape(answers),
            "receipt": receipt,
        }.items():
            assert [word for word in wanted if word not in text] == [], where
            assert [word for word in unwanted if word in text] == [], where
        assert_exported(exported, form, counted, typed)
        for attachment in application.attachments.all():
            attachment.file.delete(save=False)


def export_of(officer, round):
    """The round's one case, as {heading: cell}."""
    response = officer.get(reverse("case_export"), {"round": round.reference})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    headings, cells = csv.reader(io.StringIO(text))
    return dict(zip(headings, cells, strict=True))


def assert_exported(exported, form, counted, typed):
    """A cell says what was typed, or nothing at all where the question was not asked."""
    for section in form:
        for question in section.asked:
            cell = exported[f"{question.number}. {question.text}"]
            answer, words = typed[question.number]
            if question.key not in counted:
                assert cell == "", question
            elif question.kind == Kind.FILES:
                assert cell == "1 file"
            elif question.is_table:
                assert words[0] in cell
            else:
                assert cell == said(answer)


def said(answer):
    if isinstance(answer, dict):
        return " ".join(answer.values())
    return "\n".join(answer) if isinstance(answer, list) else answer


pytestmark = pytest.mark.django_db
