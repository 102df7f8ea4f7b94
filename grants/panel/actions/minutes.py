"""The minutes: drafted from what happened, corrected by people, signed by the chair, frozen."""

import hashlib

from django.utils.timezone import now

from applicants.access import Refused
from grants.panel.models import Resolution, Verdict
from grants.panel.queries import agenda_of
from grants.panel.recounting import minutes_of

from .meetings import locked

SIGNED = "The minutes are signed, so they stay as they are."


def begin_minutes(panel, *, by):
    """An officer has the minutes drafted from what happened; what somebody wrote is kept."""
    with locked(panel, "grants.write_minutes", by=by) as panel:
        if panel.signed_at is not None:
            raise Refused(SIGNED)
        if panel.opened_at is None:
            raise Refused("This panel has not opened yet, so there is nothing to write down.")
        if not panel.minutes:
            _write(panel, minutes_of(panel, agenda_of(panel)))
    return panel


def save_minutes(panel, *, text, version, by):
    """An officer or the chair corrects the minutes; a newer text is never overwritten unseen."""
    with locked(panel, "grants.write_minutes", by=by) as panel:
        if panel.signed_at is not None:
            raise Refused(SIGNED)
        if panel.minutes_version != version and panel.minutes != text:
            raise Refused(
                "Somebody changed the minutes while you had them open. Copy your words, "
                "open the page again and put both together."
            )
        if panel.minutes != text:
            _write(panel, text)
    return panel


def sign_minutes(panel, *, version, by):
    """The chair signs the minutes as they stand. From then on nothing of this panel changes."""
    with locked(panel, "grants.sign_minutes", by=by) as panel:
        if panel.signed_at is not None:
            return panel
        if panel.minutes_version != version or not panel.minutes:
            raise Refused("The minutes have changed. Read them once more before you sign.")
        items = agenda_of(panel)
        open_items = [item for item in items if item.is_waiting]
        if open_items:
            names = ", ".join(item.application.organisation.name for item in open_items)
            raise Refused(f"Decide or defer these before you sign: {names}.")
        panel.signed_at, panel.signed_by = now(), by
        panel.minutes_hash = hashlib.sha256(panel.minutes.encode()).hexdigest()
        panel.save(update_fields=["signed_at", "signed_by", "minutes_hash"])
        panel.agenda.update(is_live=False)
        _close_up_reserve(panel)
    return panel


def _write(panel, text):
    panel.minutes, panel.minutes_version = text, panel.minutes_version + 1
    panel.save(update_fields=["minutes", "minutes_version"])


def _close_up_reserve(panel):
    """Number the reserve list from 1 without gaps, in the order in which it was made."""
    held = Resolution.objects.standing().filter(
        application__round=panel.round, verdict=Verdict.RESERVE
    )
    for place, resolution in enumerate(held.order_by("reserve_place", "pk"), start=1):
        Resolution.objects.filter(pk=resolution.pk).update(reserve_place=place)
