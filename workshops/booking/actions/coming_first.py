"""Who had a place at a session that we cancelled comes first at the next date of the workshop.

That is the next date that is published after it. Where another one is open already, whoever lost
a place reads in our message about it that it has places, and books one like everybody: those who
wait for it stand before them, and come first all the same at the next that is published.
"""

from collections import Counter

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from applicants.models import is_nowhere
from workshops.booking.models import Booking, Place
from workshops.booking.queue import Queue
from workshops.sessions.models import Session
from workshops.states import LIVE, SIGNED, UNSAID, PlaceState, SessionState, Way

from .getting_in import fill
from .making import make_booking
from .telling import tell


def keep_first_places(session):
    """Put them at the head of the list of a session that is published just now, so that `fill`
    offers them its places before anybody else sees that there are any. Once for each booking.

    Those who booked another date of the workshop meanwhile, or have been to one, need none; nor
    has who was forgotten; who only closed their account does. They come the way they came, if there
    is one, with a chair for whoever helped them while there are chairs. Where we choose who comes,
    those who never had a place ask for one again.
    """
    before = list(_who_lost_a_place(session))
    for booking, people in before:
        asks = session.is_by_approval and not _had_a_place(booking)
        _made, places = make_booking(
            session,
            people,
            PlaceState.REQUESTED if asks else PlaceState.WAITING,
            by=booking.booked_by,
            name=booking.name,
            email=booking.email,
            phone=booking.phone,
            group=booking.group,
            organisation=booking.organisation,
            accepts=1,
            asks_because=booking.asks_because,
            waits_since=None if asks else now(),
            follows=booking,
            way=_way_of(people, session),
        )
        helped = [new.pk for new, old in zip(places, people, strict=True) if old.with_companion]
        if helped and not asks:
            fill(session)  # before the next of them has the chair
            _keep_helpers(session, helped)
    if before:
        fill(session)
        for booking in session.bookings.waiting().exclude(follows=None):
            tell("first_in_line", booking)
        asking = session.bookings.filter(places__state=PlaceState.REQUESTED).exclude(follows=None)
        for booking in asking.distinct().order_by("pk"):
            tell("request_made", booking, is_news=True)
    return len(before)


def _way_of(people, session):
    """How most of them came, if anybody comes so to this session."""
    ((way, _number),) = Counter(place.way for place in people).most_common(1)
    return Way(way) if way in session.ways else session.main_way


def _keep_helpers(session, places):
    """A chair that is left for whoever helps them, while the place is kept for them."""
    offered = session.places.filter(pk__in=places, state=PlaceState.OFFERED, way=Way.ROOM)
    chairs = Queue(session).empty(Way.ROOM)
    keys = list(offered.order_by("pk").values_list("pk", flat=True)[:chairs])
    Place.objects.filter(pk__in=keys).update(with_companion=True)


def _who_lost_a_place(session):
    """(booking, the places of its people who need another); those who had a place before those
    who waited for one."""
    off = Session.objects.filter(workshop=session.workshop_id, state=SessionState.CANCELLED)
    off = [each for each in off if each.is_off]
    to_come = Session.objects.filter(workshop=session.workshop_id).to_come(now())
    seen = {
        _who(booking)
        for booking in Booking.objects.filter(session__in=to_come, places__state__in=LIVE)
    }
    bookings = (
        Booking.objects.filter(
            session__in=off,
            places__state=PlaceState.SESSION_CANCELLED,
            followed_by=None,
        )
        .distinct()
        .select_related("booked_by", "organisation", "session")
        .prefetch_related("places")
    )
    visits = _visits(session.workshop_id) if off else {}
    for booking in sorted(bookings, key=lambda each: (not _had_a_place(each), each.pk)):
        theirs = [place for place in booking.places.all() if place.state not in UNSAID]
        emails = {place.email.lower() for place in theirs if place.email}
        is_forgotten = is_nowhere(booking.email) or is_nowhere(booking.booker.email)
        if is_forgotten or _who(booking) in seen or emails & seen:
            continue
        people = [place for place in booking.places.all() if _needs_another(place, booking, visits)]
        if people:
            seen |= emails | {_who(booking)}
            yield booking, people


def _needs_another(place, booking, visits):
    if place.state != PlaceState.SESSION_CANCELLED or place.instead_of_id is not None:
        return False
    if is_nowhere(place.email):
        return False
    lost = booking.session
    return not any(
        of != lost.pk
        and (starts_at > lost.starts_at or (booked_at and booked_at > lost.cancelled_at))
        for of, starts_at, booked_at in visits.get(place.email.lower(), ())
    )


def _visits(workshop):
    """By their addresses, who had a place at which dates of a workshop, or came to them:
    (session, its start, when they booked it or None)."""
    places = Place.objects.filter(session__workshop=workshop).exclude(email="")
    places = places.filter(Q(booked_at__isnull=False) | Q(state__in=SIGNED))
    found = {}
    columns = ("address", "session", "session__starts_at", "booked_at")
    for address, *visit in places.annotate(address=Lower("email")).values_list(*columns):
        found.setdefault(address, []).append(visit)
    return found


def _who(booking):
    """An account, an address, or where there is neither this one booking."""
    return booking.booked_by_id or booking.email or booking.reference


def _had_a_place(booking):
    return any(place.booked_at for place in booking.places.all())
