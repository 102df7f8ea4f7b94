"""What can be done with a plan: make the dates of a series."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from workshops.sessions.actions import add_session

COPIED = (
    *("place", "is_online", "access", "join_link", "ring_in", "room_size", "most_waiting"),
    "chosen_by",
    *("capacity", "held_back", "online_capacity", "online_held_back", "held_because"),
)


def facts_of(session):
    """What another date of it begins with."""
    return {name: getattr(session, name) for name in COPIED}


def plan_series(session, *, dates, by):
    """An officer makes a draft like this session on each of these dates: all, or none.

    Sent twice, they are made once. Each is published by itself, when it is ready.
    """
    at = now()
    if not dates:
        raise Refused("Choose one date or more.")
    for planned in dates:
        if planned.problem or planned.starts_at <= at:
            raise Refused(f"{planned.day.day} {planned.day:%B %Y} can’t be made any more.")
    with transaction.atomic():
        return [
            add_session(
                session.workshop,
                by=by,
                starts_at=planned.starts_at,
                ends_at=planned.ends_at,
                **facts_of(session),
            )
            for planned in dates
        ]
