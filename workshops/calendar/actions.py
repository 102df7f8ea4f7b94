"""Entries in calendars: each place that was ever booked has one, and it is counted up when the
place changes."""

from django.db.models import F

from workshops.booking.models import Place


def count_up(places):
    """Start, end, address or the place itself changed: calendars must take the next one."""
    keys = [place.pk for place in places]
    had = Place.objects.filter(pk__in=keys).exclude(booked_at=None)
    had.update(calendar_sequence=F("calendar_sequence") + 1)
