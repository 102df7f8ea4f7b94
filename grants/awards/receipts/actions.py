"""Keeping what a co-op was told."""

import hashlib
import json
from datetime import timedelta

from django.utils.timezone import localdate

from .facts import facts_of
from .models import DecisionReceipt

SATURDAY = 5


def keep_receipt(decision):
    """Write down what the co-op is told, in the transaction of the decision itself."""
    content = facts_of(decision)
    days = decision.application.round.review_days
    return DecisionReceipt.objects.create(
        decision=decision,
        content=content,
        content_hash=hash_of(content),
        review_by=after_working_days(localdate(decision.decided_at), days),
    )


def hash_of(content):
    """SHA-256 of what was told, in one fixed spelling."""
    spelled = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def after_working_days(day, number):
    """The day that comes so many working days later, Monday to Friday.

    Bank holidays count as working days here, as we keep no list of them; the letter and the
    page name the day itself, so nobody has to count.
    """
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day
