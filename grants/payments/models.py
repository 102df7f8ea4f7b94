"""Bank details, payment runs and the payments in them."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.models import STAYS, Organisation
from applicants.secrets import SecretField
from grants.applications.models import Application
from grants.awards.models import Instalment
from grants.involvement import conflicts_of
from grants.lifecycle import PaymentRunLifecycle, RunStage
from grants.money import PoundsField
from grants.states import StateQuerySet


class BankDetailsQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)


class BankDetails(models.Model):
    """An organisation’s bank account: encrypted, checked by somebody else, never overwritten."""

    # A check is of one account for one record, and these rows never change: the co-op gives
    # its details again for the record that is kept.
    WHEN_MERGED = {"organisation": STAYS}

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="bank_details"
    )
    account_name = models.CharField(max_length=60)
    sort_code = SecretField()
    account_number = SecretField()
    last_four = models.CharField(max_length=4)
    entered_at = models.DateTimeField(default=now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    check_note = models.TextField(blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = BankDetailsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bank details"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(replaced_at=None),
                name="one_current_bank_account_for_each_organisation",
            ),
            models.CheckConstraint(
                name="bank_details_are_checked_by_somebody_else",
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="a_bank_check_says_when_and_by_whom",
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"],
                name="bank_details_to_check",
                condition=Q(replaced_at=None, checked_at=None),
            )
        ]

    def __str__(self):
        return f"{self.account_name}, account ending {self.last_four}"

    def is_same_account(self, account_name, sort_code, account_number):
        return (self.account_name, self.sort_code, self.account_number) == (
            account_name,
            sort_code,
            account_number,
        )


class PaymentRunQuerySet(StateQuerySet):
    def visible_to(self, user):
        """Runs are for finance and for those who look at the whole fund.

        A run that pays a case with which this person has a conflict is not for
        them. The file for the bank stays where it is until it is asked for.
        """
        if not (
            user.is_finance_preparer
            or user.is_finance_approver
            or user.is_auditor
            or user.is_officer
            or user.is_approver
        ):
            return self.none()
        conflicts = conflicts_of(user)
        if not conflicts:
            return self.defer("file")
        theirs = Payment.objects.filter(instalment__award__application__in=conflicts)
        return self.exclude(payments__in=theirs).defer("file")


class PaymentRun(PaymentRunLifecycle):
    """A batch of payments that finance takes to the bank."""

    reference = models.CharField(max_length=20, unique=True)
    prepared_at = models.DateTimeField(default=now)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    exported_at = models.DateTimeField(null=True, blank=True)
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = SecretField(blank=True, help_text="The bytes for the bank, frozen at export.")
    file_hash = models.CharField(max_length=64, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    objects = PaymentRunQuerySet.as_manager()

    class Meta:
        verbose_name = "payment run"
        constraints = [
            models.CheckConstraint(
                name="a_run_is_approved_by_somebody_else",
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="a_run_says_who_approved_it",
                condition=Q(state__in=["prepared", "cancelled"])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_exported_run_has_its_file",
                condition=~Q(state__in=["exported", "paid"])
                | (Q(exported_at__isnull=False, exported_by__isnull=False) & ~Q(file_hash="")),
            ),
            models.CheckConstraint(
                name="a_paid_run_says_when",
                condition=~Q(state="paid") | Q(paid_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def applications_moved(self):
        """The cases whose history a move of this run belongs to, in one fixed order."""
        return (
            Application.objects.filter(award__instalments__payments__run=self)
            .order_by("pk")
            .distinct()
        )


class PaymentQuerySet(models.QuerySet):
    def live(self):
        return self.filter(cancelled_at=None)

    def paid(self):
        return self.filter(run__state=RunStage.PAID)


class Payment(models.Model):
    """One instalment in one run: to whom, how much, and the three people who looked."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="payments")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="payments")
    bank_details = models.ForeignKey(BankDetails, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=18)
    amount = PoundsField()
    details_hash = models.CharField(max_length=64)
    bank_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(cancelled_at=None),
                name="an_instalment_is_in_one_live_run",
            ),
            models.UniqueConstraint(fields=["run", "reference"], name="a_reference_once_a_run"),
            models.CheckConstraint(
                name="three_people_look_at_each_payment",
                condition=~Q(bank_checked_by=F("prepared_by"))
                & (
                    Q(approved_by=None)
                    | (~Q(approved_by=F("prepared_by")) & ~Q(approved_by=F("bank_checked_by")))
                ),
            ),
            models.CheckConstraint(
                name="a_payment_is_more_than_nothing", condition=Q(amount__gt=0)
            ),
        ]

    def compute_details_hash(self):
        """Binds payee, account, amount and award, so that a change after approval shows."""
        details = self.bank_details
        parts = (
            details.pk,
            details.account_name,
            details.sort_code,
            details.account_number,
            f"{self.amount:.2f}",
            self.instalment_id,
        )
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
