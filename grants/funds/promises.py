"""When a round promised its decisions, and when they really went out.

Worked out from the histories of its applications; nothing of it is stored.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate, now

from grants.history import HistoryEntry
from grants.lifecycle import Stage

from .queries import WAITING
from .track_record import FEWEST

DECIDED = ("offer", "decline", "rule_ineligible")


@dataclass(frozen=True)
class Promise:
    """One round’s promise, and how far it was kept."""

    promised: date
    decided: int
    late: int
    last_on: date | None
    waiting: int

    @property
    def days_left(self):
        """Days until the promised one; below nothing once it has passed."""
        return (self.promised - localdate()).days

    @property
    def is_over(self):
        """Everything that was sent has its decision."""
        return self.decided > 0 and not self.waiting


def promise_of(round):
    """How the promise of a round stands today, by two queries."""
    told = HistoryEntry.objects.filter(application__round=round, verb__in=DECIDED)
    days = [localdate(at) for at in told.values_list("at", flat=True)]
    waits = Q(state__in=WAITING) | Q(state=Stage.DRAFT, submitted_at__isnull=False)
    return Promise(
        promised=round.decision_on,
        decided=len(days),
        late=sum(day > round.decision_on for day in days),
        last_on=max(days, default=None),
        waiting=round.applications.filter(waits).count(),
    )


def promise_to_tell(round):
    """The same for everybody to read, or None: only once the round is closed and all is decided.

    A round with few decisions is not told of: its days would tell of single co-ops.
    """
    if round.published_at is None or round.closes_at > now():
        return None
    promise = promise_of(round)
    return promise if promise.is_over and promise.decided >= FEWEST else None
