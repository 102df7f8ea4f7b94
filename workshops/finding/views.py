"""The month as a table: the second way to look for a workshop."""

from datetime import timedelta

from django.shortcuts import render
from django.utils.timezone import localdate

from applicants.access import public

from . import queries
from .months import month_key, months_ahead, next_month

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@public
def month(request):
    """One month; this one, where the address names none that we show."""
    known = {month_key(day): day for day in months_ahead(localdate())}
    first = known.get(request.GET.get("month", ""), localdate().replace(day=1))
    before, after = (first - timedelta(days=1)).replace(day=1), next_month(first)
    weeks = queries.weeks_of(first, request.user)
    context = {
        "first": first,
        "weeks": weeks,
        "weekdays": WEEKDAYS,
        "number": sum(len(day.sessions) for week in weeks for day in week),
        "before": before if month_key(before) in known else None,
        "after": after if month_key(after) in known else None,
    }
    return render(request, "workshops/finding/month.html", context)
