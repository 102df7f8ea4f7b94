"""One approver decides about one application without a meeting: the panel’s way, in one step."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from grants.panel.before_deciding import why_not_alone
from grants.panel.models import AgendaItem, Panel, PanelMember

from .minutes import begin_minutes, sign_minutes
from .resolving import locked_case, write_down


def decide_alone(application, *, by, **said):
    """An approver decides without a meeting, within what the round allows, and minutes say so.

    It makes a sitting of one: opened, resolved, its minutes drafted and signed. The resolution
    is held like any other, so a second person reads the words before the co-op hears.
    said: what `resolve` takes. Raises Refused while it is a panel’s to decide.
    """
    by.forget()
    with transaction.atomic():
        round, application = locked_case(application.pk)
        if not by.has_perm("grants.decide_application", application):
            raise PermissionDenied
        if problem := why_not_alone(application):
            raise Refused(problem)
        item = AgendaItem.objects.create(
            panel=_sitting_of_one(round, by), application=application, number=1
        )
        by.forget()  # they have a seat now
        resolution = write_down(item, verb="decide_alone", by=by, **said)
        panel = begin_minutes(item.panel, by=by)
        sign_minutes(panel, version=panel.minutes_version, by=by)
    return resolution


def _sitting_of_one(round, by):
    at = now()
    panel = Panel.objects.create(
        reference=secrets.token_hex(8),
        round=round,
        is_meeting=False,
        meets_at=at,
        quorum=1,
        added_by=by,
        opened_at=at,
        opened_by=by,
    )
    PanelMember.objects.create(panel=panel, user=by, is_chair=True, is_present=True)
    return panel
