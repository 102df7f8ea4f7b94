"""How many places there are, and who gets those that are held back. Under the session's lock."""

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking import queries
from workshops.booking.queue import Queue
from workshops.booking.readers import readers_of
from workshops.programmes.rules import refuse_by_programme
from workshops.sessions.door import change, keep
from workshops.sessions.history import COUNTED, SessionChange
from workshops.sessions.seen import changed
from workshops.states import LIVE, PlaceState, SessionState, Way

from .getting_in import fill, locked
from .making import account_of, make_booking, refuse_known
from .telling import tell_booked, tell_volunteers

Kind = SessionChange.Kind


def change_capacity(session, *, capacity, by):
    """A colleague changes the number of places, and nothing else."""
    return change_places(session, capacity=capacity, by=by)


def change_places(session, *, by, because="", seen=None, **counts):
    """A colleague changes how many places there are or are held back; it stays in the history.

    Nobody loses a place: where there are fewer than are taken, nobody new gets in until there is
    room again.
    counts: by the names of `COUNTED`, and `held_because`.
    seen: what stood there when they were filled in; what is as it was then is left alone.
    """
    with locked(session) as session:
        counts = changed(session, counts, seen)
        new = {name: value for name, value in counts.items() if getattr(session, name) != value}
        if not new.keys() & COUNTED.keys():
            type(session).objects.filter(pk=session.pk).update(**new)
            return session
        if session.state == SessionState.CANCELLED:
            raise Refused("This session is cancelled, so its places can’t be changed.")
        _refuse_nonsense(session, counts)
        has_more_ways = not session.is_hybrid and bool(new.get("online_capacity"))
        kind = Kind.BOTH if has_more_ways else Kind.PLACES
        keep(change(session, kind, by=by, because=because, **new))
        fill(session)
    return session


def give_held_place(session, *, person, way, because, by, phone="", organisation=None):
    """A colleague gives a place that is held back to somebody, out of turn and with a reason. It
    is theirs, as if they had booked it."""
    with locked(session) as session:
        if not session.lets_in():
            raise Refused("This session can’t be booked any more.")
        refuse_known(Queue(session), [person])
        refuse_by_programme(session, [person])
        release_chairs(session, way, 1, at_least=1, because=because, by=by)
        booking, places = make_booking(
            session,
            [person],
            PlaceState.BOOKED,
            way=way,
            organisation=organisation,
            given_because=because,
            by=account_of(person.email),
            name=person.name or person.email,
            email=person.email.lower(),
            phone=phone,
            taken_by=by,
        )
        tell_booked(booking, places, everybody=places)
    return booking


def release_chairs(session, way, chairs, *, because, by, at_least=0):
    """So many chairs are to be had after this: of those held back, as many as are missing are
    held back no more, and the history says why. The session is locked already."""
    held_back = session.held_back_for(way) if way in session.ways else 0
    missing = max(at_least, chairs - Queue(session).spare(way))
    if missing > held_back:
        raise Refused("There is no place left for them. Ring us, and we’ll see what we can do.")
    if missing > 0:
        name = "held_back" if way == session.main_way else "online_held_back"
        facts = {name: held_back - missing}
        keep(change(session, Kind.GIVEN, by=by, because=because, **facts))


def ask_volunteers(session, *, by):
    """Fewer places than people: ask those who have one, once, whether somebody can give theirs
    up. Nobody has to."""
    with locked(session) as session:
        if session.volunteers_asked_at is not None:
            return session
        if session.state != SessionState.PUBLISHED or session.starts_at <= now():
            raise Refused("It is too late to ask for this session.")
        crowded = queries.crowd_of(session)
        if not crowded:
            raise Refused("There is a place for everybody, so nobody needs to give theirs up.")
        places = session.places.filter(state=PlaceState.BOOKED, way__in=list(crowded))
        told, bookings = 0, {}
        for place in places.select_related("booking__booked_by").order_by("pk"):
            bookings.setdefault(place.booking, []).append(place)
        for booking, theirs in bookings.items():
            booking.session = session
            readers = [each for each in readers_of(booking, theirs) if each.places]
            told += tell_volunteers(booking, readers)
        keep(change(session, Kind.VOLUNTEERS, by=by, volunteers_asked_at=now()), told=told)
    return session


def _refuse_nonsense(session, counts):
    after = {name: counts.get(name, getattr(session, name)) for name in COUNTED}
    if session.is_online and (after["online_capacity"] or after["online_held_back"]):
        raise Refused("This session is only online, so all its places are online already.")
    if after["held_back"] > after["capacity"]:
        raise Refused("You can’t hold back more places than there are.")
    if after["online_held_back"] > after["online_capacity"]:
        raise Refused("You can’t hold back more places online than there are.")
    why = counts.get("held_because", session.held_because)
    if (after["held_back"] or after["online_held_back"]) and not why:
        raise Refused("Say for whom or for what you hold places back.")
    if session.is_by_approval and after["most_waiting"]:
        raise Refused("You choose who comes to this session, so it has no waiting list.")
    live = session.places.filter(state__in=LIVE, way=Way.ONLINE)
    if session.is_hybrid and not after["online_capacity"] and live.exists():
        raise Refused("People come online. Choose “Only in the room” instead, and they are told.")
