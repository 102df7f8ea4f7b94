"""Why too few of a co-op came to the workshop that its round asks for."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.applications.models import Application


class WorkshopWaiver(models.Model):
    """A co-op lets itself off the workshop, in words that officers read."""

    class Kind(models.TextChoices):
        EQUAL = "equal", "Some of us did a course like it elsewhere"
        COULD_NOT = "could_not", "We could not come"

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="workshop_waiver"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    given_at = models.DateTimeField(default=now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_workshop_waiver_says_why", condition=~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="a_workshop_waiver_is_of_a_known_kind",
                condition=models.Q(kind__in=["equal", "could_not"]),
            ),
        ]
