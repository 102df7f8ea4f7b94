"""Two records of one co-op that became one."""

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
