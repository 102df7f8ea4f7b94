"""What people thought of a session, with nothing that leads back to a person; and what we did.

Who has answered and what was answered stand in two tables that share no key, no time and no
order. See `actions.give_feedback` for how the order is lost.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from workshops.booking.models import Place
from workshops.sessions.models import Session, Workshop


class FeedbackGiven(models.Model):
    """Whoever had this place has answered: not when, and not what. It is used once."""

    place = models.OneToOneField(
        Place, on_delete=models.PROTECT, primary_key=True, related_name="feedback_given"
    )


class FeedbackAnswer(models.Model):
    """What one person said of a session. There is no time in it, and no number."""

    class Overall(models.TextChoices):
        VERY_GOOD = "very_good", "Very good"
        GOOD = "good", "Good"
        FAIR = "fair", "Neither good nor bad"
        POOR = "poor", "Not so good"

    class Got(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "In part"
        NO = "no", "No"

    class TookPart(models.TextChoices):
        FULLY = "fully", "Yes, fully"
        MOSTLY = "mostly", "Mostly"
        NO = "no", "No, something got in my way"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    overall = models.CharField(max_length=10, choices=Overall.choices, blank=True)
    got = models.CharField(max_length=10, choices=Got.choices, blank=True)
    took_part = models.CharField(max_length=10, choices=TookPart.choices, blank=True)
    keep = models.TextField(blank=True)
    change = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feedback_says_something",
                condition=~Q(overall="", got="", took_part="", keep="", change=""),
            ),
            models.CheckConstraint(
                name="feedback_has_known_answers",
                condition=Q(
                    overall__in=["", "very_good", "good", "fair", "poor"],
                    got__in=["", "yes", "partly", "no"],
                    took_part__in=["", "fully", "mostly", "no"],
                ),
            ),
        ]


class SaidDid(models.Model):
    """“You said, we did”: what people told us of a workshop, and what is different now."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="said_did")
    said = models.CharField(max_length=200)
    did = models.CharField(max_length=300)
    written_at = models.DateTimeField(default=now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "said", "did"],
                condition=Q(withdrawn_at=None),
                name="the_same_said_and_did_once",
            ),
            models.CheckConstraint(
                name="who_withdrew_what_we_did_says_when",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.said
