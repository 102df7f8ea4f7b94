"""Mornings at which assessors hear about scores that they have not filed.

The mornings follow from the day alone, so a day that moves plans them anew. A message is one for
each person, round, morning and day: the sweep may run as often as it likes.
"""

import logging
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate, now

from applicants.emails import queue_emails
from applicants.models import Email
from grants.funds.models import Round

from .queries import owing

log = logging.getLogger(__name__)

MORNING = time(8)
EVENT = "grants/scores_reminder"
BEFORE, AFTER = timedelta(days=4), timedelta(days=6)  # how far off a day is looked at


class Morning(NamedTuple):
    """When one message is due, and until when it is still worth sending."""

    name: str
    at: datetime
    until: datetime


def mornings_of(due):
    """The three mornings of a day by which scores are due: before it, on it and after it."""
    zone = get_current_timezone()

    def morning(days_later):
        return datetime.combine(due + timedelta(days=days_later), MORNING, tzinfo=zone)

    return [
        Morning("before", morning(-3), morning(-1)),
        Morning("today", morning(0), morning(1)),
        Morning("after", morning(2), morning(5)),
    ]


def due_morning(due, at):
    """The morning whose message is due now, or None."""
    return next((one for one in mornings_of(due) if one.at <= at < one.until), None)


def remind_assessors():
    """Write to all who owe scores and whose morning has come. Returns how many messages."""
    at, today, written = now(), localdate(), 0
    near = Round.objects.published().filter(scores_due_on__range=(today - AFTER, today + BEFORE))
    for round in near.order_by("pk"):
        morning = due_morning(round.scores_due_on, at)
        if morning is None:
            continue
        try:
            with transaction.atomic():
                written += len(write_reminders(round, _asked_before(round, morning), morning.name))
        except Exception:  # one round that cannot be read must not silence the others
            log.exception("Could not remind the assessors of round %s.", round.reference)
    return written


def _asked_before(round, morning):
    """Who was asked after the morning began has just heard of it."""
    owed = {
        person: [one for one in asked if one.assigned_at < morning.at]
        for person, asked in owing(round).items()
    }
    return {person: asked for person, asked in owed.items() if asked}


def write_reminders(round, owed, morning):
    """One message to each, without the name of any co-op: their home page has those."""
    day = localdate() if morning == "by hand" else round.scores_due_on
    key = f"{round.reference}/{morning}/{day}"
    addresses = [person.email for person in owed]
    told = Email.objects.filter(event=EVENT, key=key, to__in=addresses)
    told = set(told.values_list("to", flat=True))
    return queue_emails(
        (EVENT, person, {"key": key, "round": round, "number": len(asked), "today": localdate()})
        for person, asked in owed.items()
        if person.email not in told
    )
