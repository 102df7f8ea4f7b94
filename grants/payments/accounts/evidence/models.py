"""What a signatory sends to show that an account is theirs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applicants.files.stored import StoredFile
from grants.applications.models import Application
from grants.payments.accounts.models import BankDetails


class AccountFileQuerySet(models.QuerySet):
    def standing(self):
        """Those that show an account today, or wait for the scanner or for somebody to look."""
        return self.filter(removed_at=None)

    def shows(self):
        """Those of them that somebody can open, and that nobody found wanting."""
        can_open = [StoredFile.Scan.NOT_SCANNED, StoredFile.Scan.CLEAN]
        return self.standing().filter(scan__in=can_open, not_enough="")


class AccountFile(StoredFile):
    """A bank letter or statement for one account. Another account needs another.

    `looked_by` is who opened it last before the account was checked: only they can check it.
    `proved_at`: the check that rests on it; from then on it stays, with its bytes.
    """

    application = models.ForeignKey(  # the case on whose page it was sent
        Application, on_delete=models.PROTECT, related_name="+"
    )
    details = models.ForeignKey(BankDetails, on_delete=models.PROTECT, related_name="files")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_enough = models.TextField("why it is not enough", blank=True)
    not_enough_at = models.DateTimeField(null=True, blank=True)
    not_enough_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proved_at = models.DateTimeField(null=True, blank=True)

    objects = AccountFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["details"],
                condition=Q(removed_at=None),
                name="one_file_shows_an_account",
            ),
            models.CheckConstraint(
                name="a_file_for_an_account_has_its_bytes",
                condition=~Q(file="") | Q(removed_at__isnull=False) | Q(scan="infected"),
            ),
            models.CheckConstraint(
                name="somebody_else_looks_at_a_file_for_an_account",
                condition=Q(looked_at=None, looked_by=None)
                | Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(looked_by=F("added_by")),
            ),
            models.CheckConstraint(
                name="a_file_for_an_account_that_is_not_enough_says_why_when_by_whom",
                condition=Q(not_enough="", not_enough_at=None, not_enough_by=None)
                | Q(not_enough_at__isnull=False, not_enough_by__isnull=False) & ~Q(not_enough=""),
            ),
            models.CheckConstraint(
                name="an_account_is_proved_by_a_file_that_was_looked_at",
                condition=Q(proved_at=None) | Q(looked_at__isnull=False, not_enough=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scan_asked_at"],
                name="account_files_to_scan",
                condition=Q(scan__in=["not_scanned", "waiting"], removed_at=None),
            )
        ]
