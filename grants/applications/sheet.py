"""Answers as people read them: on the check page, on paper, and on the assessor’s page."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from localflavor.gb.forms import GBPostcodeField

from grants.funds.models import Question
from grants.funds.queries import form_of

from .tables import added_up, columns_of, filled, options_of, shown_cell

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

    @property
    def is_given(self):
        return bool(self.text or self.lines)


class Part(NamedTuple):
    """One section with its answers, and how far it is."""

    section: object
    answers: list
    is_complete: bool


def sheet_of(round, answers, *, complete=()):
    """Every section of a round with what was answered there.

    complete: the ids of the sections that are finished.
    """
    return [
        Part(section, [shown(q, answers.get(q.key)) for q in section.asked], section.pk in complete)
        for section in form_of(round)
    ]


def shown(question, typed):
    """What was typed as the answer to one question, in words."""
    if question.kind in (Kind.TABLE, Kind.BUDGET):
        return _shown_table(question, typed or [])
    return Answer(question, text=_text(question, typed or ""))


def _text(question, typed):
    if question.kind == Kind.TICKS:
        labels = dict(options_of(question.options))
        return "\n".join(labels.get(value, value) for value in typed)
    if question.kind == Kind.CHOICE:
        return dict(options_of(question.options)).get(typed, typed)
    if question.kind == Kind.POSTCODE:
        return _postcode(typed)
    return typed.strip()


def _postcode(typed):
    try:
        return GBPostcodeField(required=False).clean(typed)
    except ValidationError:
        return typed


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
    return Answer(question, columns=columns, lines=lines, total=total)
