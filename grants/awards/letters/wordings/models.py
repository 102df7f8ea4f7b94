"""What letters say, as officers wrote it, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from grants.awards.letters.models import Kind


class LetterWordingQuerySet(models.QuerySet):
    def in_use(self, kind):
        """The version that letters of this kind get now, or None for the one we came with."""
        approved = self.filter(kind=kind, approved_at__isnull=False)
        return approved.order_by("-approved_at", "-version").first()


class LetterWording(models.Model):
    """One version of what all letters of a kind say. A change is another version.

    The one approved last is used, and never by whoever wrote it. A letter keeps the version that
    it was queued with.
    """

    kind = models.CharField(max_length=25, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField(default=now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LetterWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="wordings_in_order"),
            models.CheckConstraint(
                name="a_wording_has_a_number_and_words",
                condition=Q(version__gt=0) & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="an_approved_wording_says_when_and_by_whom",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_wording_is_used_by_somebody_who_did_not_write_it",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, version {self.version}"
