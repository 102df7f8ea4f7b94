"""What stands in the way of planned dates."""

from workshops.sessions.models import Session
from workshops.states import SessionState

from . import series


def dates_with_clashes(session, rule, at):
    """The dates of a series like this session; those that clash in its place say so."""
    dates = series.dates_of(rule, at=at)
    possible = [each for each in dates if each.starts_at and not each.problem]
    others = sessions_there(session, possible)
    for planned in possible:
        for other in others:
            if other.starts_at < planned.ends_at and planned.starts_at < other.ends_at:
                planned.note(f"{other.workshop} is here then, {other.hours}", leave_out=True)
    return dates


def sessions_there(session, planned):
    """Other sessions in the same room in the span of these dates. Online there is always room."""
    if session.is_online or not planned:
        return []
    sessions = Session.objects.filter(
        place__iexact=session.place,
        is_online=False,
        state__in=(SessionState.DRAFT, SessionState.PUBLISHED),
        starts_at__lt=max(each.ends_at for each in planned),
        ends_at__gt=min(each.starts_at for each in planned),
    )
    return list(sessions.select_related("workshop").order_by("starts_at", "pk"))
