"""What an officer can do with a trial."""

from django.db import transaction

from grants.funds.models import Round

from .models import Trial


def save_trial_section(round, section, *, answers, by):
    """An officer types answers in a trial; they are kept for that officer alone."""
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)  # so that two windows take turns
        trial, _is_new = Trial.objects.get_or_create(round=round, officer=by)
        by_key = {question.key: question.code for question in section.asked}
        trial.answers |= {by_key[key]: answer for key, answer in answers.items()}
        if section.code not in trial.saved:
            trial.saved.append(section.code)
        trial.save(update_fields=["answers", "saved"])
    return trial


def restart_trial(round, *, by):
    """An officer throws a trial away, to begin afresh."""
    Trial.objects.filter(round=round, officer=by).delete()
