"""What is still to be paid: each instalment of a live award, with the day and what it waits for."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round
from django.utils.timezone import localdate, now

from grants.awards.subsidy.queries import with_clearance
from grants.awards.terms.models import Instalment
from grants.ledger import SENT, LedgerEntry
from grants.lifecycle import ApplicationLifecycle, Stage
from grants.money import PoundsField, to_the_penny
from grants.payments.stages import is_cancelled, live_payment, standing_hold
from grants.templatetags.words import MONTHS

NOTHING = Decimal("0.00")
PROMISED = (Stage.OFFERED, *ApplicationLifecycle.SIGNED)
ACCOUNTS = "award__payee__bank_details"
MONTHS_AHEAD = 12


def unpaid_instalments():
    """Instalments of offers and running awards with money `left` to pay; none that was cancelled.

    is_ready: nothing is missing any more, public money included, or it is in a run under way; and
    nobody holds it.
    """
    sent = LedgerEntry.objects.filter(payment__instalment=OuterRef("pk")).order_by()
    sent = sent.values("payment__instalment").annotate(found=Sum(SENT)).values("found")
    sent = Subquery(sent, output_field=PoundsField())
    usable = Q(
        award__application__state__in=ApplicationLifecycle.SIGNED,
        released_at__isnull=False,
        account__checked_at__isnull=False,
        account__usable_from__lte=now(),
        held_by="",
    )
    return (
        with_clearance(Instalment.objects.filter(award__application__state__in=PROMISED))
        # Not as a join that found nothing: PostgreSQL expects one row of that, and plans for one.
        .exclude(is_cancelled())
        .annotate(
            account=FilteredRelation(ACCOUNTS, condition=Q(**{f"{ACCOUNTS}__replaced_at": None})),
            hold=standing_hold(),
            live=live_payment(),
            left=Round(F("amount") - Coalesce(sent, NOTHING), precision=2),
        )
        .filter(left__gt=0)
        .annotate(
            is_ready=Case(
                When(hold__because__isnull=False, then=Value(False)),
                When(usable | Q(live__run__isnull=False), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
    )


@dataclass
class Month:
    """What is planned for one month: how much of it is ready, and how much waits. In pounds."""

    first: date | None  # None: all that comes after the last month shown
    ready: Decimal = NOTHING
    waiting: Decimal = NOTHING
    number: int = 0

    @property
    def total(self):
        return self.ready + self.waiting

    @property
    def name(self):
        return month_and_year(self.first) if self.first else "Later"


@dataclass
class Forecast:
    """The months to come, the present one first, with what is overdue in it."""

    months: list[Month]
    later: Month = field(default_factory=lambda: Month(None))
    overdue: Decimal = NOTHING

    @property
    def lines(self):
        return [*self.months, *([self.later] if self.later.number else [])]

    @property
    def ready(self):
        return sum((line.ready for line in self.lines), NOTHING)

    @property
    def waiting(self):
        return sum((line.waiting for line in self.lines), NOTHING)

    @property
    def total(self):
        return self.ready + self.waiting

    @property
    def number(self):
        return sum(line.number for line in self.lines)

    def first_months(self, number):
        """The same, and all that comes later in one line."""
        kept, rest = self.months[:number], [*self.months[number:], self.later]
        later = Month(
            None,
            sum((line.ready for line in rest), NOTHING),
            sum((line.waiting for line in rest), NOTHING),
            sum(line.number for line in rest),
        )
        return Forecast(kept, later, self.overdue)


def planned_days(instalments):
    """[(round, day, is ready, how much, how many)]: few rows, however many instalments."""
    return (
        instalments.order_by()
        .values_list("award__application__round", "due_on", "is_ready")
        .annotate(amount=Sum("left"), number=Count("pk"))
    )


def forecast_of(instalments, *, today=None, months=MONTHS_AHEAD):
    """The forecast by month of these `unpaid_instalments`. What is overdue is due this month."""
    today = today or localdate()
    first = today.replace(day=1)
    found = Forecast([Month(_months_after(first, place)) for place in range(months)])
    by_month = {month.first: month for month in found.months}
    for _round, due_on, is_ready, amount, number in planned_days(instalments):
        month = by_month.get(max(due_on, first).replace(day=1), found.later)
        amount = to_the_penny(amount)
        month.number += number
        if is_ready:
            month.ready += amount
        else:
            month.waiting += amount
        if due_on < today:
            found.overdue += amount
    return found


def _months_after(first, number):
    years, month = divmod(first.month - 1 + number, 12)
    return date(first.year + years, month + 1, 1)


def month_and_year(day):
    """November 2026"""
    return f"{MONTHS[day.month - 1]} {day.year}"
