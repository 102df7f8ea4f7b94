"""Until when one application can be sent: its round’s closing, or the more time it was given."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q

ASK_AFTER = timedelta(days=7)  # more time can be asked for until so long after the deadline


class TimeLeft(NamedTuple):
    """Until when a draft can be sent, and whether its co-op may ask for more time."""

    deadline: datetime
    is_extended: bool
    is_past: bool
    is_asked: bool  # a request for more time waits for its answer

    @property
    def ask_until(self):
        return self.deadline + ASK_AFTER

    def can_ask(self, at):
        return not self.is_asked and at <= self.ask_until


def time_left(application, at):
    """The round’s closing, or a later moment that an officer gave this application."""
    facts = application.extensions.aggregate(
        until=Max("until"), asked=Count("pk", filter=Q(answered_at=None))
    )
    closes_at, until = application.round.closes_at, facts["until"]
    is_extended = until is not None and until > closes_at
    deadline = until if is_extended else closes_at
    return TimeLeft(deadline, is_extended, deadline <= at, bool(facts["asked"]))
