"""Which messages of the timetable are due, for whom."""

from dataclasses import dataclass

from django.db.models import F, Q

from workshops.booking.models import Place
from workshops.feedback.queries import given_by
from workshops.register.models import CAME, Mark
from workshops.register.queries import with_attendance
from workshops.sessions.models import Session
from workshops.states import MAY_HAVE_COME, PlaceState, SessionState

from .models import TimedMessage
from .timetable import EARLIEST, LATEST, TIMETABLE, Kind, Timed

# Who had a place when a session stopped early, and was neither marked nor found to be there since.
WHEN_IT_STOPPED = Q(
    state=PlaceState.SESSION_CANCELLED,
    booked_at__isnull=False,
    came_as=None,
    session__cancelled_at=F("session__ends_at"),
)


@dataclass(frozen=True)
class Due:
    """One message for one place; `is_late` where it would say nothing that helps any more."""

    place: Place
    timed: Timed
    is_late: bool


def sessions_near(at):
    """Those for which something may be due: a handful, however many there are."""
    return list(
        Session.objects.filter(
            Q(state=SessionState.PUBLISHED) | Q(cancelled_at=F("ends_at")),
            starts_at__lt=at + EARLIEST,
            ends_at__gt=at - LATEST,
        ).order_by("starts_at", "pk")
    )


def _who_hears():
    """Those who booked, and are not known to have stayed away; who walked in, if we can write."""
    can_hear = Q(booking__walked_in=False) | ~Q(email="")
    return Place.objects.filter(can_hear, Q(state__in=MAY_HAVE_COME) | WHEN_IT_STOPPED)


def sessions_with_something_due(at):
    """The sessions where a place has a message due with which nobody has dealt."""
    near = {session.pk: session for session in sessions_near(at)}
    if not near:
        return []
    booked = _who_hears().filter(session__in=near)
    pairs = list(booked.values_list("session", "pk", "way"))
    done = set(
        TimedMessage.objects.filter(place__session__in=near).values_list("place", "kind", "version")
    )
    due = {pk: _kinds_due(session, at) for pk, session in near.items()}
    waiting = {
        session
        for session, place, way in pairs
        for timed in TIMETABLE
        if timed.kind in due[session]
        and timed.is_for_way(way)
        and (place, timed.kind, near[session].version) not in done
    }
    return [near[pk] for pk in near if pk in waiting]


def messages_due(session, at):
    """What is due of a locked session: for each booked place, in the order of the timetable."""
    places = with_attendance(_who_hears().filter(session=session))
    places = list(places.select_related("booking__booked_by").order_by("pk"))
    done = set(
        TimedMessage.objects.filter(place__in=places, version=session.version).values_list(
            "place", "kind"
        )
    )
    kinds = _kinds_due(session, at)
    answered = given_by(places) if Kind.NUDGE in kinds else set()
    return [
        Due(
            place,
            timed,
            _is_late(timed, place, session, at, kinds)
            or (timed.kind == Kind.NUDGE and place.pk in answered),
        )
        for timed in TIMETABLE
        if timed.kind in kinds
        for place in places
        if timed.is_for_way(place.way) and (place.pk, timed.kind) not in done
    ]


def _kinds_due(session, at):
    kinds = [
        timed for timed in TIMETABLE if session.state == SessionState.PUBLISHED or timed.after_end
    ]
    return {timed.kind for timed in kinds if timed.is_for(session) and timed.due_at(session) <= at}


def _is_late(timed, place, session, at, kinds):
    """Whoever booked after it was due, or heard of a change after it was due, knows it already;
    where the clock stood still, only the newest is said; and who did not come is not thanked.
    Who walked in knows of it since the start."""
    known_since = max(
        filter(None, (place.booked_at, session.changed_at)), default=session.starts_at
    )
    return (
        timed.due_at(session) <= known_since
        or at >= timed.ends_at(session)
        or any(later.kind in kinds for later in TIMETABLE[TIMETABLE.index(timed) + 1 :])
        or (timed.kind == Kind.THANKS and place.mark == Mark.NOT_HERE)
        or (timed.only_came and place.mark not in CAME)
    )
