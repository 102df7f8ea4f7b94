"""What a co-op sends to show that a condition is met."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applicants.files.stored import StoredFile
from grants.applications.models import Application, case_is_visible
from grants.awards.terms.models import Condition

CASE = "condition__award__application"


class ConditionFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the co-op’s own people, and for colleagues who work on the case or audit it.

        Partners, hosts and assessors see the case, or what they are asked; never these files.
        """
        stands = Q(removed_at=None) | Q(proved_at__isnull=False)
        if user.is_officer or user.is_approver or user.is_auditor:
            return self.filter(stands, case_is_visible(user, CASE))
        own = Application.objects.own_of(user)
        return self.filter(stands, **{f"{CASE}__in": own})

    def standing(self):
        """Those that show something today, or wait for the scanner."""
        return self.filter(removed_at=None)

    def not_looked_at(self):
        """Those that no officer has answered about, in quarantine or not."""
        return self.standing().filter(looked_at=None)

    def to_look_at(self):
        """Those of them that an officer can open."""
        return self.not_looked_at().filter(
            scan__in=[StoredFile.Scan.NOT_SCANNED, StoredFile.Scan.CLEAN]
        )


class ConditionFile(StoredFile):
    """A file that a co-op sent for a condition of its award.

    `looked_at`: when an officer answered about it, with a tick or with what is still missing.
    `proved_at`: the first tick that rests on it; from then on it stays, with its bytes.
    """

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="files")
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proved_at = models.DateTimeField(null=True, blank=True)

    objects = ConditionFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "sha256"],
                condition=Q(removed_at=None),
                name="the_same_file_once_for_each_condition",
            ),
            models.CheckConstraint(
                name="a_file_for_a_condition_has_its_bytes",
                condition=~Q(file="") | Q(removed_at__isnull=False) | Q(scan="infected"),
            ),
            models.CheckConstraint(
                name="a_file_that_was_looked_at_says_when_and_by_whom",
                condition=Q(looked_at=None, looked_by=None)
                | Q(looked_at__isnull=False, looked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nothing_proves_a_condition_before_it_is_looked_at",
                condition=Q(proved_at=None)
                | Q(looked_at__isnull=False, proved_at__gte=F("added_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["condition"],
                name="files_to_look_at",
                condition=Q(removed_at=None, looked_at=None),
            ),
            models.Index(
                fields=["scan_asked_at"],
                name="evidence_that_waits_for_a_scan",
                condition=Q(scan__in=["not_scanned", "waiting"], removed_at=None),
            ),
        ]

    @property
    def application(self):
        return self.condition.award.application
