"""Several sessions under their locks, in the one order that everybody keeps to."""

from contextlib import ExitStack, contextmanager

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import locked
from workshops.programmes.joining import dates_to_join
from workshops.programmes.models import Programme

CHANGED = "The dates of this have just changed. Look at them once more."


@contextmanager
def all_locked(sessions):
    """Each of these sessions under its lock, in the order of their keys."""
    with ExitStack() as stack:
        ordered = sorted({session.pk: session for session in sessions}.items())
        yield [stack.enter_context(locked(session)) for _pk, session in ordered]


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
