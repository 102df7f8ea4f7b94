"""What can be asked about those who lead sessions."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.utils.timezone import now

from workshops.needs.queries import in_words
from workshops.sessions.models import Session
from workshops.states import PlaceState, SessionState

from .models import Assignment, Facilitator

TRAVEL = timedelta(minutes=30)  # from one place to the next, with packing up


@dataclass(frozen=True)
class Clash:
    """Another session that they lead: at the same time, or too near to get there."""

    session: Session
    is_same_time: bool


def facilitators():
    """Everybody who leads sessions, with those to come."""
    to_come = Assignment.objects.filter(ended_at=None, session__ends_at__gt=now())
    to_come = to_come.select_related("session__workshop").order_by("session__starts_at", "pk")
    led = Prefetch("assignments", queryset=to_come, to_attr="to_come")
    return list(Facilitator.objects.prefetch_related(led).order_by("name", "pk"))


def assignments_of(session):
    rows = session.facilitation.filter(ended_at=None).select_related("facilitator")
    return list(rows.order_by("pk"))


def clashes(facilitator, session):
    """The sessions that stand in the way of leading this one, the soonest first."""
    others = (
        Session.objects.filter(
            facilitation__facilitator=facilitator,
            facilitation__ended_at=None,
            state__in=(SessionState.DRAFT, SessionState.PUBLISHED),
            starts_at__lt=session.ends_at + TRAVEL,
            ends_at__gt=session.starts_at - TRAVEL,
        )
        .exclude(pk=session.pk)
        .select_related("workshop")
        .order_by("starts_at", "pk")
    )
    found = [(other, _overlap(other, session)) for other in others]
    return [Clash(other, same) for other, same in found if same or _must_travel(other, session)]


def in_the_way(session):
    """What stands in the way of those who lead a session, as sentences for an officer."""
    return [
        f"{row.facilitator} leads {clash.session.workshop} at the same time, {clash.session.hours}."
        if clash.is_same_time
        else f"{row.facilitator} has fewer than 30 minutes from {clash.session.workshop} at "
        f"{clash.session.place}, {clash.session.hours}."
        for row in assignments_of(session)
        for clash in clashes(row.facilitator, session)
    ]


def _overlap(one, other):
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _must_travel(one, other):
    return not (one.is_online and other.is_online) and one.place.lower() != other.place.lower()


def numbers_for_brief(session):
    """How many come and how many wait, and what they need, counted. Who they are, and who needs
    what, is not theirs."""
    places = session.places
    return {
        "coming": places.filter(state=PlaceState.BOOKED).count(),
        "asks": places.filter(state=PlaceState.REQUESTED).count(),
        "waiting": places.filter(state=PlaceState.WAITING).count(),
        "needs": in_words(session),
    }
