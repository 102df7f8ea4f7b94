"""“Can we apply?”: the questions that a group can answer before it signs in, one at a time.

Pure: the answers stand in the address of the page, nothing is kept, and nobody is asked who
they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from applicants.models import LegalForm
from applicants.postcodes import as_written, is_nowhere, is_whole
from grants.money import in_pounds

from .area import covers, outward_of

YES_OR_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True)
class Step:
    """One question, and what is said to those who can't go on from it."""

    key: str
    question: str
    guidance: str
    choices: tuple  # none: the answer is typed
    passes: frozenset | tuple
    otherwise: str
    alternative: str

    def knows(self, answer):
        """Whether this is an answer at all."""
        return answer in dict(self.choices)

    def lets_through(self, answer):
        return answer in self.passes

    def doubt(self, answer):
        """What is said to those who may go on though nobody could tell; mostly nothing."""
        return ""

    def in_words(self, answer):
        return dict(self.choices)[answer]

    @property
    def complaint(self):
        """What is said beside the question when it was not answered."""
        return "Choose yes or no" if self.choices == YES_OR_NO else "Choose one of these"


class AreaStep(Step):
    """Asks for the first part of a postcode."""

    complaint = "Enter the first part of a postcode, like N1"

    def knows(self, answer):
        return bool(outward_of(answer))

    def lets_through(self, answer):
        return covers(self.passes, answer)

    def in_words(self, answer):
        return outward_of(answer)


@dataclass(frozen=True)
class WardStep(Step):
    """Asks for a whole postcode. One whose ward nobody knows, as in a new building, goes on."""

    ward_of: Callable
    complaint = "Enter a full UK postcode, like N1 2UD"

    def knows(self, answer):
        return is_whole(answer) and not is_nowhere(answer)

    def lets_through(self, answer):
        ward = self.ward_of(answer)
        return not ward or ward in self.passes

    def doubt(self, answer):
        if self.ward_of(answer):
            return ""
        return (
            f"We could not tell which ward {as_written(answer)} is in. It may be a new building. "
            f"This round is for work in these wards: {listed(self.passes)}."
        )

    def in_words(self, answer):
        return f"{as_written(answer)}, which is in {self.ward_of(answer)}"


class Standing(NamedTuple):
    """How far somebody is: the step to show, or the one that stops them, or neither."""

    step: Step | None
    is_dead_end: bool
    is_unanswered: bool
    number: int


def steps_of(round, tests, *, ward_of):
    """Every question of a round that can be answered beforehand.

    ward_of: tells the ward of a postcode, or nothing where it does not know.
    """
    steps = [_form_step(round)] if round.applicant_forms else []
    steps += [_area_step(round)] if round.area else []
    steps += [_ward_step(round, ward_of)] if round.wards else []
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


def doubts(steps, answers, here):
    """What could not be told from the answers that lead to where somebody is."""
    passed = steps[: here.number - 1] if here.step else steps
    return list(filter(None, (step.doubt(answers[step.key]) for step in passed)))


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
    return AreaStep(
        key="area",
        question="What is the first part of the postcode where most of the work will happen?",
        guidance="For example, N1 or EC1V. A whole postcode is fine too. We don’t keep it.",
        choices=(),
        passes=tuple(round.area),
        otherwise=f"This round is for work in these postcodes: {listed(round.area)}. "
        "If you think that you belong to them, talk to us.",
        alternative="advice",
    )


def _ward_step(round, ward_of):
    return WardStep(
        key="ward",
        question="What is the postcode where most of the work will happen?",
        guidance="The whole of it, like N1 2UD, so that we can tell its ward. We don’t keep it.",
        choices=(),
        passes=tuple(round.wards),
        otherwise=f"This round is for work in these wards: {listed(round.wards)}. "
        "If you think that you belong to them, talk to us.",
        alternative="advice",
        ward_of=ward_of,
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
