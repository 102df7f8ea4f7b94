"""Answers as the form keeps them, made from the plain words of a story."""

from datetime import date

from applicants.models import LegalForm
from grants.applications.shares import WHO
from grants.funds.models import Question

Kind = Question.Kind

LEGAL_FORM_ANSWERS = {
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


def known_of(organisation):
    """What every application of this organisation answers alike."""
    return {
        "name": organisation.name,
        "legal_form": LEGAL_FORM_ANSWERS[LegalForm(organisation.legal_form)],
        "postcode": organisation.postcode,
    }


def is_begun(section, told):
    """Whether a story answers anything in this section."""
    return any(question.code in told for question in section.asked)


def answers_to(section, told, today):
    """The answers of one section, keyed as the form keys them."""
    return {
        question.key: as_typed(question, told.get(question.code, ""), today)
        for question in section.asked
        if question.kind != Kind.FILES
    }


def as_typed(question, told, today):
    """A line of a joint budget has one cell more: whose it is."""
    if question.is_table:
        columns = [column["name"] for column in question.options]
        return [
            {name: _cell(cell, today) for name, cell in zip((*columns, WHO), line, strict=False)}
            for line in told
        ]
    return list(told) if question.kind == Kind.TICKS else plain(told)


def _cell(cell, today):
    """A number in a story is a month, counted from this one; all else is typed text."""
    return month_from(today, cell) if isinstance(cell, int) else cell


def month_from(today, months):
    """The month so many months from now, such as “March 2027”."""
    years, month = divmod(today.month - 1 + months, 12)
    return f"{date(today.year + years, month + 1, 1):%B %Y}"


def plain(text):
    """A text that stands over several lines here, as one line."""
    return " ".join(text.split())
