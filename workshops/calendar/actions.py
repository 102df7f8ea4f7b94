"""Entries in calendars: given to each place that is booked, and counted up when it changes."""

import secrets

from django.db.models import F

from .ical import domain
from .models import CalendarItem


def add_items(places):
    """Give each of these places its entry; one that it has stays as it is."""
    CalendarItem.objects.bulk_create(
        [CalendarItem(place=place, uid=f"{secrets.token_hex(16)}@{domain()}") for place in places],
        ignore_conflicts=True,
    )


def count_up(places):
    """Start, end, address or the place itself changed: calendars must take the next one."""
    keys = [place.pk for place in places]
    CalendarItem.objects.filter(place__in=keys).update(sequence=F("sequence") + 1)
