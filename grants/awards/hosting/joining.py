"""What happens to hostings when the body that holds the money is joined into another record."""

from applicants.emails import queue_email
from grants import history

from .models import Hosting


def carry_over_hostings(merged, kept, *, by):
    """They go with the record that is kept: each case says so, and the group is told.

    Its money is asked for, and paid, under another name from now on. The cases are locked by now,
    with the joined records’ own.
    """
    rows = Hosting.objects.filter(host=merged)
    live = list(rows.live().select_related("award__application__organisation").order_by("award"))
    number = rows.update(host=kept)
    for hosting in live:
        application = hosting.award.application
        history.record(
            application,
            verb="join_host",
            by=by,
            subject=str(kept)[:60],
            note=f"{merged.name} is now {kept.name}.",
        )
        queue_email(
            "grants/host_joined",
            application.organisation,
            key=f"{hosting.reference}/{merged.reference}",
            about=application.reference,
            application=application,
            before=merged,
            host=kept,
        )
    return number
