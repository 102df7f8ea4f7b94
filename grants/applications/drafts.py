"""How far a draft is: which answers count, which sections are finished, what is in the way.

Pure: it is made from a form and from what is saved, so that a page, the sending of an
application and a trial of an unpublished form all judge it alike.
"""

from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from grants.funds.conditions import standing
from grants.funds.models import Question
from grants.money import in_pounds

from .shares import LEAD, says_whose, share_of
from .tables import Request, added_up

Kind = Question.Kind


class Problem(NamedTuple):
    """One thing that stands between a draft and sending it, and the section or page to mend."""

    sentence: str
    section: object
    page: str = "partners"  # where no section mends it

    def __str__(self):
        return self.sentence


class Draft:
    """A form and what is saved of it.

    round: whose limits count. form: its sections, each with its `asked` questions.
    saved: {section id: a row with `answers` and `sound`}. files: how many documents stand at
    each question, by its key. partners: those who are asked to apply together with the lead.
    find_open: asks for the keys of what may be changed; without it, all may.
    find_attendance: asks how the co-op stands about the workshop that its round asks for.
    """

    def __init__(
        self, round, form, saved, files=None, partners=(), find_open=None, find_attendance=None
    ):
        self.find_attendance = find_attendance
        self.round, self.form, self.saved, self.partners = round, form, saved, partners
        self.find_open = find_open
        self.files = {} if files is None else files

    @cached_property
    def attendance(self):
        """How the co-op stands about the workshop, or None where none is asked for."""
        return self.find_attendance() if self.find_attendance else None

    @cached_property
    def typed(self):
        """Everything that is saved, asked or not, keyed by question."""
        return {key: value for row in self.saved.values() for key, value in row.answers.items()}

    @cached_property
    def answers(self):
        """What would be sent: the answers of the questions that are asked, and nothing else."""
        counted = standing(self.form, self.typed)
        return {key: answer for key, answer in counted.items() if key in self.typed}

    @cached_property
    def open_keys(self):
        """The keys of the questions that may be changed, or None when all may."""
        return self.find_open() if self.find_open else None

    def is_open(self, question):
        return self.may_change(question.key)

    def may_change(self, key):
        """Whether the answer or the documents under this key may be changed."""
        return self.open_keys is None or key in self.open_keys

    @cached_property
    def keys_asked(self):
        return set(standing(self.form, self.typed))

    def asked_in(self, section):
        """The questions of a section that these answers leave to be asked."""
        return [question for question in section.asked if question.key in self.keys_asked]

    @property
    def sections(self):
        """The sections that ask anything."""
        return [section for section in self.form if self.asked_in(section)]

    def is_finished(self, section):
        row = self.saved.get(section.pk)
        sound = set(row.sound) if row is not None else set()
        return row is not None and all(
            self._is_settled(question, sound) for question in self.asked_in(section)
        )

    def _is_settled(self, question, sound):
        if question.kind == Kind.FILES:
            return not question.is_required or bool(self.files.get(question.key))
        if question.kind == Kind.BUDGET and not says_whose(question, self.typed.get(question.key)):
            return False
        return question.key in sound

    @property
    def finished(self):
        """The ids of the finished sections."""
        return {section.pk for section in self.sections if self.is_finished(section)}

    @property
    def minutes(self):
        """How long the writing took, as far as the saves tell."""
        return round(sum(row.seconds for row in self.saved.values()) / 60)

    @property
    def request(self):
        """(pounds, days) asked for: the sums of the budget tables' lines."""
        return request_in(self.form, self.answers)

    def share(self, who):
        """What one of those who apply together asks for."""
        return share_of(self.form, self.answers, who)

    @property
    def lead_share(self):
        return self.share(LEAD)

    @property
    def problems(self):
        """What stands between this draft and sending it, in sentences a person can act on."""
        return [
            *self._problems_with_answers(),
            *self.problems_with_partners(),
            *self._problems_with_attendance(),
        ]

    def _problems_with_attendance(self):
        if self.attendance is None or not self.attendance.problem:
            return []
        return [Problem(self.attendance.problem, None, "application_workshop")]

    def problems_with_partners(self):
        """Who has not said yes. These are mended on the partners' page: they name no section."""
        return [
            Problem(sentence, None)
            for partner in self.partners
            if (sentence := partner.problem(self.share(partner.name).hash))
        ]

    def _problems_with_answers(self):
        problems = [
            Problem(f"Finish the section “{section.title}”.", section)
            for section in self.sections
            if not self.is_finished(section)
        ]
        unfinished = {problem.section.pk for problem in problems}
        asked = (q for q in budget_questions(self.form) if q.key in self.keys_asked)
        budget = next((question.section for question in asked), None)
        if budget is None or budget.pk in unfinished:
            return problems
        round, pounds = self.round, self.request.pounds
        if not round.minimum <= pounds <= round.maximum:
            problems.append(
                Problem(
                    f"Ask for between {in_pounds(round.minimum)} and {in_pounds(round.maximum)}. "
                    f"Your budget adds up to {in_pounds(pounds)}.",
                    budget,
                )
            )
        return problems


def budget_questions(form):
    return [q for section in form for q in section.asked if q.kind == Kind.BUDGET]


def request_in(form, answers):
    """(pounds, days) asked for: the sums of the budget tables' lines."""
    asked = Request(Decimal(0), Decimal(0))
    for question in budget_questions(form):
        more = added_up(answers.get(question.key))
        asked = Request(asked.pounds + more.pounds, asked.days + more.days)
    return asked
