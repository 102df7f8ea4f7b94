"""The sessions that somebody asked for, and those of one month."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate, make_aware

from workshops.sessions.queries import sessions_with_places
from workshops.states import SessionState

from .months import ONLINE, next_month

_IS_ONLINE = Q(is_online=True) | Q(online_capacity__gt=0)  # where it is both, either finds it


def narrowed(sessions, asked):
    """asked: what `FindForm` understood."""
    if where := asked.get("where"):
        sessions = sessions.filter(_IS_ONLINE if where == ONLINE else Q(is_online=False))
    if tag := asked.get("about"):
        sessions = sessions.filter(workshop__tag=tag)
    if who := asked.get("who"):
        sessions = sessions.filter(workshop__who_for=who)
    if month := asked.get("month"):
        first = date.fromisoformat(f"{month}-01")
        sessions = sessions.filter(starts_at__gte=_midnight(first))
        sessions = sessions.filter(starts_at__lt=_midnight(next_month(first)))
    if asked.get("free"):
        sessions = sessions.filter(free__gt=0, state=SessionState.PUBLISHED)
    return sessions


def _midnight(day):
    return make_aware(datetime.combine(day, datetime.min.time()))


@dataclass
class Day:
    """One box of the month; `is_in_month` is False for those that only fill its first and last
    week."""

    on: date
    is_in_month: bool
    sessions: list = field(default_factory=list)


def weeks_of(first, user):
    """The weeks of a month, from Monday to Sunday, with what takes place on each day."""
    last = next_month(first) - timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    sunday = last + timedelta(days=6 - last.weekday())
    days = [monday + timedelta(days=number) for number in range((sunday - monday).days + 1)]
    boxes = {day: Day(day, first <= day <= last) for day in days}
    sessions = sessions_with_places(user).filter(
        starts_at__gte=_midnight(first), starts_at__lt=_midnight(next_month(first))
    )
    for session in sessions.exclude(state=SessionState.POSTPONED).order_by("starts_at", "pk"):
        boxes[localdate(session.starts_at)].sessions.append(session)
    rows = list(boxes.values())
    return [rows[number : number + 7] for number in range(0, len(rows), 7)]
