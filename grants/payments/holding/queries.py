"""What can be asked about payments that somebody holds."""

from datetime import timedelta

from django.db.models import Exists, Q

from applicants.models import User
from applicants.written import FromNow
from grants.closeness import KEPT_FROM_JUDGING
from grants.involvement import standings_of
from grants.lifecycle import ApplicationLifecycle

from .models import InstalmentHold


def holds_to_decide(user):
    """What a colleague holds of grants that run: this approver says if it goes on or is given up.

    Not before their role counts; nor of cases that they do not judge.
    """
    kept_from = [pk for pk, said in standings_of(user).items() if said in KEPT_FROM_JUDGING]
    counts = Q(decides_from=None) | Q(decides_from__lte=FromNow(timedelta()))
    rows = InstalmentHold.objects.standing().filter(
        Exists(User.objects.filter(counts, pk=user.pk)),
        instalment__award__application__state__in=ApplicationLifecycle.SIGNED,
    )
    rows = rows.exclude(held_by=user)
    return rows.exclude(instalment__award__application__in=kept_from) if kept_from else rows
