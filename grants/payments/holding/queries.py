"""What can be asked about payments that somebody holds."""

from grants.involvement import not_decided_by
from grants.lifecycle import ApplicationLifecycle

from .models import InstalmentHold


def holds_to_decide(user):
    """What a colleague holds of grants that run, where this approver says if it goes on or is
    given up."""
    rows = InstalmentHold.objects.standing().filter(
        instalment__award__application__state__in=ApplicationLifecycle.SIGNED
    )
    rows, kept_from = rows.exclude(held_by=user), not_decided_by(user)
    return rows.exclude(instalment__award__application__in=kept_from) if kept_from else rows
