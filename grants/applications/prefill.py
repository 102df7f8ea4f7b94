"""Nothing is asked twice: what a co-op told us before is filled in, marked, and theirs to change.

Pure. It comes from the co-op’s own page, or else from the application that it sent last. The
same question has the same code everywhere, so a code says what a question is.
"""

from typing import NamedTuple

from applicants.models import LegalForm
from grants.funds.conditions import says_something
from grants.funds.models import Question

from .tables import choices_of, columns_of

Kind = Question.Kind
ONE_CHOICE = (Kind.CHOICE, Kind.YES_NO)
# Promises are given anew each time, and files are chosen anew.
ASKED_ANEW = (Kind.TICKS, Kind.FILES)

# What the question set of the service calls the legal forms.
LEGAL_FORMS = {
    LegalForm.NOT_FORMED: "not_yet",
    LegalForm.COOP_SOCIETY: "society",
    LegalForm.COMMUNITY_BENEFIT: "society",
    LegalForm.COMPANY_GUARANTEE: "company",
    LegalForm.COMPANY_SHARES: "company",
    LegalForm.CIC: "cic",
    LegalForm.LLP: "llp",
    LegalForm.CIO: "charity",
    LegalForm.SCIO: "charity",
    LegalForm.UNINCORPORATED: "other",
    LegalForm.PARTNERSHIP: "other",
    LegalForm.SOLE_TRADER: "other",
}
KNOWN = {  # by code: what the co-op’s own page says
    "name": lambda coop: coop.name,
    "legal_form": lambda coop: LEGAL_FORMS.get(coop.legal_form, "other"),
    "registration_number": lambda coop: coop.registration_number,
    "postcode": lambda coop: coop.postcode,
}


class Filled(NamedTuple):
    """An answer that nobody typed here; `submission` is where it comes from, or None."""

    answer: object
    submission: object


def filled_in(section, organisation, submission=None, form=()):
    """{question key: Filled} for a section that nobody has saved yet.

    submission, form: what the co-op sent last, and the form that it answered.
    """
    earlier = {
        question.code: (question, submission.answers.get(question.key))
        for part in form
        for question in part.asked
    }
    found = {}
    for question in section.asked:
        told = KNOWN[question.code](organisation) if question.code in KNOWN else ""
        answer = fitting(question, told)
        if says_something(answer):
            found[question.key] = Filled(answer, None)
            continue
        asked_then, answer = earlier.get(question.code, (None, None))
        if asked_then is None or asked_then.kind != question.kind:
            continue
        answer = fitting(question, answer)
        if says_something(answer):
            found[question.key] = Filled(answer, submission)
    return found


def fitting(question, answer):
    """As much of an answer as this question can take: only choices and columns that it has."""
    if question.kind in ASKED_ANEW or not answer:
        return None
    if question.kind in ONE_CHOICE:
        return answer if answer in dict(choices_of(question)) else None
    if question.kind == Kind.SEVERAL:
        return [value for value in answer if value in dict(choices_of(question))]
    if question.is_table:
        columns = columns_of(question)
        return [_fitting_line(columns, line) for line in answer[: question.rows]]
    return answer


def _fitting_line(columns, line):
    cells = {column.name: line.get(column.name, "") for column in columns}
    for column in columns:
        if column.kind == "choice" and cells[column.name] not in dict(column.options):
            cells[column.name] = ""
    return cells
