"""“Can we apply?”: the questions that a group can answer before it signs in, one at a time.

Pure: the answers stand in the address of the page, nothing is kept, and nobody is asked who
they are.
"""

from typing import NamedTuple

from applicants.models import LegalForm
from grants.money import in_pounds

from .area import covers, outward_of

YES_OR_NO = (("yes", "Yes"), ("no", "No"))


class Step(NamedTuple):
    """One question, and what is said to those who can't go on from it."""

    key: str
    question: str
    guidance: str
    choices: tuple  # none: the first part of a postcode is asked
    passes: frozenset | tuple
    otherwise: str
    alternative: str

    def knows(self, answer):
        """Whether this is an answer at all."""
        if self.choices:
            return answer in dict(self.choices)
        return bool(outward_of(answer))

    def lets_through(self, answer):
        return answer in self.passes if self.choices else covers(self.passes, answer)

    def in_words(self, answer):
        return dict(self.choices)[answer] if self.choices else outward_of(answer)

    @property
    def complaint(self):
        """What is said beside the question when it was not answered."""
        if not self.choices:
            return "Enter the first part of a postcode, like N1"
        return "Choose yes or no" if self.choices == YES_OR_NO else "Choose one of these"


class Standing(NamedTuple):
    """How far somebody is: the step to show, or the one that stops them, or neither."""

    step: Step | None
    is_dead_end: bool
    is_unanswered: bool
    number: int


def steps_of(round, tests):
    """Every question of a round that can be answered beforehand."""
    steps = [_form_step(round)] if round.applicant_forms else []
    steps += [_area_step(round)] if round.area else []
    steps += [_test_step(test) for test in tests if test.question]
    return [*steps, _amount_step(round)]


def standing(steps, answers, *, asked="", at=""):
    """Where these answers lead. asked: the step that was just sent; at: the one to go back to."""
    for number, step in enumerate(steps, start=1):
        answer = answers.get(step.key, "")
        if step.key == at:
            return Standing(step, is_dead_end=False, is_unanswered=False, number=number)
        if not step.knows(answer):
            return Standing(
                step,
                is_dead_end=False,
                is_unanswered=bool(answer) or step.key == asked,
                number=number,
            )
        if not step.lets_through(answer):
            return Standing(step, is_dead_end=True, is_unanswered=False, number=number)
    return Standing(None, is_dead_end=False, is_unanswered=False, number=len(steps))


def _test_step(test):
    return Step(
        key=f"t{test.number}",
        question=test.question,
        guidance=test.guidance,
        choices=YES_OR_NO,
        passes=frozenset([test.passes_on]),
        otherwise=test.otherwise,
        alternative=test.alternative,
    )


def _form_step(round):
    return Step(
        key="form",
        question="What is your legal form?",
        guidance="“Not formed yet” is a real answer.",
        choices=tuple(LegalForm.choices),
        passes=frozenset(round.applicant_forms),
        otherwise=f"This round is for these forms: {listed(round.forms_allowed)}.",
        alternative="fund",
    )


def _area_step(round):
    return Step(
        key="area",
        question="What is the first part of the postcode where most of the work will happen?",
        guidance="For example, N1 or EC1V. A whole postcode is fine too. We don’t keep it.",
        choices=(),
        passes=tuple(round.area),
        otherwise=f"This round is for work in these postcodes: {listed(round.area)}. "
        "If you think that you belong to them, talk to us.",
        alternative="advice",
    )


def _amount_step(round):
    if round.minimum:
        limits = f"between {in_pounds(round.minimum)} and {in_pounds(round.maximum)}"
    else:
        limits = f"up to {in_pounds(round.maximum)}"
    return Step(
        key="amount",
        question=f"Will you ask for {limits}?",
        guidance="A part of a bigger sum counts, if it is useful by itself.",
        choices=YES_OR_NO,
        passes=frozenset(["yes"]),
        otherwise=f"Each grant of this round is {limits}. If a part of your plan costs that much, "
        "you can apply for the part.",
        alternative="fund",
    )


def listed(words):
    """A few words as people say them: a, b or c."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
