"""How earlier rounds went: how many were funded, and how long the writing took.

Small numbers would tell of single co-ops, so they are not told.
"""

from statistics import median
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.timezone import now

from grants.lifecycle import ApplicationLifecycle, Stage

from .models import Round
from .queries import WAITING

FEWEST = 5
LOOKED_AT = 5  # closed rounds, the newest first; older ones say little about today
MOST_TIMES = 1000
FUNDED = (*ApplicationLifecycle.LIVE_AWARD, Stage.TERMINATED)


class LastRound(NamedTuple):
    round: Round
    sent: int
    funded: int


def last_round_before(round):
    """The newest earlier round of the same fund that is decided, or None.

    It is decided when nothing that was sent waits any more; what was taken back counts nowhere.
    A round with few applications is not told of.
    """
    closed = Round.objects.published().filter(
        fund=round.fund_id, closes_at__lt=min(now(), round.closes_at)
    )
    newest = closed.exclude(pk=round.pk).order_by("-closes_at").values("pk")[:LOOKED_AT]
    was_sent = Q(applications__submitted_at__isnull=False)
    is_waiting = was_sent & Q(applications__state__in=[*WAITING, Stage.DRAFT])
    decided = (
        Round.objects.filter(pk__in=[row["pk"] for row in newest])
        .annotate(
            sent=Count("applications", was_sent & ~Q(applications__state=Stage.WITHDRAWN)),
            waiting=Count("applications", is_waiting),
            funded=Count("applications", Q(applications__state__in=FUNDED)),
        )
        .filter(waiting=0, sent__gt=0)
        .order_by("-closes_at")
        .first()
    )
    if decided is None or decided.sent < FEWEST:
        return None
    return LastRound(decided, decided.sent, decided.funded)


def usual_time(round):
    """How long a round's form took co-ops, in words; else the last round's; else nothing."""
    last = (
        Round.objects.published()
        .filter(fund=round.fund_id, closes_at__lt=min(now(), round.closes_at))
        .exclude(pk=round.pk)
        .order_by("-closes_at")
        .first()
    )
    for each in filter(None, (round, last)):
        minutes = _minutes_of(each)
        if len(minutes) >= FEWEST:
            return in_words(median(minutes))
    return ""


def _minutes_of(round):
    """The minutes measured for what was sent first; what was written elsewhere took none here."""
    first = round.applications.filter(submissions__number=1, submissions__minutes__gt=0)
    newest = first.order_by("-submissions__submitted_at")
    return list(newest.values_list("submissions__minutes", flat=True)[:MOST_TIMES])


def in_words(minutes):
    """A time as one would say it: 40 minutes, an hour and a half, 3 hours."""
    if minutes < 55:
        return f"{max(10, round(minutes / 10) * 10)} minutes"
    halves = round(minutes / 30)
    hours, half = divmod(halves, 2)
    if hours == 1:
        return "an hour and a half" if half else "an hour"
    return f"{hours} and a half hours" if half else f"{hours} hours"
