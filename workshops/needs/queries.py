"""What can be asked about needs. Who asks must be allowed to: pages say by whom they are opened."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from workshops.states import LIVE, PlaceState, SessionState

from .models import Need, What

TOO_LONG = timedelta(days=5)  # without an answer
KEPT = timedelta(days=30)  # after the end of the session
FEWEST = 5  # of fewer people it is not said how many they are
FOR_LEADERS = (
    *(What.STEP_FREE, What.BSL, What.CAPTIONS, What.HEARING_LOOP),
    *(What.LARGE_PRINT, What.QUIET_SPACE, What.ASSISTANT, What.INTERPRETER),
)
WITH = ("place__booking__booked_by", "place__session__workshop", "answered_by")


@dataclass(frozen=True)
class Task:
    """A need as a colleague sees it in a list."""

    need: Need
    is_late: bool


def needs_of(place):
    """What somebody asked for, as they see it."""
    return list(place.needs.current().filter(wiped_at=None).order_by("asked_at", "pk"))


def needs_remembered(place):
    """What they asked us to keep, from the last time that they came: to be asked for again."""
    if not place.email:
        return []
    kept = kept_for(place).exclude(place=place).exclude(standing=Need.State.DROPPED)
    last = kept.order_by("-place").first()
    return list(last.place.needs.current().filter(is_remembered=True)) if last else []


def kept_for(place):
    """All that whoever sits here asked us to keep, at whichever session."""
    theirs = Q(place=place)
    if place.email:
        theirs |= Q(place__email__iexact=place.email)
    if place.person_id is not None:
        theirs |= Q(place__person=place.person_id)
    return Need.objects.filter(theirs, is_remembered=True, wiped_at=None)


def needs_of_session(session):
    """Everything that the people of a session asked for, with what waits first."""
    needs = Need.objects.current().filter(place__session=session, place__state__in=LIVE)
    needs = list(needs.filter(wiped_at=None).select_related(*WITH).order_by("asked_at", "pk"))
    return sorted(needs, key=lambda need: need.standing != Need.State.ASKED)


def tasks(at):
    """All that waits for an answer: what waits too long first, then by the date of the session."""
    needs = _waiting(at).select_related(*WITH)
    found = [Task(need, at - need.asked_at >= TOO_LONG) for need in needs]
    return sorted(
        found,
        key=lambda task: (not task.is_late, task.need.place.session.starts_at, task.need.pk),
    )


def _waiting(at):
    """Those of sessions that are over need no answer any more, whether it is signed or not."""
    to_come = Q(place__session__state=SessionState.PUBLISHED, place__session__ends_at__gt=at)
    return Need.objects.filter(
        to_come | Q(place__session__state=SessionState.POSTPONED),
        standing=Need.State.ASKED,
        wiped_at=None,
        place__state__in=LIVE,
    )


def to_alert(at):
    """Those that wait too long, of which officers were not told yet."""
    late = _waiting(at).filter(asked_at__lte=at - TOO_LONG, alerted_at=None)
    return late.select_related("place__session__workshop").order_by("asked_at", "pk")


def to_wipe(at):
    """Those that nobody needs to know any more; nobody asked us to keep what they took back."""
    return (
        Need.objects.filter(Q(is_remembered=False) | Q(standing=Need.State.DROPPED), wiped_at=None)
        .filter(place__session__ends_at__lte=at - KEPT)
        .exclude(place__session__state=SessionState.POSTPONED)
    )


def in_words(session):
    """What people need to take part, for those who lead a session: what, and about how many.

    Nothing of anybody: few are “fewer than 5”. What is about money or the family, and what
    somebody wrote in their own words, is not for those who lead.
    """
    needs = Need.objects.current().filter(place__session=session, place__state=PlaceState.BOOKED)
    found = Counter(need.what for need in needs.filter(wiped_at=None))
    return [
        f"{what.label}: {_said_number(found[what.value])}" for what in FOR_LEADERS if found[what]
    ]


def _said_number(number):
    return f"{number} people" if number >= FEWEST else f"fewer than {FEWEST} people"


def counted(session):
    """How many things were asked for, and how far we are: numbers, and nothing of anybody."""
    states = Need.objects.current().filter(place__session=session, place__state__in=LIVE)
    return Counter(states.values_list("standing", flat=True))
