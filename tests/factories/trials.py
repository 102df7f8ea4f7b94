"""A trial of a form by an officer."""

from grants.applications.trials.actions import save_trial_section
from grants.funds.queries import form_of

from .people import staff


def tried(round, *, by=None):
    section = form_of(round)[0]
    answers = {question.key: "Tried" for question in section.asked}
    return save_trial_section(round, section, answers=answers, by=by or staff("is_officer"))
