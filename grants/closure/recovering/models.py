"""Money that we ask back: who wants to, who decided that we do, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Round
from django.utils.timezone import localdate, now

from grants.applications.models import case_is_visible
from grants.awards.models import Award
from grants.ledger import NOTHING
from grants.money import PoundsField, total


class MoneyBackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For staff who see the case; its co-op hears of it by the letter, once that is decided."""
        if not user.is_fund_staff:
            return self.none()
        return self.filter(case_is_visible(user, "award__application"))

    def waiting(self):
        """An officer asks for it, and nobody has decided."""
        return self.filter(decided_at=None, dropped_at=None, is_unasked=False)

    def unasked_waiting(self):
        """It came, nobody asked for it, and a second person has not seen it yet."""
        return self.filter(decided_at=None, dropped_at=None, is_unasked=True)

    def decided(self):
        return self.filter(decided_at__isnull=False)

    def unsettled(self):
        """Asked for, and some of it neither came back nor was written off; with the sum `settled`.

        SQLite adds as floating point, so the sum is brought back to pennies.
        """
        agreed = Settlement.objects.agreed().filter(recovery=OuterRef("pk")).order_by()
        counts = Case(
            When(way=Way.UNDONE, then=-F("amount")),
            default=F("amount"),
            output_field=PoundsField(),
        )
        sums = agreed.values("recovery").annotate(sum=Sum(counts)).values("sum")
        settled = Coalesce(Subquery(sums, output_field=PoundsField()), Value(NOTHING))
        rows = (
            self.decided()
            .filter(is_unasked=False)
            .annotate(settled=Round(settled, 2, output_field=PoundsField()))
        )
        return rows.filter(amount__gt=F("settled"))


class MoneyBack(models.Model):
    """One recovery: an officer says how much and why, an approver decides, and the letter goes.

    Or nobody asked, and it came: then it is decided when a second person saw it too, no letter
    goes, and the co-op reads our thanks in an email.
    The co-op sees nothing of it before the decision. The last day to pay follows from the day of
    the decision, so that a decision that took long takes no time from the co-op.
    """

    reference = models.SlugField(
        max_length=24, unique=True, help_text="Also what the co-op writes on its payment to us."
    )
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="recoveries")
    amount = PoundsField()
    reasons = models.TextField(help_text="As the co-op reads them.")
    days_to_pay = models.PositiveSmallIntegerField()
    is_unasked = models.BooleanField(default=False, help_text="It came, and nobody asked for it.")
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pay_by = models.DateField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_because = models.CharField(max_length=300, blank=True)

    objects = MoneyBackQuerySet.as_manager()

    class Meta:
        verbose_name = "money asked back"
        verbose_name_plural = "money asked back"
        constraints = [
            models.UniqueConstraint(
                fields=["award", "is_unasked"],
                condition=Q(decided_at=None, dropped_at=None),
                name="one_recovery_of_an_award_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="a_recovery_says_how_much_why_and_by_when",
                condition=Q(amount__gt=0, days_to_pay__gte=14) & ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="somebody_else_decides_to_ask_for_money_back",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_decided_recovery_says_when_by_whom_and_its_last_day",
                condition=Q(decided_at=None, decided_by=None, pay_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, pay_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_dropped_recovery_says_when_by_whom_and_why",
                condition=Q(dropped_at=None, dropped_by=None, dropped_because="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(dropped_because="")),
            ),
            models.CheckConstraint(
                name="a_recovery_is_decided_or_dropped",
                condition=Q(decided_at=None) | Q(dropped_at=None),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def application(self):
        return self.award.application

    @property
    def is_waiting(self):
        return self.decided_at is None and self.dropped_at is None and not self.is_unasked

    @property
    def came(self):
        """In pounds: what came back, as two people saw it."""
        return self._agreed(Way.CAME) - self._agreed(Way.UNDONE)

    @property
    def let_go(self):
        """In pounds: what was written off."""
        return self._agreed(Way.LET_GO)

    def _agreed(self, way):
        return total(one.amount for one in self.settlements.all() if one.counts_as(way))

    @property
    def left(self):
        """In pounds: what they still have to pay back. Nobody owes what nobody asked for."""
        if self.is_unasked:
            return NOTHING
        return max(self.amount - self.came - self.let_go, NOTHING)

    @property
    def more(self):
        """In pounds: what came beyond what we asked for."""
        return max(self.came - self.amount, NOTHING)

    @property
    def awaits_second(self):
        """Somebody said something about it, and nobody has answered."""
        return any(one.is_waiting for one in self.settlements.all())

    @property
    def is_late(self):
        return self.pay_by is not None and self.pay_by < localdate() and self.left > 0


class Way(models.TextChoices):
    CAME = "came", "It came back"
    LET_GO = "let_go", "Written off"
    UNDONE = "undone", "It did not come after all"


class SettlementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For staff who see the case, as the recovery itself."""
        if not user.is_fund_staff:
            return self.none()
        return self.filter(case_is_visible(user, "recovery__award__application"))

    def waiting(self):
        """Said by one person, and a second one has not answered."""
        return self.filter(agreed_at=None, dropped_at=None)

    def agreed(self):
        return self.filter(agreed_at__isnull=False)


class Settlement(models.Model):
    """What became of some of it: it came back, or we let it go. One says so, another agrees.

    Until then it changes nothing. What came back is a row in the ledger from then on; what is
    written off is none, because that money left and stays away. What two people entered wrongly
    stays too: two people say that it did not come, and another row turns it back.
    """

    reference = models.SlugField(max_length=28, unique=True)
    recovery = models.ForeignKey(MoneyBack, on_delete=models.PROTECT, related_name="settlements")
    way = models.CharField(max_length=6, choices=Way.choices)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    amount = PoundsField()
    on = models.DateField(help_text="When it came, by our bank statement; or when it was said.")
    because = models.TextField(help_text="Where one can see it, or why we let it go.")
    said_at = models.DateTimeField(default=now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_because = models.CharField(max_length=300, blank=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recovery"],
                condition=Q(agreed_at=None, dropped_at=None),
                name="one_settlement_of_a_recovery_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="a_settlement_says_how_much_and_why",
                condition=Q(amount__gt=0, way__in=Way.values) & ~Q(because=""),
            ),
            models.CheckConstraint(
                name="what_did_not_come_names_what_was_said",
                condition=Q(way="undone", corrects__isnull=False)
                | (~Q(way="undone") & Q(corrects=None)),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(dropped_at=None),
                name="what_came_is_taken_back_once",
            ),
            models.CheckConstraint(
                name="somebody_else_agrees_to_a_settlement",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("said_by")),
            ),
            models.CheckConstraint(
                name="an_agreed_settlement_says_when_and_by_whom",
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_dropped_settlement_says_when_by_whom_and_why",
                condition=Q(dropped_at=None, dropped_by=None, dropped_because="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(dropped_because="")),
            ),
            models.CheckConstraint(
                name="a_settlement_is_agreed_or_dropped",
                condition=Q(agreed_at=None) | Q(dropped_at=None),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def application(self):
        return self.recovery.award.application

    @property
    def is_waiting(self):
        return self.agreed_at is None and self.dropped_at is None

    @property
    def correction(self):
        """What says that it did not come, unless somebody said no to that."""
        rows = self.recovery.settlements.all()
        return next(
            (one for one in rows if one.corrects_id == self.pk and not one.dropped_at), None
        )

    @property
    def may_be_corrected(self):
        """Two people said that it came, and nothing is said against it."""
        return self.counts_as(Way.CAME) and self.correction is None

    def counts_as(self, way):
        return self.agreed_at is not None and self.way == way
