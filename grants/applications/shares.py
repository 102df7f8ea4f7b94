"""A budget that several organisations share: whose each line is, and what each asks for.

Pure, and the one place that knows how a budget says whose a line is.
"""

import copy
import hashlib
import json
from typing import NamedTuple

from grants.funds.columns import column, option
from grants.funds.models import Question

from .tables import Request, added_up, as_decimal, columns_of, days_in_words, filled

Kind = Question.Kind
WHO = "who"
LEAD = "lead"


class Share(NamedTuple):
    """What one of those who apply together asks for."""

    lines: tuple  # (the question's key, a line of its table without its last column)
    request: Request

    @property
    def hash(self):
        """What a partner said yes to, in one short text; other lines, other text."""
        spelled = json.dumps(self.lines, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(spelled.encode()).hexdigest()


def with_who(form, lead, partners, called=None):
    """The form of a joint application: each line of a budget also says whose it is.

    lead: the name of the organisation that leads; partners: the names of the others.
    called: {name: what a partner is called for readers who must not know it}.
    """
    called = called or {}
    choices = [option(LEAD, lead), *(option(name, called.get(name, name)) for name in partners)]
    whose = column(WHO, "Whose is it?", "choice", *choices)
    sections = []
    for section in form:
        section, asked = copy.copy(section), section.asked
        section.asked = [_with_column(q, whose) if q.kind == Kind.BUDGET else q for q in asked]
        sections.append(section)
    return tuple(sections)


def _with_column(question, whose):
    question = copy.copy(question)
    question.options = [*question.options, whose]
    return question


def share_of(form, answers, who):
    """The budget lines of one of those who apply together, and their sum."""
    lines = tuple(
        (question.key, {name: cell for name, cell in line.items() if name != WHO})
        for section in form
        for question in section.asked
        if question.kind == Kind.BUDGET
        for _number, line in filled(answers.get(question.key))
        if line.get(WHO) == who
    )
    return Share(lines, added_up(line for _key, line in lines))


def with_names(lines, lead):
    """The lines of a budget for a reader without the form: the lead stands there by its name."""
    return [{**line, WHO: lead} if line.get(WHO) == LEAD else line for line in lines]


def lines_in_words(share):
    """Each line as one sentence: “Ovens: £4,000”."""
    return [f"{line.get('what', '')}: {_amount_of(line)}" for _key, line in share.lines]


def _amount_of(line):
    if line.get("kind") == "space":
        return f"{days_in_words(as_decimal(line.get('amount'), 'days'))} of desk space"
    return added_up([line]).words


def says_whose(question, lines):
    """Whether each line of a budget belongs to somebody who applies."""
    whose = next((each for each in columns_of(question) if each.name == WHO), None)
    if whose is None:
        return True
    names = {each.value for each in whose.options}
    return all(line.get(WHO) in names for _number, line in filled(lines))


def handed_over(lines, owners):
    """The same lines, each with the owner that `owners` gives for its present one.

    An owner of None takes the column away, as when nobody applies together any more.
    """
    moved = []
    for line in lines:
        kept = {name: cell for name, cell in line.items() if name != WHO}
        owner = owners(line.get(WHO, ""))
        moved.append(kept if owner is None else {**kept, WHO: owner})
    return moved
