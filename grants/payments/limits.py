"""How much one person may approve at once, as the fund’s settings say.

A limit is of one payment run. It goes by the address under which an administrator gave somebody
the role: their own address they can change themselves, and would lift their limit with it.
"""

from decimal import Decimal

from django.conf import settings

from applicants.access import Refused
from applicants.models import RoleChange, StaffRole, User
from grants.involvement import conflicts_of, remember_standings
from grants.templatetags.words import pounds

from .holding.models import InstalmentHold
from .models import Payment


def limit_of(user):
    """The most that this person may approve in one run; None is no limit."""
    return limits_of([user])[user.pk]


def limits_of(users):
    """{key of a person: the most that they may approve in one run}.

    Where only some are named, and nothing is said of everybody else, the others approve nothing.
    """
    if not settings.APPROVAL_LIMITS:
        return dict.fromkeys((user.pk for user in users), settings.APPROVAL_LIMIT)
    others = Decimal(0) if settings.APPROVAL_LIMIT is None else settings.APPROVAL_LIMIT
    known_as = _addresses_of(users)
    return {
        user.pk: settings.APPROVAL_LIMITS.get(known_as.get(user.pk, ""), others) for user in users
    }


def _addresses_of(users):
    """{key of a person: their address when the role to approve was given to them last}."""
    given = RoleChange.objects.filter(
        user__in=users, role=StaffRole.FINANCE_APPROVER, is_given=True
    ).order_by("changed_at", "pk")
    return {user: email.lower() for user, email in given.values_list("user", "email")}


def is_within(user, total):
    return _reaches(limit_of(user), total)


def _reaches(limit, total):
    return limit is None or total <= limit


def refuse_beyond_limit(user, total):
    if not is_within(user, total):
        raise Refused(
            f"This run is {pounds(total)}, and you may approve up to {pounds(limit_of(user))}. "
            "Somebody with a higher limit must approve it."
        )


def why_approval_fell(run, total):
    """Why what somebody approved does not stand any more, as a sentence; empty while it does.

    Their role was taken away, or their account closed, perhaps because of this very run.
    """
    who = run.approved_by
    if who is None:
        return ""
    return _why_it_fell(
        run, total, limit_of(who), may=who.has_perm("grants.approve_payment_run", run)
    )


def why_approvals_fell(runs):
    """{key of a run: the same sentence}, for a list of runs with their `total`, by few queries.

    Who prepared a run, and who checked its accounts, were others and stay so: only what can change
    about whoever approved it is asked.
    """
    approved = [run for run in runs if run.approved_by_id]
    people = list({run.approved_by_id: run.approved_by for run in approved}.values())
    if not people:
        return {}
    limits, may = limits_of(people), {}
    remember_standings(people)
    for who in people:
        closed = _runs_that_pay(approved, conflicts_of(who))
        has_the_role = who.has_perm("grants.approve_payment_run")
        may[who.pk] = {run.pk: has_the_role and run.pk not in closed for run in approved}
    return {
        run.pk: _why_it_fell(
            run, run.total, limits[run.approved_by_id], may=may[run.approved_by_id][run.pk]
        )
        for run in approved
    }


def _runs_that_pay(runs, cases):
    """Those of these runs in which one of these cases is paid; no query where there are none."""
    if not cases:
        return set()
    paid = Payment.objects.filter(run__in=runs, instalment__award__application__in=cases)
    return set(paid.values_list("run", flat=True))


def _why_it_fell(run, total, limit, *, may):
    who = run.approved_by
    if not may:
        return f"{who} approved this run, and may not approve it any more."
    if not _reaches(limit, total):
        return (
            f"This run is {pounds(total)}, and {who}, who approved it, may approve up to "
            f"{pounds(limit)} now."
        )
    return ""


def who_may_approve(run, payments, total):
    """The colleagues who may approve this run: with the right, the limit, and no part in it yet.

    Whoever let go what a colleague held has had a part in it too.
    """
    holds = InstalmentHold.objects.overruling().filter(instalment__payments__run=run)
    took_part = {run.prepared_by_id, *(payment.bank_checked_by_id for payment in payments)}
    took_part |= set(holds.values_list("let_go_by", flat=True))
    rows = User.objects.filter(is_finance_approver=True, is_active=True).order_by("name", "pk")
    limits = limits_of(rows)
    remember_standings(rows)
    return [
        user
        for user in rows
        if user.pk not in took_part
        and _reaches(limits[user.pk], total)
        and user.has_perm("grants.approve_payment_run", run)
    ]
