"""Mornings at which those who have not signed an offer hear that its last day is near.

The mornings follow from the last day alone, so more time plans them anew. A message is one for
each person, offer, morning and last day: the sweep may run as often as it likes.
"""

import logging
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.timezone import get_current_timezone, now

from applicants.emails import queue_email
from grants.applications.models import Application
from grants.awards.hosting.queries import hosting_of
from grants.awards.models import Award
from grants.awards.reviews.queries import officers_to_tell
from grants.lifecycle import Stage

from .actions import owners_of
from .queries import letter_in_force, standing_of

log = logging.getLogger(__name__)

MORNING = time(8)


class Morning(NamedTuple):
    """When one message is due, and until when it is still worth sending."""

    days: int  # before the last day; 0 is the day itself, and for officers
    at: datetime
    until: datetime


def mornings_of(respond_by):
    """The mornings before a last day, by the clock on the wall, the earliest first."""
    zone = get_current_timezone()
    last = respond_by.astimezone(zone).date()
    days = [*sorted(settings.OFFER_REMINDER_DAYS, reverse=True), 0]
    starts = [datetime.combine(last - timedelta(each), MORNING, tzinfo=zone) for each in days]
    ends = [*starts[1:], respond_by]
    return [Morning(*each) for each in zip(days, starts, ends, strict=True)]


def due_morning(respond_by, known_since, at):
    """The morning whose message is due now, or None; those before the date was set are over."""
    return next(
        (one for one in mornings_of(respond_by) if known_since < one.at <= at < one.until), None
    )


def remind_signatories():
    """Write to those whose signature is missing. Returns how many messages there were to write."""
    at, written = now(), 0
    farthest = at + timedelta(days=max(settings.OFFER_REMINDER_DAYS, default=0) + 1)
    near = Award.objects.filter(
        application__state=Stage.OFFERED, respond_by__gt=at, respond_by__lte=farthest
    )
    for pk, reference in near.order_by("pk").values_list("application", "reference"):
        try:
            written += _remind(pk, at)
        except Exception:  # one offer that cannot be read must not silence the others
            log.exception("Could not remind the co-op of offer %s.", reference)
    return written


def _remind(pk, at):
    with transaction.atomic():
        application = Application.objects.locked().filter(pk=pk, state=Stage.OFFERED).first()
        if application is None:
            return 0  # answered while we looked
        award = Award.objects.get(application=application)
        moved = award.extensions.order_by("pk").last()
        morning = due_morning(award.respond_by, moved.at if moved else award.offered_at, at)
        if morning is None:
            return 0
        return len(_write(application, award, morning))


def _write(application, award, morning):
    hosting = hosting_of(application)
    standing = standing_of(application, letter_in_force(application), hosting)
    last = f"{award.respond_by.astimezone(UTC):%Y-%m-%d}"
    facts = {
        "key": f"{application.reference}/{morning.days}/{last}",
        "about": application.reference,
        "application": application,
        "award": award,
        "standing": standing,
    }
    if morning.days == 0:
        return queue_email("grants/offer_ends_today", officers_to_tell(application), **facts)
    written = []
    for side in standing.sides:
        people = {person.pk: person for person in side.waiting} if side.left else {}
        if side.lacks or not standing.has_way:
            people |= {person.pk: person for person in owners_of(side.organisation)}
        asked = hosting if side.is_host else None
        written += queue_email("grants/offer_reminder", people.values(), hosting=asked, **facts)
    return written
