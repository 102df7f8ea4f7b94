"""Where the work of an application happens: its postcode, and the ward that the file knows."""

from applicants.wards import ward_of
from grants.funds.models import Question


def postcode_in(form, answers):
    """What the first question for a postcode was answered with, or nothing."""
    asked = (q for part in form for q in part.asked if q.kind == Question.Kind.POSTCODE)
    return next(filter(None, (answers.get(question.key) for question in asked)), "")


def ward_at_sending(form, answers):
    """The ward that is written on an application for good: by the postcode file of that day."""
    return ward_of(postcode_in(form, answers))


def ward_as_known(application, postcode):
    """The ward of a draft by the file of today; of what was sent, as it was found on that day."""
    kept = "" if application.is_draft else application.ward
    return kept or ward_of(postcode)
