"""The accounts that money goes to, and the published tables that tell a mistyped number."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from applicants.models import Organisation
from applicants.secrets import SecretField

from .modulus import Answer


class ModulusTables(models.Model):
    """The two published files with the weights, as they were loaded. The newest load counts."""

    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    weights = models.TextField()
    substitutions = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "modulus tables"

    def __str__(self):
        return f"the banks’ table {self.version}"

    @staticmethod
    def fingerprint(weights, substitutions):
        return hashlib.sha256(f"{weights}\0{substitutions}".encode()).hexdigest()


class BankDetailsQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)


class PayeeCheck(models.TextChoices):
    """What the payee’s own bank said about the name, by the codes of Confirmation of Payee."""

    MATCH = "MATC", "The name is right"
    CLOSE = "MBAM", "The name is nearly right"
    OTHER_KIND = "BANM", "The name is right, but it is a personal account, or a business one"
    CLOSE_AND_OTHER_KIND = "BAMM", "The name is nearly right, and it is another kind of account"
    NO_MATCH = "ANNM", "The name is wrong"
    NO_ACCOUNT = "AC01", "There is no such account"
    NO_ANSWER = "ACNS", "The bank could not say"


# With these, nobody can confirm an account: the co-op gives its details again.
NOT_THEIRS = (PayeeCheck.NO_MATCH, PayeeCheck.NO_ACCOUNT)


class BankDetails(models.Model):
    """An organisation’s bank account: encrypted, checked by somebody else, never overwritten."""

    # A check is of one account for one record, and these rows never change: the co-op gives
    # its details again for the record that is kept.
    WHEN_MERGED = {"organisation": "grants.payments.accounts.joining.let_go_of_accounts"}

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="bank_details"
    )
    account_name = models.CharField(max_length=60)
    sort_code = SecretField()
    account_number = SecretField()
    last_four = models.CharField(max_length=4)
    roll_number = models.CharField(max_length=18, blank=True)
    # What the published sum said on the day, and by which tables; none were loaded if empty.
    sum_says = models.CharField(
        max_length=20,
        choices=[(answer.value, answer.value) for answer in Answer if answer != Answer.IMPOSSIBLE],
        default=Answer.UNKNOWN.value,
    )
    tables = models.ForeignKey(
        ModulusTables, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The checked account that this one takes the place of.
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    usable_from = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    check_note = models.TextField(blank=True)
    payee_check = models.CharField(max_length=4, choices=PayeeCheck.choices, blank=True)
    call_back = models.CharField(
        max_length=160, blank=True, help_text="The number that was rung, and where we had it from."
    )
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
            models.CheckConstraint(
                name="somebody_rang_about_a_changed_account",
                condition=Q(checked_at=None)
                | Q(usable_from__lte=F("entered_at"))
                | ~Q(call_back=""),
            ),
            models.CheckConstraint(
                name="a_changed_account_waits",
                condition=Q(follows=None) | Q(usable_from__gt=F("entered_at")),
            ),
            models.CheckConstraint(
                name="nobody_confirms_an_account_that_the_bank_does_not_know",
                condition=Q(checked_at=None) | ~Q(payee_check__in=NOT_THEIRS),
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

    @property
    def is_change(self):
        """It takes the place of a checked account, or comes after a join: it waits, and somebody
        rings."""
        return self.usable_from > self.entered_at

    @property
    def is_waiting(self):
        """Whether a changed account still waits, so that a fraud can come to light first."""
        return now() < self.usable_from

    def is_same_account(self, account_name, sort_code, account_number, roll_number):
        return (self.account_name, self.sort_code, self.account_number, self.roll_number) == (
            account_name,
            sort_code,
            account_number,
            roll_number,
        )
