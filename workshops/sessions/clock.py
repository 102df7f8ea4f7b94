"""Hours as people say them, and days as they count them."""

from datetime import timedelta

from django.utils.timezone import localtime, make_aware


def clock(moment):
    here = localtime(moment)
    if (here.hour, here.minute) == (12, 0):
        return "midday"
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"


def on_the_clock(moment, *, days):
    """The same time of day so many days later, also where the clocks change in between."""
    return make_aware(localtime(moment).replace(tzinfo=None) + timedelta(days=days))
