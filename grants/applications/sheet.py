"""Answers as people read them: on the check page, on paper, and on the assessor’s page."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from localflavor.gb.forms import GBPostcodeField

from grants.fields import DateField3, WholeNumberField
from grants.funds.conditions import standing
from grants.funds.models import Question
from grants.money import in_pounds

from .tables import added_up, as_decimal, choices_of, columns_of, filled, shown_cell, sums_of

Kind = Question.Kind


class Cell(NamedTuple):
    label: str
    text: str


class Answer(NamedTuple):
    """One question with what was answered: some text, or the lines of a table."""

    question: object
    text: str = ""
    columns: tuple = ()
    lines: tuple = ()
    total: str = ""
    sums: tuple = ()

    @property
    def is_given(self):
        return bool(self.text or self.lines)


class Part(NamedTuple):
    """One section with its answers, and how far it is."""

    section: object
    answers: list
    is_complete: bool


def sheet_of(form, answers, *, complete=(), files=()):
    """Every section of a form with what was answered there.

    form: the sections, each with its `asked` questions. Those that the answers leave unasked are
    not shown. complete: the ids of the sections that are finished. files: the documents.
    """
    asked = standing(form, answers)
    return [
        Part(section, listed, section.pk in complete)
        for section in form
        if (listed := _listed(section, answers, asked, files))
    ]


def _listed(section, answers, asked, files):
    return [
        shown(q, answers.get(q.key), files=[f for f in files if f.question == q.key])
        for q in section.asked
        if q.key in asked
    ]


def shown(question, typed, *, files=()):
    """What was typed as the answer to one question, in words."""
    if question.is_table:
        return _shown_table(question, typed or [])
    if question.kind == Kind.FILES:
        return Answer(question, text="\n".join(file.name for file in files))
    return Answer(question, text=_text(question, typed or ""))


def _text(question, typed):
    if question.kind in (Kind.TICKS, Kind.SEVERAL):
        labels = dict(choices_of(question))
        return "\n".join(labels.get(value, value) for value in typed)
    if question.kind in (Kind.CHOICE, Kind.YES_NO):
        return dict(choices_of(question)).get(typed, typed)
    return WORDS.get(question.kind, str.strip)(typed)


def _date(typed):
    """27 March 2027; what is not a date yet stays as it was typed."""
    parts = [typed.get(part, "") for part in ("day", "month", "year")] if typed else []
    try:
        day = DateField3(required=False).clean(parts)
    except ValidationError:
        return " ".join(filter(None, parts))
    return f"{day.day} {day:%B %Y}" if day else ""


def _money(typed):
    amount = as_decimal(typed)
    return in_pounds(amount) if amount else typed.strip()


def _number(typed):
    try:
        number = WholeNumberField(required=False).clean(typed)
    except ValidationError:
        return typed.strip()
    return "" if number is None else f"{number:,}"


def _postcode(typed):
    try:
        return GBPostcodeField(required=False).clean(typed)
    except ValidationError:
        return typed


WORDS = {Kind.POSTCODE: _postcode, Kind.DATE: _date, Kind.MONEY: _money, Kind.NUMBER: _number}


def _shown_table(question, typed):
    columns = columns_of(question)
    is_budget = question.kind == Kind.BUDGET
    lines = tuple(
        tuple(
            Cell(column.label, shown_cell(column, line, is_budget=is_budget)) for column in columns
        )
        for _number, line in filled(typed)
    )
    total = added_up(typed).words if is_budget and lines else ""
    sums = tuple(each for each in sums_of(question, typed) if each.words)
    return Answer(question, columns=columns, lines=lines, total=total, sums=sums)
