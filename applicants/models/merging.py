"""Two records that somebody looked at: one co-op, so that they became one, or two."""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from .organisations import STAYS, Organisation
from .people import User


class Merge(models.Model):
    """Which record was joined into which, why, and how much moved. Rows are only ever added."""

    WHEN_MERGED = {"merged": STAYS, "kept": STAYS}

    merged = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="merge")
    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")
    reason = models.TextField()
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField(default=now)
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_record_is_merged_into_another", condition=~Q(merged=F("kept"))
            )
        ]


class Distinction(models.Model):
    """Two records that look alike and are different co-ops: who found so, when, and why.

    It holds for the names and numbers that the two had then. Rows are only ever added.
    """

    WHEN_MERGED = {"first": STAYS, "second": STAYS}

    first = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    as_they_were = models.CharField(max_length=64, help_text="A hash of names and numbers.")
    reason = models.TextField()
    found_at = models.DateTimeField(default=now)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="the_older_record_of_a_pair_comes_first",
                condition=Q(first__lt=F("second")),
            ),
            models.UniqueConstraint(
                fields=["first", "second", "as_they_were"],
                name="a_pair_is_told_apart_once_as_it_stands",
            ),
        ]
        indexes = [models.Index(fields=["-found_at"], name="told_apart_newest_first")]
