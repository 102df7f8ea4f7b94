"""Mornings at which a co-op hears that it has not confirmed its public money yet.

They count from our notice, or from the last signature where that came later: until then the offer
has reminders of its own. A message is one for each person, notice and morning, so the sweep may run
as often as it likes.
"""

import logging
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils.timezone import get_current_timezone, localdate, now

from applicants.emails import queue_email
from grants.applications.models import Application
from grants.awards.models import Award
from grants.involvement import conflicts_of
from grants.lifecycle import ApplicationLifecycle

from .models import LimitConfirmation, Route, SubsidyNotice
from .queries import notice_of, route_in_query, standing_of

log = logging.getLogger(__name__)

MORNING = time(8)
LATEST = timedelta(days=7)  # after its morning a message is not worth sending any more


def unconfirmed():
    """Signed awards whose co-op has not confirmed, with `asked_at`: since when it could."""
    notices = SubsidyNotice.objects.filter(award=OuterRef("pk")).order_by("-pk")
    confirmed = LimitConfirmation.objects.current().filter(award=OuterRef("pk"))
    return (
        Award.objects.filter(
            ~Exists(confirmed),
            application__state__in=ApplicationLifecycle.SIGNED,
            accepted_at__isnull=False,
        )
        .annotate(
            route=route_in_query("application"), noticed_at=Subquery(notices.values("made_at")[:1])
        )
        .filter(route=Route.MINIMAL, noticed_at__isnull=False)
        .annotate(asked_at=Greatest(F("noticed_at"), F("accepted_at")))
    )


def long_unconfirmed(user):
    """Those whose co-op was reminded for the last time and has not confirmed, for an officer."""
    last = max(settings.SUBSIDY_REMINDER_DAYS, default=0)
    rows = unconfirmed().filter(asked_at__lt=_start_of(localdate() - timedelta(days=last)))
    hidden = conflicts_of(user)
    return rows.exclude(application__in=hidden) if hidden else rows


def due_day(asked_at, at):
    """Which of the days in the settings has come, the last of them; None before, or long after."""
    zone = get_current_timezone()
    first = asked_at.astimezone(zone).date()
    for days in sorted(settings.SUBSIDY_REMINDER_DAYS, reverse=True):
        morning = datetime.combine(first + timedelta(days), MORNING, tzinfo=zone)
        if morning <= at:
            return days if at < morning + LATEST else None
    return None


def remind_to_confirm():
    """Write to those who can confirm. Returns how many messages there were to write."""
    days = settings.SUBSIDY_REMINDER_DAYS
    if not days:
        return 0
    at, written = now(), 0
    oldest = at - timedelta(days=max(days) + 1) - LATEST
    due = unconfirmed().filter(asked_at__gt=oldest, asked_at__lte=at - timedelta(min(days) - 1))
    for pk, asked_at, reference in due.order_by("pk").values_list(
        "application", "asked_at", "reference"
    ):
        try:
            if day := due_day(asked_at, at):
                written += _remind(pk, day)
        except Exception:  # one award that cannot be read must not silence the others
            log.exception("Could not remind the co-op of award %s.", reference)
    return written


def _remind(pk, day):
    with transaction.atomic():
        rows = Application.objects.filter(state__in=ApplicationLifecycle.SIGNED)
        application = rows.locked().filter(pk=pk).first()
        if application is None:
            return 0  # the award ended while we looked
        award = Award.objects.get(application=application)
        award.application = application
        notice = notice_of(award)
        if not standing_of(award).is_to_confirm:
            return 0  # confirmed while we looked
        facts = {
            "key": f"{award.reference}/{notice.pk}/{day}",
            "about": application.reference,
            "application": application,
            "award": award,
            "notice": notice,
        }
        people = who_can_confirm(application.organisation)
        return len(queue_email("grants/public_money_reminder", people, **facts))


def who_can_confirm(organisation):
    """Its signatories; where it has none, its owners, who can choose one."""
    acting = {"memberships__organisation": organisation, "memberships__ended_at": None}
    people = organisation.people()
    signs = list(people.filter(**acting, memberships__is_signatory=True).distinct())
    return signs or list(people.filter(**acting, memberships__role="owner").distinct())


def _start_of(day):
    return datetime.combine(day, time(), tzinfo=get_current_timezone())
