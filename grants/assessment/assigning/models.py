"""Who is asked to assess."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application


class Assignment(models.Model):
    """Who is asked to assess an application."""

    class HandedBack(models.TextChoices):
        """Why an assessor gave a case back. Being too close has a page of its own."""

        NO_TIME = "no_time", "I don’t have the time"
        NOT_MY_FIELD = "not_my_field", "It’s not my field"

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assignments"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    assigned_at = models.DateTimeField(default=now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    handed_back = models.CharField(max_length=20, choices=HandedBack.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor"],
                condition=Q(ended_at=None),
                name="each_assessor_is_assigned_once",
            ),
            models.CheckConstraint(
                name="what_is_handed_back_has_ended",
                condition=Q(handed_back="") | Q(ended_at__isnull=False),
            ),
        ]
