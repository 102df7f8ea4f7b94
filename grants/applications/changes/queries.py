"""What can be asked about the changes of a returned application."""

from typing import NamedTuple

from grants.funds.models import Question

from .comparing import DOCUMENTS, DOCUMENTS_IN_WORDS
from .models import ChangeRequest


class Named(NamedTuple):
    """One question that we asked to change, what we said about it, and where it stands."""

    text: str
    said: str
    question: object = None  # None: the documents that no question asks for


def changes_asked_of(application):
    """What we asked to change since it was sent last, or None when it is not with the co-op."""
    if application.submitted_at is None or not application.is_draft:
        return None
    asked = ChangeRequest.objects.filter(submission__application=application)
    return asked.order_by("-submission__number").first()


def keys_open_in(application, form, partners):
    """The keys of what a returned application may change, or None for all of it."""
    asked = changes_asked_of(application)
    if asked is None or not asked.questions:
        return None
    budgets = set()
    if any(partner.declined_at for partner in partners):  # its lines need another owner
        questions = (question for section in form for question in section.asked)
        budgets = {q.key for q in questions if q.kind == Question.Kind.BUDGET}
    return {*asked.open_keys, *budgets}


def named_in(form, questions):
    """The questions that we asked to change, in the order of the form.

    questions: what we said about each, by key.
    """
    asked = [question for section in form for question in section.asked]
    named = [Named(q.text, questions[q.key], q) for q in asked if q.key in questions]
    if DOCUMENTS in questions:
        named.append(Named(DOCUMENTS_IN_WORDS, questions[DOCUMENTS]))
    return named
