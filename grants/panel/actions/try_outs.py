"""Combinations of decisions that a panel keeps side by side while it makes up its mind."""

import secrets

from django.utils.timezone import now

from applicants.access import Refused
from grants.panel.models import TryOut

from .meetings import locked

MOST = 8


def save_try_out(panel, *, name, lines, by, try_out=None, version=0):
    """Somebody on the panel keeps a combination under a name, or changes one that is kept.

    lines: by the reference of the application: [verdict, pounds, days], as text.
    version: which saving of it this person saw; somebody else’s newer one is never overwritten.
    """
    with locked(panel, "grants.try_out", by=by) as panel:
        if panel.signed_at is not None:
            raise Refused("The minutes of this panel are signed, so nothing more is tried out.")
        known = set(panel.agenda.values_list("application__reference", flat=True))
        lines = {reference: line for reference, line in lines.items() if reference in known}
        if panel.try_outs.filter(name=name).exclude(pk=try_out and try_out.pk).exists():
            raise Refused(f"There is a combination called “{name}”. Choose another name.")
        facts = {"name": name, "lines": lines, "saved_at": now(), "saved_by": by}
        if try_out is None:
            if panel.try_outs.count() >= MOST:
                raise Refused(f"Keep {MOST} combinations or fewer. Remove one first.")
            return TryOut.objects.create(panel=panel, reference=secrets.token_hex(8), **facts)
        kept = panel.try_outs.get(pk=try_out.pk)
        if kept.version != version:
            raise Refused(f"{kept.saved_by} changed this combination while you had it open.")
        for field, value in {**facts, "version": version + 1}.items():
            setattr(kept, field, value)
        kept.save()
        return kept


def remove_try_out(try_out, *, by):
    """Somebody on the panel removes a combination that nobody needs any more."""
    with locked(try_out.panel, "grants.try_out", by=by) as panel:
        panel.try_outs.filter(pk=try_out.pk).delete()
