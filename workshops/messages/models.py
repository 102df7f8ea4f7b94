"""Which messages of the timetable were dealt with."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from workshops.booking.models import Place

from .timetable import Kind


class TimedMessage(models.Model):
    """A message of the timetable, for one place and one version of its session: sent or skipped."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        TOO_LATE = "too_late", "Skipped: too late"

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="timed_messages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveSmallIntegerField(help_text="Of the session, when it was due.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "version"], name="one_timed_message_for_each_version"
            ),
            models.CheckConstraint(
                name="a_timed_message_is_of_a_known_kind", condition=Q(kind__in=Kind.values)
            ),
        ]
