"""Money that we ask back: who wants to, and who decided that we do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from grants.applications.models import case_is_visible
from grants.awards.models import Award
from grants.money import PoundsField


class MoneyBackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For staff who see the case; its co-op hears of it by the letter, once that is decided."""
        if not user.is_fund_staff:
            return self.none()
        return self.filter(case_is_visible(user, "award__application"))

    def waiting(self):
        """An officer asks for it, and nobody has decided."""
        return self.filter(decided_at=None, dropped_at=None)

    def decided(self):
        return self.filter(decided_at__isnull=False)


class MoneyBack(models.Model):
    """One recovery: an officer says how much and why, an approver decides, and the letter goes.

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
                fields=["award"],
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
        return self.decided_at is None and self.dropped_at is None
