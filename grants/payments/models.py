"""Payment runs and the payments in them."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.secrets import SecretField
from grants.applications.models import Application
from grants.awards.terms.models import Instalment
from grants.involvement import conflicts_of
from grants.lifecycle import PaymentRunLifecycle, RunStage
from grants.money import PoundsField
from grants.payments.accounts.models import BankDetails
from grants.payments.files.lines import Line
from grants.states import StateQuerySet


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
    pay_on = models.DateField(help_text="The day on which the money should arrive.")
    file_kind = models.CharField(max_length=40, blank=True)
    file_ending = models.CharField(max_length=4, blank=True)
    file = SecretField(blank=True, help_text="The bytes for the bank, frozen at export.")
    file_hash = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

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
                condition=~Q(state__in=["exported", "settled"])
                | (Q(exported_at__isnull=False, exported_by__isnull=False) & ~Q(file_hash="")),
            ),
            models.CheckConstraint(
                name="a_settled_run_says_when_and_by_whom",
                condition=Q(state="settled", settled_at__isnull=False, settled_by__isnull=False)
                | (~Q(state="settled") & Q(settled_at=None, settled_by=None)),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def serial(self):
        """Six digits that no other file has: RUN-2026-0042 is 260042."""
        _run, year, number = self.reference.split("-")
        return f"{year[-2:]}{int(number):04d}"

    @property
    def file_name(self):
        return f"{self.reference}.{self.file_ending}"

    def applications_moved(self):
        """The cases whose history a move of this run belongs to, in one fixed order."""
        return (
            Application.objects.filter(award__instalments__payments__run=self)
            .order_by("pk")
            .distinct()
        )


class Outcome(models.TextChoices):
    """What a bank did with a payment. A payment that was paid may still be sent back."""

    PAID = "paid", "Paid"
    FAILED = "failed", "Failed"
    RETURNED = "returned", "Sent back"


LIVE = Q(cancelled_at=None, failed_at=None, returned_at=None)


class PaymentQuerySet(models.QuerySet):
    def live(self):
        """What still pays its instalment, or may: not given up, not failed, not sent back."""
        return self.filter(LIVE)

    def paid(self):
        """What left, and did not come back."""
        return self.filter(paid_at__isnull=False, returned_at=None)

    def on_the_way(self):
        """In a run, and the bank has not said yet what became of it."""
        return self.live().filter(paid_at=None)

    def with_the_bank(self):
        """On the way, and the file for the bank is made."""
        return self.on_the_way().filter(run__state=RunStage.EXPORTED)

    def failed(self):
        """What failed or came back, the newest first."""
        rows = self.filter(Q(failed_at__isnull=False) | Q(returned_at__isnull=False))
        return rows.order_by("-failed_at", "-returned_at", "-pk")


def _said_together(what):
    """The day, when it was written down, and by whom: all of them or none."""
    facts = [f"{what}_on", f"{what}_at", f"{what}_by"]
    return Q(**{f"{fact}__isnull": False for fact in facts}) | Q(**dict.fromkeys(facts))


class Payment(models.Model):
    """One instalment in one run: to whom, how much, the three people who looked, what became of it.

    What became of it is written by `results/`, from what the bank says.
    """

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="payments")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="payments")
    bank_details = models.ForeignKey(BankDetails, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=18, db_index=True)
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
    paid_on = models.DateField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    failed_on = models.DateField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_on = models.DateField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.CharField(
        max_length=200, blank=True, help_text="Why it failed or came back, in the bank’s words."
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"], condition=LIVE, name="an_instalment_is_in_one_live_run"
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
            *(
                models.CheckConstraint(
                    name=f"a_{what}_payment_says_when_and_by_whom", condition=_said_together(what)
                )
                for what in Outcome.values
            ),
            models.CheckConstraint(
                name="only_what_was_approved_has_an_outcome",
                condition=Q(paid_at=None, failed_at=None) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="one_thing_became_of_a_payment",
                condition=Q(cancelled_at=None, failed_at=None)
                | Q(cancelled_at=None, paid_at=None)
                | Q(failed_at=None, paid_at=None),
            ),
            models.CheckConstraint(
                name="what_came_back_had_left",
                condition=Q(returned_at=None)
                | Q(paid_at__isnull=False, returned_on__gte=F("paid_on")),
            ),
            models.CheckConstraint(
                name="what_went_wrong_says_why",
                condition=Q(failed_at=None, returned_at=None, because="")
                | (~Q(because="") & ~Q(failed_at=None, returned_at=None)),
            ),
        ]

    @property
    def outcome(self):
        """What became of it, so far; nothing while the bank has not said."""
        for outcome in (Outcome.RETURNED, Outcome.FAILED, Outcome.PAID):
            if getattr(self, f"{outcome}_at") is not None:
                return outcome
        return None

    @property
    def outcome_on(self):
        return getattr(self, f"{self.outcome}_on") if self.outcome else None

    def as_line(self):
        """What a payment file says of it."""
        details = self.bank_details
        return Line(
            name=details.account_name,
            sort_code=details.sort_code,
            account_number=details.account_number,
            amount=self.amount,
            reference=self.reference,
            roll_number=details.roll_number,
        )

    def compute_details_hash(self):
        """Binds payee, account, amount and award, so that a change after approval shows.

        The payee as it was prepared: the record that the account belongs to. Whether the award
        still goes to it is another question, which `void_payments` asks.
        """
        details = self.bank_details
        parts = (
            details.pk,
            details.organisation_id,
            details.account_name,
            details.sort_code,
            details.account_number,
            details.roll_number,
            f"{self.amount:.2f}",
            self.instalment_id,
            self.instalment.award_id,
        )
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
