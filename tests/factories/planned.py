"""Terms of an offer: what was planned for it."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.timezone import localdate

from grants.awards.terms.shape import PlannedCondition, PlannedInstalment, PlannedLine, Terms


def terms(*, amounts=("4000",), days="3", space="", reports=(), conditions=()):
    """Money in these parts, a month apart; days; a space of so many weeks; and conditions.

    reports: the report that each part waits for. conditions: PlannedCondition, or (text, the
    payment that it holds back or None).
    """
    parts = [Decimal(amount) for amount in amounts]
    reports = [*reports, *[""] * (len(parts) - len(reports))]
    lines = [PlannedLine("money", "Grant", amount=sum(parts))]
    if days:
        each = settings.ADVISER_DAY_VALUE
        lines.append(
            PlannedLine("days", "Adviser days", quantity=Decimal(days), unit="days", each=each)
        )
    if space:
        each = Decimal("40.00")
        lines.append(
            PlannedLine("space", "Market hall", quantity=Decimal(space), unit="weeks", each=each)
        )
    return Terms(
        lines,
        [
            PlannedInstalment(number, amount, localdate() + timedelta(30 * number), report)
            for number, (amount, report) in enumerate(zip(parts, reports, strict=True), 1)
        ],
        [condition(one) if isinstance(one, tuple) else one for one in conditions],
    )


def condition(said):
    text, before = said
    return PlannedCondition("other", text, before=before)
