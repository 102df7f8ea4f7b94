"""The officer’s advice to the panel."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from grants.applications.models import Application
from grants.money import DaysField, PoundsField


class Recommendation(models.Model):
    """The officer's advice to the panel."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="recommendation"
    )
    amount = PoundsField()
    days = DaysField(default=0)
    reason = models.TextField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
