"""Keeping the equality answers, cutting them loose, and letting them go."""

import secrets
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants.applications.models import Application

from .models import EqualityAnswers, EqualityTotal
from .questions import NOT_ANSWERED, QUESTIONS

YEARS_KEPT = 1  # then only how many gave each answer stays
DAYS_FOR_UNSENT = 90  # after the round closed


def this_month():
    return localdate().replace(day=1)


def save_equality_answers(application, *, answers, by):
    """Keep what the person who sends an application answers about themselves.

    Nothing says who answered, not even the history: `by` is only asked whether they may.
    Answering nothing takes back what was answered before.
    """
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if not may_still_answer(locked) or not by.has_perm("grants.submit_application", locked):
            raise Refused("This application is sent, so these answers can’t be changed now.")
        if not answers:
            forget_equality_answers(locked)
            locked.save(update_fields=["equality_key"])
            return
        if not locked.equality_key:
            locked.equality_key = secrets.token_hex(16)
            locked.save(update_fields=["equality_key"])
        EqualityAnswers.objects.update_or_create(
            key=locked.equality_key,
            defaults={"round_id": locked.round_id, "month": this_month(), "answers": answers},
        )


def may_still_answer(application):
    """Until it is sent for the first time: after that, nobody knows which answers are whose."""
    return application.is_draft and application.submitted_at is None


def cut_loose(application):
    """Sending: forget which answers came with it. The caller saves the application."""
    if application.equality_key:
        rows = EqualityAnswers.objects.filter(key=application.equality_key)
        rows.update(key=None, month=this_month())
        application.equality_key = ""


def forget_equality_answers(application):
    """The answers that came with a draft go. The caller saves the application."""
    if application.equality_key:
        EqualityAnswers.objects.filter(key=application.equality_key).delete()
        application.equality_key = ""


def sweep_equality_answers():
    """Delete what belongs to drafts that can’t be sent any more, and fold what is old."""
    long_closed = now() - timedelta(days=DAYS_FOR_UNSENT)
    unsent = EqualityAnswers.objects.exclude(key=None)
    unsent.filter(round__closes_at__lt=long_closed).delete()
    fold_old_answers()


def fold_old_answers():
    """Turn single answers that are old enough into how many gave each, then delete them."""
    today = this_month()
    oldest = today.replace(year=today.year - YEARS_KEPT)
    with transaction.atomic():
        old = EqualityAnswers.objects.select_for_update().filter(key=None, month__lt=oldest)
        rows = list(old)
        tally = Counter(
            (row.round_id, question.code, row.answers.get(question.code, NOT_ANSWERED[0]))
            for row in rows
            for question in QUESTIONS
        )
        for (round_id, question, option), count in tally.items():
            total, _ = EqualityTotal.objects.select_for_update().get_or_create(
                round_id=round_id, question=question, option=option
            )
            total.count += count
            total.save(update_fields=["count"])
        EqualityAnswers.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
