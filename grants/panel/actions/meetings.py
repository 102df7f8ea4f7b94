"""Preparing a panel: when and where, who sits on it, and what it looks at."""

import secrets
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_emails
from grants import history
from grants.panel.models import AgendaItem, Panel, PanelMember
from grants.panel.queries import may_sit, waiting

FEWEST, MOST = 1, 20  # people on a panel


def add_panel(*, round, meets_at, place, quorum, chair, members, by):
    """An officer calls a panel; all that waits for one in this round is on its agenda."""
    members = _seated(chair, members, quorum)
    if not by.is_officer:
        raise PermissionDenied
    with transaction.atomic():
        panel = Panel.objects.create(
            reference=secrets.token_hex(8),
            round=round,
            meets_at=meets_at,
            place=place,
            quorum=quorum,
            added_by=by,
        )
        _seat(panel, chair, members)
        _add_waiting(panel, by=by)
        _invite(panel, members, by=by)
    return panel


def change_panel(panel, *, meets_at, place, quorum, chair, members, by):
    """An officer changes when it meets or who sits on it, until it opens; all hear of it."""
    members = _seated(chair, members, quorum)
    with locked(panel, "grants.prepare_panel", by=by) as panel:
        if panel.opened_at is not None:
            raise Refused("This panel has opened, so its members and its time stay as they are.")
        panel.meets_at, panel.place, panel.quorum = meets_at, place, quorum
        panel.save(update_fields=["meets_at", "place", "quorum"])
        before = {member.user for member in panel.members.select_related("user")}
        panel.members.all().delete()
        _seat(panel, chair, members)
        _add_waiting(panel, by=by)
        _invite(panel, {*members, *before}, by=by)
    return panel


def put_in_order(panel, *, references, by):
    """An officer puts the agenda in an order; what is not named follows as it was."""
    with locked(panel, "grants.prepare_panel", by=by) as panel:
        if panel.signed_at is not None:
            raise Refused("The minutes of this panel are signed, so its agenda stays as it is.")
        place = {reference: number for number, reference in enumerate(references)}
        items = list(panel.agenda.select_related("application").order_by("number", "pk"))
        items.sort(key=lambda item: place.get(item.application.reference, len(place)))
        for number, item in enumerate(items, start=1):
            item.number = number
        AgendaItem.objects.bulk_update(items, ["number"])
    return panel


def open_panel(panel, *, present, by):
    """An officer or the chair opens the panel and says who came; said again, it is corrected."""
    with locked(panel, "grants.open_panel", by=by) as panel:
        if panel.signed_at is not None:
            raise Refused("The minutes of this panel are signed, so this can’t be changed now.")
        if len(set(present)) < panel.quorum:
            raise Refused(
                f"This panel needs {panel.quorum} people to decide. Wait for more of them, "
                "or choose another day."
            )
        here = [user.pk for user in present]
        panel.members.exclude(user__in=here).update(is_present=False)
        panel.members.filter(user__in=here).update(is_present=True)
        if panel.opened_at is None:
            panel.opened_at, panel.opened_by = now(), by
            panel.save(update_fields=["opened_at", "opened_by"])
            _add_waiting(panel, by=by)
    return panel


def take_up_waiting(panel, *, by):
    """An officer or the chair puts on the agenda what has come since."""
    with locked(panel, "grants.open_panel", by=by) as panel:
        if panel.signed_at is not None:
            raise Refused("The minutes of this panel are signed, so its agenda stays as it is.")
        _add_waiting(panel, by=by)
    return panel


@contextmanager
def locked(panel, permission, *, by):
    """The panel, locked, for somebody who may do this with it today."""
    by.forget()
    with transaction.atomic():
        panel = (
            Panel.objects.select_for_update(of=("self",)).select_related("round").get(pk=panel.pk)
        )
        if not by.has_perm(permission, panel):
            raise PermissionDenied
        yield panel


def _seated(chair, members, quorum):
    """Everybody who is to sit, the chair first; refused where that makes no panel."""
    members = list(dict.fromkeys([chair, *members]))
    for person in members:
        if not may_sit(person):
            raise Refused(f"{person} has no part in deciding, so they can’t sit on a panel.")
    if not chair.is_approver:
        raise Refused(f"{chair} can’t chair a panel: its chair must be an approver.")
    if not FEWEST <= quorum <= len(members) <= MOST:
        raise Refused(
            f"You chose {len(members)} people, and {quorum} must be there to decide. "
            "Choose more people, or a smaller number."
        )
    return members


def _seat(panel, chair, members):
    PanelMember.objects.bulk_create(
        PanelMember(panel=panel, user=user, is_chair=user == chair) for user in members
    )


def _add_waiting(panel, *, by):
    """Put on the agenda what waits for a panel of this round and is on no other agenda."""
    new = waiting().filter(round=panel.round).exclude(agenda_items__panel=panel)
    new = new.order_by("submitted_at", "pk")
    locked = [application.pk for application in new.select_for_update(of=("self",))]
    new = new.filter(pk__in=locked)  # asked again: one may have been decided while we waited
    start = panel.agenda.count()
    for number, application in enumerate(new, start=start + 1):
        AgendaItem.objects.create(panel=panel, application=application, number=number)
        history.record(application, verb="put_on_agenda", by=by)


def _invite(panel, people, *, by):
    stamp = f"{panel.reference}/{panel.meets_at.isoformat()}/{panel.place}"[:110]
    seats = set(panel.members.values_list("user", flat=True))
    queue_emails(
        [
            (
                "grants/panel_invitation" if person.pk in seats else "grants/panel_without_you",
                person,
                {"key": stamp, "panel": panel},
            )
            for person in people
            if person != by
        ]
    )
