"""The officer’s advice to the panel."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application
from grants.money import DaysField, PoundsField


class Recommendation(models.Model):
    """The officer's advice to the panel. After a deferral a new one is added; the newest counts."""

    class Risk(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="recommendations"
    )
    amount = PoundsField()
    days = DaysField(default=0)
    why_more = models.TextField(blank=True)
    risk = models.CharField(max_length=6, choices=Risk.choices)
    risk_words = models.TextField(blank=True)
    conditions = models.JSONField(
        default=list,
        blank=True,
        help_text="Each with its text and due_on; no day: before the first payment.",
    )
    reason = models.TextField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_risk_is_low_medium_or_high", condition=Q(risk__in=["low", "medium", "high"])
            ),
            models.CheckConstraint(
                name="a_risk_that_is_not_low_is_explained",
                condition=Q(risk="low") | ~Q(risk_words=""),
            ),
        ]

    @property
    def conditions_read(self):
        """Each condition with its day as a day, or none when it comes before the first payment."""
        return [
            {"text": one["text"], "due_on": date.fromisoformat(one["due_on"])}
            if one["due_on"]
            else {"text": one["text"], "due_on": None}
            for one in self.conditions
        ]
