"""What a set of questions, criteria and eligibility tests is made of."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Asked:
    """One question. The short form of the Start Fund asks only those with `is_short`."""

    number: int
    code: str
    text: str
    kind: str
    guidance: str = ""
    word_limit: int | None = None
    options: tuple = ()
    rows: int = 6
    is_required: bool = True
    is_short: bool = False
    least: int | None = None
    most: int | None = None
    shown_if: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """One criterion, its weight, and the numbers of the questions that inform it."""

    name: str
    weight: int
    guidance: str
    informed_by: tuple
    is_essential: bool = False
    marks: tuple = ()  # what 0 to 4 mean for it; nothing: what MARKS says


@dataclass(frozen=True)
class Tested:
    """One eligibility test, and how it is asked beforehand."""

    text: str
    question: str = ""
    guidance: str = ""
    passes_on: str = "yes"
    otherwise: str = ""
    alternative: str = ""


@dataclass(frozen=True)
class QuestionSet:
    sections: tuple  # of (title, questions)
    criteria: tuple
    tests: tuple


def short_form(full, *, weights):
    """The same form with its short questions only, numbered anew, and other weights."""
    new_number = {}
    sections = []
    for title, questions in full.sections:
        kept = []
        for question in questions:
            if question.is_short:
                new_number[question.number] = len(new_number) + 1
                kept.append(replace(question, number=new_number[question.number]))
        sections.append((title, tuple(kept)))
    criteria = tuple(
        replace(
            criterion,
            weight=weights[criterion.name],
            informed_by=tuple(new_number[n] for n in criterion.informed_by if n in new_number),
        )
        for criterion in full.criteria
        if criterion.name in weights
    )
    return QuestionSet(sections=tuple(sections), criteria=criteria, tests=full.tests)
