"""The dates of a programme, under the locks of all of them."""

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import all_locked
from workshops.programmes.joining import dates_to_join
from workshops.programmes.models import Programme

__all__ = ["CHANGED", "all_locked", "dates_as_shown", "with_these_dates"]

CHANGED = "The dates of this have just changed. Look at them once more."


def dates_as_shown(programme, sessions, shown=None):
    """The dates that are booked now; refused where somebody was shown others."""
    dates = dates_to_join(programme, sessions, now())
    if shown is not None and set(shown) != {session.reference for session in dates}:
        raise Refused(CHANGED)
    return dates


def with_these_dates(programme, sessions):
    """The locked programme; refused if a date came or went before its lock."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    dates = set(programme.dates.values_list("session", flat=True))
    if dates != {session.pk for session in sessions}:
        raise Refused(CHANGED)
    return programme
