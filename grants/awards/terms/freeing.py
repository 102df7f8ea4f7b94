"""Releasing instalments when what comes before them is there, and holding them back again.

Every action after which that may be so calls `free_what_is_ready` in its own transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from grants.applications.models import Application
from grants.awards.models import Award
from grants.lifecycle import ApplicationLifecycle

from .holding import facts_of, holds_back
from .models import Instalment
from .schedule import PAYING_TAKES


def lock_award(award):
    """The award with its application, both locked, in the order in which everything locks them.

    The application first, as a payment run does and before any history is written: who holds a
    history and waits for the case would meet a run that holds the case and waits for the history.
    And whoever meets the last thing missing must see that all others are met.
    """
    application = Application.objects.locked().get(pk=award.application_id)
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    award.application = application
    return award


def free_what_is_ready(award):
    """Release each instalment that nothing holds back, and hold back one that something does.

    What a live payment run holds stays as it is. Returns the numbers released now. It asks what
    is true only once it has the locks: the award, then its instalments by key, as runs do.
    """
    award = lock_award(award)
    rows = award.instalments.select_for_update(of=("self",)).order_by("pk")
    instalments, running = list(rows), numbers_in_runs(award)
    facts, conditions = facts_of(award), list(award.conditions.before_payment())
    freed = []
    for one in instalments:
        if one.number in running:
            continue
        is_ready = not holds_back(one, conditions, facts)
        if is_ready == (one.released_at is not None):
            continue
        one.released_at = now() if is_ready else None
        one.save(update_fields=["released_at"])
        if is_ready:
            freed.append(one.number)
    return freed


def numbers_in_runs(award):
    """The numbers of the instalments that stay as they are: in a live run, paid, or cancelled."""
    live = Q(payments__isnull=False) & Q(
        payments__cancelled_at=None, payments__failed_at=None, payments__returned_at=None
    )
    fixed = award.instalments.filter(live | Q(cancellation__isnull=False))
    return set(fixed.values_list("number", flat=True))


def lock_awards_of(organisation):
    """The signed awards that an organisation is paid for, locked in one fixed order."""
    awards = Award.objects.filter(
        payee=organisation,
        application__state__in=ApplicationLifecycle.SIGNED,
    )
    return [lock_award(award) for award in awards.order_by("application")]


def free_all(awards):
    """The same for each of these."""
    for award in awards:
        free_what_is_ready(award)


def free_by_date():
    """The clock: payments whose date is near are released. Returns how many."""
    soon = localdate() + PAYING_TAKES
    waiting = Instalment.objects.filter(
        released_at=None,
        due_on__range=(soon - timedelta(days=366), soon),
        award__application__state__in=ApplicationLifecycle.SIGNED,
    )
    freed = 0
    for award in Award.objects.filter(instalments__in=waiting).distinct().order_by("application"):
        with transaction.atomic():
            freed += len(free_what_is_ready(award))
    return freed
