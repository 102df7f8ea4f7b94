"""Mornings at which a co-op hears about a draft that it has not sent.

The mornings follow from the deadline alone, so a deadline that moves plans them anew. A message
is one for each person, draft, morning and deadline: the sweep may run as often as it likes.
"""

import logging
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import get_current_timezone, now

from applicants.emails import queue_emails
from applicants.models import Email, Membership, User
from grants.funds.models import Round
from grants.lifecycle import Stage

from .models import Application, Extension
from .partners.queries import people_of_partners, with_standing
from .queries import draft_of, time_left

log = logging.getLogger(__name__)

MORNING = time(8)
DAY = timedelta(days=1)
BEFORE, AFTER = timedelta(days=9), timedelta(days=5)  # how far off a deadline is looked at


class Morning(NamedTuple):
    """When one message is due, and until when it is still worth sending."""

    name: str
    event: str
    at: datetime
    until: datetime


def mornings_of(deadline):
    """The four mornings of a deadline, by the clock on the wall, the earliest first."""
    zone = get_current_timezone()
    here = deadline.astimezone(zone)
    last = here.date() if here.time() > MORNING else here.date() - DAY

    def morning(days_later):
        return datetime.combine(last + days_later * DAY, MORNING, tzinfo=zone)

    remind, passed = "draft_reminder", "deadline_passed"
    return [
        Morning("7 days", remind, morning(-7), morning(-6)),
        Morning("2 days", remind, morning(-2), morning(-1)),
        Morning("last morning", remind, morning(0), deadline),
        Morning("passed", passed, morning(1), morning(4)),
    ]


def due_morning(deadline, started_at, at):
    """The morning whose message is due now, or None; those before the draft began are over."""
    return next(
        (one for one in mornings_of(deadline) if started_at < one.at <= at < one.until), None
    )


def remind_drafts():
    """Write to all who work on a draft whose morning has come. Returns how many messages."""
    at, written = now(), 0
    for pk, reference in _near_their_deadline(at):
        try:
            written += _remind(pk, at)
        except Exception:  # one draft that cannot be read must not silence the others
            log.exception("Could not remind the co-op of draft %s.", reference)
    return written


def _near_their_deadline(at):
    near = (at - AFTER, at + BEFORE)
    rounds = Round.objects.published().filter(closes_at__range=near)
    given = Extension.objects.filter(until__range=near)
    drafts = Application.objects.filter(state=Stage.DRAFT, submitted_at=None)
    drafts = drafts.filter(Q(round__in=rounds) | Q(pk__in=given.values("application")))
    return list(drafts.order_by("pk").values_list("pk", "reference"))


def _remind(pk, at):
    with transaction.atomic():
        drafts = Application.objects.filter(state=Stage.DRAFT, submitted_at=None)
        application = drafts.locked().filter(pk=pk).first()
        if application is None:
            return 0  # sent or withdrawn while we looked
        time = time_left(application, at)
        morning = due_morning(time.deadline, application.started_at, at)
        if morning is None:
            return 0
        return _write(application, morning, time, can_ask=time.can_ask(at))


def _write(application, morning, time, *, can_ask):
    """One message to each of the lead, and to each who answers for a partner in other words."""
    key = f"{application.reference}/{morning.name}/{time.deadline.astimezone(UTC):%Y-%m-%dT%H:%M}"
    facts = {
        "key": key,
        "about": application.reference,
        "application": application,
        "time": time,
        "is_last": morning.name == "last morning",
        "can_ask": can_ask,
    }
    people = _not_told(_editors_of(application), morning.event, key)
    messages = [(f"grants/{morning.event}", people, facts)]
    joining = dict(people_of_partners(application, who_write=True))
    if joining:
        with_standing(joining.values(), draft_of(application))
    for person in _not_told(joining, f"joint_{morning.event}", key):
        told = (f"grants/joint_{morning.event}", person, {**facts, "partner": joining[person]})
        messages.append(told)
    return len(queue_emails(messages))


def _editors_of(application):
    editing = Membership.objects.live().filter(
        organisation=application.organisation_id,
        role__in=[Membership.Role.OWNER, Membership.Role.EDITOR],
    )
    return User.objects.filter(pk__in=editing.values("user"), is_active=True).order_by("pk")


def _not_told(people, event, key):
    """Those who have no such message yet: nothing is rendered in vain."""
    people = list(people)
    addresses = [one.email for one in people]
    rows = Email.objects.filter(event=f"grants/{event}", key=key, to__in=addresses)
    told = set(rows.values_list("to", flat=True)) if people else ()
    return [one for one in people if one.email not in told]
