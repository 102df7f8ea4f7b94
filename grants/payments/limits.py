"""How much one person may approve at once, as the fund’s settings say."""

from django.conf import settings

from applicants.access import Refused
from applicants.models import User
from grants.templatetags.words import pounds


def limit_of(user):
    """The most that this person may approve in one run; None is no limit."""
    return settings.APPROVAL_LIMITS.get(user.email.lower(), settings.APPROVAL_LIMIT)


def is_within(user, total):
    limit = limit_of(user)
    return limit is None or total <= limit


def refuse_beyond_limit(user, total):
    if not is_within(user, total):
        raise Refused(
            f"This run is {pounds(total)}, and you may approve up to {pounds(limit_of(user))}. "
            "Somebody with a higher limit must approve it."
        )


def who_may_approve(run, payments, total):
    """The colleagues who may approve this run: with the right, the limit, and no part in it yet."""
    took_part = {run.prepared_by_id, *(payment.bank_checked_by_id for payment in payments)}
    rows = User.objects.filter(is_finance_approver=True, is_active=True).order_by("name", "pk")
    return [user for user in rows if user.pk not in took_part and is_within(user, total)]
