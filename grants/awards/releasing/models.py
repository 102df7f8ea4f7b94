"""What a co-op will read when a panel’s decision about it is released."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from grants.panel.models import Resolution


class ReleaseDraft(models.Model):
    """The words for one co-op and the terms of its offer, until they are released.

    The first version is composed from what the panel wrote down. Whoever edits it, words or
    terms, voids that somebody has read it.
    """

    resolution = models.OneToOneField(Resolution, on_delete=models.PROTECT, related_name="draft")
    words = models.TextField()
    instalments = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    terms = models.JSONField(
        null=True,
        blank=True,
        help_text="As grants.awards.terms.shape.Terms; None: the usual, in so many payments.",
    )
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(default=now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="words_are_read_by_somebody_else",
                condition=Q(read_by=None) | ~Q(read_by=F("edited_by")),
            ),
            models.CheckConstraint(
                name="words_are_read_after_they_were_edited",
                condition=Q(read_at=None, read_by=None)
                | Q(read_by__isnull=False, read_at__gte=F("edited_at")),
            ),
        ]

    def __str__(self):
        return f"Words about {self.resolution}"
