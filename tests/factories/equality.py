"""Equality answers, of this month and folded away."""

from datetime import date

from django.utils.timezone import localdate

from grants.applications.equality.actions import fold_old_answers
from grants.models import EqualityAnswers

from .rounds import open_round


def equality_answers(*, round=None, old=1, fresh=1, **answers):
    """So many that were sent a year and more ago and are folded, and so many of this month."""
    round = round or open_round()
    answers = answers or {"age": "25_34", "sex": "female"}
    make_sent(round, old, answers, month=date(2020, 1, 1))
    fold_old_answers()
    make_sent(round, fresh, answers, month=localdate().replace(day=1))
    return round


def make_sent(round, many, answers, month):
    EqualityAnswers.objects.bulk_create(
        EqualityAnswers(round=round, month=month, answers=answers) for _ in range(many)
    )
