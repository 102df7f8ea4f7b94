"""A moment of a day, by the clock on the wall."""

from datetime import datetime

from django.utils.timezone import get_current_timezone


def at(day, clock):
    return datetime.combine(day, clock, tzinfo=get_current_timezone())
