"""How far a trial is, judged by the very rules that judge an application."""

from typing import NamedTuple

from grants.applications.drafts import Draft
from grants.applications.section_form import sound_in
from grants.funds.models import Question
from grants.funds.queries import form_of

from .models import Trial


class Kept(NamedTuple):
    """What one section of a trial says, as `Draft` reads it."""

    answers: dict
    sound: list


def trial_of(round, officer):
    """The trial that this officer has begun, or an empty one that is not kept yet."""
    return Trial.objects.filter(round=round, officer=officer).first() or Trial(
        round=round, officer=officer
    )


def draft_of(trial):
    """The trial as a draft of the form as it stands today. Its files count as given."""
    form = form_of(trial.round)
    saved = {}
    for section in form:
        if section.code in trial.saved:
            answers = {q.key: trial.answers[q.code] for q in section.asked if _has(trial, q)}
            saved[section.pk] = Kept(answers, sound_in(section, answers))
    files = {q.key: 1 for part in form for q in part.asked if q.kind == Question.Kind.FILES}
    return Draft(trial.round, form, saved, files)


def _has(trial, question):
    return question.code in trial.answers
