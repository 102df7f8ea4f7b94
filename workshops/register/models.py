"""Who came."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from workshops.booking.models import Place


class AttendanceMark(models.Model):
    """Whether somebody came, as an officer wrote it down. A correction is a new row."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="marks")
    has_come = models.BooleanField()
    marked_at = models.DateTimeField(default=now)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
