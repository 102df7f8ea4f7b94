"""What can be asked about the terms of awards."""

import hashlib

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from grants.awards.subsidy.queries import standing_of as standing_of_public_money
from grants.involvement import conflicts_of
from grants.lifecycle import ApplicationLifecycle

from .evidence.models import ConditionFile
from .holding import Facts, checked_accounts, is_settled
from .models import Condition

DUE_SOON_DAYS = 14


def fingerprint(instalments):
    """What a schedule is, in short: a page that was opened on another one is told so."""
    parts = (f"{one.number}|{one.amount:.2f}|{one.due_on}" for one in instalments)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def conditions_of(award, public_money=None):
    """Its conditions in order, each with `is_settled`, `has_new_files` and how it stands.

    public_money: how that stands, where the page knows it already.
    """
    public_money = public_money or standing_of_public_money(award)
    new = ConditionFile.objects.not_looked_at().filter(condition=OuterRef("pk"))
    found = list(
        award.conditions.select_related("owner", "met_by", "waived_by", "missing_by")
        .annotate(has_account=Exists(checked_accounts(award)), has_new_files=Exists(new))
        .order_by("number")
    )
    facts = Facts(
        is_signed=award.accepted_at is not None,
        has_checked_account=any(one.has_account for one in found),
        is_cleared=public_money.is_cleared,
    )
    for one in found:
        one.is_settled = is_settled(one, facts)
        one.standing_code, one.standing = standing_of(one, facts)
    return found


def standing_of(condition, facts):
    """(code of a tag, words): how a condition stands."""
    if condition.waived_at is not None:
        return "withdrawn", "Waived"
    if is_settled(condition, facts):
        return "accepted", "Met"
    if condition.has_new_files:
        return "submitted", "Sent to us"
    if not condition.before and condition.due_on is None:
        return "in_monitoring", "Goes on"
    if condition.due_on is not None and condition.due_on < facts.today:
        return "declined", "Overdue"
    return "waiting", "Still needed"


def still_needed(conditions):
    """Those that a co-op has something to do about: what holds money back, or has a day."""
    return [one for one in conditions if not one.is_settled and (one.before or one.due_on)]


def _looked_after_by(user):
    """Open conditions with a day, of running awards that no conflict closes to this officer."""
    rows = Condition.objects.open().filter(
        due_on__isnull=False, award__application__state__in=ApplicationLifecycle.SIGNED
    )
    conflicts = conflicts_of(user)
    return rows.exclude(award__application__in=conflicts) if conflicts else rows


def overdue_conditions(user):
    """What should have been met by now: of everybody who looks after nobody in particular, or
    of this officer."""
    mine = Q(owner=None) | Q(owner=user)
    return _looked_after_by(user).filter(mine, due_on__lt=localdate())


def conditions_due(user):
    """Every open condition with a day, the earliest first, with what its page shows."""
    return (
        _looked_after_by(user)
        .select_related("award__application__organisation", "owner")
        .order_by("due_on", "pk")
    )
