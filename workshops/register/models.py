"""Who came, as somebody at the door wrote it down, and who signed that it is so."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from workshops.booking.models import Place
from workshops.sessions.models import Session


class Mark(models.TextChoices):
    ARRIVED = "arrived", "Here"
    LEFT_EARLY = "left_early", "Left early"
    NOT_HERE = "not_here", "Not here"
    UNDONE = "undone", "Taken back"


CAME = (Mark.ARRIVED, Mark.LEFT_EARLY)


class AttendanceMark(models.Model):
    """One tap on the register. A correction is a new row, and the last that was tapped counts."""

    key = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text="Made where it was tapped: sent again, the same tap adds nothing.",
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="marks")
    what = models.CharField(max_length=10, choices=Mark.choices)
    noted_at = models.DateTimeField(default=now, help_text="When it was tapped.")
    marked_at = models.DateTimeField(default=now, help_text="When it reached us.")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_tap_reaches_us_after_it_was_made",
                condition=Q(marked_at__gte=F("noted_at")),
            )
        ]

    def __str__(self):
        return f"{self.place}: {self.get_what_display()}"


class RegisterSignature(models.Model):
    """Somebody says that the register is as it was. Only then has anybody not come."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="signature")
    signed_at = models.DateTimeField(default=now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self):
        return f"{self.session}, signed by {self.signed_by}"
