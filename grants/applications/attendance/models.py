"""Why nobody of a co-op came to the workshop that its round asks for."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.applications.models import Application


class WorkshopWaiver(models.Model):
    """A co-op lets itself off the workshop, with a reason that officers read."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="workshop_waiver"
    )
    reason = models.CharField(max_length=500)
    given_at = models.DateTimeField(default=now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_workshop_waiver_says_why", condition=~models.Q(reason="")
            )
        ]
