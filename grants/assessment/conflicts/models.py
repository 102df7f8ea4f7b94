"""Who is too close to an application to work on it."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.applications.models import Application


class Conflict(models.Model):
    """A declared conflict of interest. It closes the case to that person everywhere."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts"
    )
    reason = models.TextField()
    declared_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], name="one_conflict_for_each_person"
            )
        ]
