"""What somebody's calendar knows of their place."""

from django.db import models

from workshops.booking.models import Place


class CalendarItem(models.Model):
    """One place in somebody's calendar, under one name for life.

    Calendars find an entry by its `uid` and take a change only if its `sequence` is higher than
    the one they have. Who cancels and books again has another place, and so another entry.
    """

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="calendar_item")
    uid = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return self.uid
