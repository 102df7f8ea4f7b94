"""What was looked up about a co-op, and how much there is to worry about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from grants.applications.models import Application
from grants.assessment.checking.models import Finding


class RiskNote(models.Model):
    """How risky an officer thinks a grant would be, and why. The newest one counts."""

    class Level(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="risk_notes"
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    words = models.TextField()
    written_at = models.DateTimeField(default=now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


class DiligenceCheck(Finding):
    """What was found about one thing on the list of due diligence."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="diligence_checks"
    )
    item = models.CharField(max_length=20, help_text="Its code in the checklist.")

    class Meta(Finding.Meta):
        constraints = [
            *Finding.Meta.constraints,
            models.UniqueConstraint(
                fields=["application", "item"],
                condition=Q(replaced_at=None),
                name="one_result_for_each_thing_to_look_up",
            ),
        ]
