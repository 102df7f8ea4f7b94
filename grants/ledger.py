"""The fund's own ledger of grants: what was promised, what left, what came back.

Rows are added and never changed; a correction is a new row. Every balance is a sum of rows. The
kind of a row says what it does to the two balances that there are: what is committed (promised and
not given up) and what is paid (left, and did not come back). Amounts are always above nothing.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Max, Min, OuterRef, Q, Subquery, Sum, Value, When
from django.utils.timezone import localdate, now

from .money import PoundsField, to_the_penny

NOTHING = Decimal("0.00")
APRIL = 4


class LedgerKind(models.TextChoices):
    COMMITMENT = "commitment", "Promised"
    RELEASE = "release", "No longer promised"
    PAYMENT = "payment", "Paid"
    FAILURE = "failure", "Payment failed"
    RETURN = "return", "Sent back by the bank"
    RECOVERY = "recovery", "Paid back by the co-op"
    CORRECTION = "correction", "Not paid back after all"


class Balance(NamedTuple):
    """Two sums of rows, in pounds."""

    committed: Decimal
    paid: Decimal

    @property
    def unpaid(self):
        return self.committed - self.paid


def _signed(*, adds, takes):
    """The amount of a row as it counts towards one balance."""
    return Case(
        When(kind__in=adds, then=F("amount")),
        When(kind__in=takes, then=-F("amount")),
        default=NOTHING,
        output_field=PoundsField(),
    )


K = LedgerKind
# What came back from a co-op is neither paid any more nor promised, until two people see that it
# did not come. What a bank sent back still is promised. What failed never left.
COMMITTED = _signed(adds=[K.COMMITMENT, K.CORRECTION], takes=[K.RELEASE, K.RECOVERY])
PAID = _signed(adds=[K.PAYMENT, K.CORRECTION], takes=[K.RETURN, K.RECOVERY])
# What left for one instalment and stayed away. What a co-op pays back later does not make an
# instalment due again.
SENT = _signed(adds=[K.PAYMENT], takes=[K.RETURN])


class LedgerQuerySet(models.QuerySet):
    def update(self, **changes):
        raise TypeError("A ledger row is never changed.")

    def delete(self):
        raise TypeError("A ledger row is never deleted.")

    def balance(self):
        """What these rows add up to."""
        return self.balance_and_number()[0]

    def balance_and_number(self):
        """What these rows add up to, and how many they are."""
        sums = self.aggregate(
            committed_sum=Sum(COMMITTED), paid_sum=Sum(PAID), number=models.Count("pk")
        )
        balance = Balance(to_the_penny(sums["committed_sum"]), to_the_penny(sums["paid_sum"]))
        return balance, sums["number"]


class LedgerEntry(models.Model):
    """One thing that happened to the money of one award."""

    application = models.ForeignKey(
        "grants.Application", on_delete=models.PROTECT, related_name="ledger"
    )
    kind = models.CharField(max_length=10, choices=LedgerKind.choices)
    amount = PoundsField()
    on = models.DateField(help_text="The day in whose accounts it belongs.")
    cost_code = models.CharField(max_length=30, blank=True, help_text="As it was on that day.")
    payment = models.ForeignKey(
        "grants.Payment", on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    because = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=80, unique=True, help_text="What happens once, once only.")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [
            models.CheckConstraint(
                name="a_ledger_row_is_more_than_nothing", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="what_a_bank_does_names_its_payment",
                condition=~Q(kind__in=["payment", "failure", "return"]) | Q(payment__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["on"], name="ledger_by_day")]

    def __str__(self):
        return self.key


def committed_of_application():
    """A subquery: what one application's rows leave promised, for the outer row's `pk`."""
    rows = LedgerEntry.objects.filter(application=OuterRef("pk")).order_by().values("application")
    return Subquery(rows.annotate(sum=Sum(COMMITTED)).values("sum"), output_field=PoundsField())


def paid_of_applications(applications):
    """{application: what left for it and did not come back}, in one query."""
    return _sums_of(applications, Sum(PAID))


def unpaid_of_applications(applications):
    """{application: what is promised to it and did not leave}, in one query."""
    return _sums_of(applications, Sum(COMMITTED) - Sum(PAID))


def _sums_of(applications, sum_):
    rows = LedgerEntry.objects.filter(application__in=applications).order_by()
    sums = rows.values("application").annotate(sum=sum_).values_list("application", "sum")
    return {application: to_the_penny(amount) for application, amount in sums}


def row(application, kind, amount, *, key, by, on=None, payment=None, because=""):
    """A row that is not kept yet, so that many can be entered at once.

    key: unique for what happened, so that it is never entered twice.
    on: the day in whose accounts it belongs; today by itself.
    """
    return LedgerEntry(
        application=application,
        kind=kind,
        amount=amount,
        on=on or localdate(),
        cost_code=application.round.books_under,
        payment=payment,
        because=because[:300],
        key=key,
        by=by,
    )


def enter(application, kind, amount, **facts):
    """Add one `row`, in the caller's transaction. The caller holds the application's lock."""
    return enter_all([row(application, kind, amount, **facts)])[0]


def enter_all(rows):
    """Add these rows, in the caller's transaction, which holds the locks of their applications."""
    return LedgerEntry.objects.bulk_create(list(rows), batch_size=500)


def give_back(application, *, by, because):
    """What was promised and not paid is free again. Does nothing where nothing is left.

    Returns the amount. The caller holds the application's lock.
    """
    rows = application.ledger
    left = rows.all().balance().unpaid
    if left > 0:
        count = rows.filter(kind=LedgerKind.RELEASE).count()
        key = f"{application.reference}/release/{count + 1}"
        enter(application, LedgerKind.RELEASE, left, key=key, by=by, because=because)
    return max(left, NOTHING)


def financial_year(day):
    """The year in which it begins: councils count from 1 April to 31 March."""
    return day.year if day.month >= APRIL else day.year - 1


def days_of_financial_year(year):
    """(first, last day)"""
    return date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def by_financial_year(rows):
    """Each row with the `year` it belongs to. Comparing days lets the database stay quick."""
    ends = rows.aggregate(first=Min("on"), last=Max("on"))
    if ends["first"] is None:
        return rows.annotate(year=Value(0))
    years = range(financial_year(ends["first"]), financial_year(ends["last"]) + 1)
    cases = [When(on__lte=days_of_financial_year(year)[1], then=Value(year)) for year in years]
    return rows.annotate(year=Case(*cases, output_field=models.IntegerField()))
