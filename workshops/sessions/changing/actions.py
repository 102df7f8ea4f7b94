"""Change of plan: a session is postponed, moved, turned online or cancelled.

Each happens under the lock of the session, once; everybody with a place and everybody who waits
gets one message that says what changed, what it means for them and what they can do. Nothing is
deleted, and nobody loses a place but where the session itself is cancelled.
"""

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions import fill, locked
from workshops.booking.actions.getting_in import move
from workshops.booking.actions.offers import end_all_offers, lists_after_change, renew_offers
from workshops.booking.actions.switching import bring_everybody, end_wishes
from workshops.calendar import ical
from workshops.facilitators.actions import tell_who_leads
from workshops.interest.actions import want_another_date
from workshops.needs.actions import ask_again
from workshops.register.queries import without_mark
from workshops.sessions.catalogue import ONLINE
from workshops.sessions.door import change, keep
from workshops.sessions.history import SessionChange
from workshops.sessions.models import Session
from workshops.sessions.seen import changed
from workshops.states import LIVE, PlaceState, SessionState, Way

from .queries import people_to_tell
from .telling import tell_of

Kind = SessionChange.Kind
NOTHING_BESIDE = {"online_capacity": 0, "online_held_back": 0}


def postpone_session(session, *, because, by):
    """There will be another date, and we do not know it yet. Everybody keeps what they have.

    Offers end, and whoever had one stands where they stood in the list.
    """
    with locked(session) as session:
        if session.state == SessionState.POSTPONED:
            return session
        _refuse_unless_to_come(session, "be postponed")
        end_all_offers(session)
        people = people_to_tell(session)
        line = change(session, Kind.POSTPONED, by=by, because=because, state=SessionState.POSTPONED)
        return _keep_and_tell(line, people, "session_postponed", method=ical.CANCEL)


def set_new_date(session, *, starts_at, ends_at, place, access, by, because=""):
    """What was postponed has its date: those who kept their places come, and the list goes on."""
    with locked(session) as session:
        facts = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "access": access}
        if session.state == SessionState.PUBLISHED and _is_so(session, facts):
            return session
        if session.state != SessionState.POSTPONED:
            raise Refused("This session is not postponed, so it has a date already.")
        _refuse_nonsense(session, facts)
        people = people_to_tell(session)
        line = change(
            session, Kind.DATED, by=by, because=because, state=SessionState.PUBLISHED, **facts
        )
        _open_if_too_late(session)
        ask_again(session)
        _keep_and_tell(line, people, "session_dated", method=ical.REQUEST)
        fill(session)
        return session


def move_session(session, *, starts_at, ends_at, place, access, by, because=""):
    """Another time, another place, or both. Offers that stand get as long as the new time gives.

    Where only the room is another one, nothing changes for those who come online: they hear
    nothing. Nobody knows a draft yet, so it has moved for nobody.
    """
    with locked(session) as session:
        facts = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "access": access}
        if _is_so(session, facts):
            return session
        _refuse_unless_to_come(session, "be moved", drafts_too=True)
        _refuse_nonsense(session, facts)
        kind = Kind.DRAFTED if session.state == SessionState.DRAFT else Kind.MOVED
        line = change(session, kind, by=by, because=because, **facts)
        is_only_room = session.is_hybrid and line.has_other_place and not line.has_other_time
        ways = (Way.ROOM,) if is_only_room else session.ways
        _open_if_too_late(session)
        ask_again(session, ways)
        if line.has_other_time:
            renew_offers(session)
        people = [each for each in people_to_tell(session) if each.comes_by(ways)]
        _keep_and_tell(line, people, "session_moved", method=ical.REQUEST, ways=ways)
        fill(session)
        return session


def turn_online(session, *, join_link, access, by, because="", ring_in=""):
    """The session leaves its room. All places become places online, and leaving is easy.

    Where it was online too, there are as many places as there were in both.
    """
    with locked(session) as session:
        if session.is_online and session.state != SessionState.CANCELLED:
            return session
        _refuse_unless_to_come(session, "be turned online")
        end_wishes(session)
        line = change(
            session,
            Kind.ONLINE,
            by=by,
            because=because,
            is_online=True,
            place=ONLINE,
            access=access,
            join_link=join_link,
            ring_in=ring_in,
            capacity=session.capacity + session.online_capacity,
            held_back=session.held_back + session.online_held_back,
            **NOTHING_BESIDE,
        )
        bring_everybody(session, Way.ONLINE)
        ask_again(session)
        renew_offers(session)  # booking ends later than for a room
        people = people_to_tell(session)
        _keep_and_tell(line, people, "session_online", method=ical.REQUEST)
        fill(session)
        return session


def turn_into_room(session, *, place, access, capacity, by, because=""):
    """It takes place in a room only. Whoever was to come online has a place there, and keeps it
    or drops it without being late; the link stays, and nobody is shown it."""
    with locked(session) as session:
        if session.ways == (Way.ROOM,) and session.state != SessionState.CANCELLED:
            return session
        _refuse_unless_to_come(session, "be moved into a room")
        _refuse_if_taken(session, place)
        end_wishes(session)
        line = change(
            session,
            Kind.ROOM,
            by=by,
            because=because,
            is_online=False,
            place=place,
            access=access,
            capacity=capacity,
            held_back=min(capacity, session.held_back),
            **NOTHING_BESIDE,
        )
        bring_everybody(session, Way.ROOM)
        ask_again(session)
        renew_offers(session)  # booking ends sooner than online
        people = people_to_tell(session)
        _keep_and_tell(line, people, "session_in_room", method=ical.REQUEST)
        fill(session)
        return session


def add_room(session, *, place, access, capacity, by):
    """What was online takes place in a room too. Nobody must plan anew, so nobody is told: who
    has a place online keeps it, and may change to the room while there are places."""
    with locked(session) as session:
        if not session.is_online:
            return session
        _refuse_unless_to_come(session, "get a room", drafts_too=True)
        _refuse_if_taken(session, place)
        line = change(
            session,
            Kind.BOTH,
            by=by,
            is_online=False,
            place=place,
            access=access,
            capacity=capacity,
            held_back=0,
            online_capacity=session.capacity,
            online_held_back=session.held_back,
        )
        keep(line)
        fill(session)
        return session


def cancel_session(session, *, because, by):
    """It does not take place, for good. After its start it “stopped early”: who came has come.

    Twice is once.
    """
    with locked(session) as session:
        if session.state == SessionState.CANCELLED:
            return session
        _refuse_unless_published(session, "be cancelled")
        at = now()
        if session.has_date and at >= session.ends_at:
            raise Refused("This session is over, so it can’t be cancelled.")
        has_begun = session.has_date and at > session.starts_at
        people = people_to_tell(session)
        end_all_offers(session)
        places = session.places.filter(state__in=LIVE)
        if has_begun:
            places = without_mark(places)
        move(places.order_by("pk"), PlaceState.SESSION_CANCELLED, by=by)
        facts = {"cancelled_at": at, "cancelled_by": by} | ({"ends_at": at} if has_begun else {})
        line = change(
            session,
            Kind.STOPPED if has_begun else Kind.CANCELLED,
            by=by,
            because=because,
            state=SessionState.CANCELLED,
            **facts,
        )
        if has_begun:
            return _keep_and_tell(line, people, "session_stopped")
        want_another_date(session)
        return _keep_and_tell(line, people, "session_cancelled", method=ical.CANCEL)


def correct_session(
    session, *, place, access, join_link, by, ring_in=None, chosen_by=None, seen=None
):
    """Spelling, how to get in, the link: nothing that people must plan anew, so nobody is told
    and calendars stay as they are. A quiet line says what the words were.

    chosen_by: how we choose who comes, while nobody can ask yet. What is not said stays as it is.
    seen: what stood there when it was filled in; what is as it was then is left alone.
    """
    with locked(session) as session:
        facts = {"place": place, "access": access, "join_link": join_link}
        more = {"ring_in": ring_in, "chosen_by": chosen_by}
        facts |= {name: words for name, words in more.items() if words is not None}
        facts = changed(session, facts, seen)
        facts = {name: each for name, each in facts.items() if getattr(session, name) != each}
        if "chosen_by" in facts:
            _refuse_to_choose(session, facts["chosen_by"])
        if "place" in facts and session.state == SessionState.CANCELLED:
            raise Refused("This session is cancelled, so where it was to be stays as it is.")
        return keep(change(session, Kind.CORRECTED, by=by, **facts)) if facts else session


def _open_if_too_late(session):
    """Booking was to open on a day that is too late for the new time: it is open now."""
    if session.opens_later(session.closes_at):
        session.opens_at = now()
        session.save(update_fields=["opens_at"])


def _keep_and_tell(line, people, event, *, method=None, ways=tuple(Way)):
    """The line stands in the history with how many we write to, and they are written to.

    ways: of coming, for which it is a change.
    """
    session = keep(line, told=len(people))
    is_on = session.state == SessionState.PUBLISHED
    lists = lists_after_change(session) if is_on else None
    tell_of(line, people, event, method=method, ways=ways, lists=lists)
    tell_who_leads(line)
    return session


# --- What is refused ---


def _is_so(session, facts):
    return all(getattr(session, name) == value for name, value in facts.items())


def _refuse_unless_published(session, what):
    if session.state == SessionState.DRAFT:
        raise Refused(f"Nobody can see this session yet, so it can’t {what}.")


def _refuse_unless_to_come(session, what, *, drafts_too=False):
    if not drafts_too:
        _refuse_unless_published(session, what)
    if session.state == SessionState.CANCELLED:
        raise Refused(f"This session is cancelled, so it can’t {what}. Add a new one instead.")
    if session.state == SessionState.POSTPONED and what in ("be moved", "be postponed"):
        raise Refused("This session is postponed. Set its new date instead.")
    if session.has_date and session.starts_at <= now():
        raise Refused(f"This session has started, so it can’t {what}.")


def _refuse_to_choose(session, chosen_by):
    if session.state != SessionState.DRAFT:
        raise Refused("People can book this session, so how places are given stays as it is.")
    if chosen_by and session.programme:
        raise Refused("This is a date of a programme, so whoever books first has a place.")
    if chosen_by and session.most_waiting:
        raise Refused("Where you choose who comes, nobody waits. Empty “How many may wait” first.")


def _refuse_nonsense(session, facts):
    if facts["starts_at"] <= now():
        raise Refused("The new time must be in the future.")
    if facts["ends_at"] <= facts["starts_at"]:
        raise Refused("It must end after it starts.")
    _refuse_if_taken(session, facts["place"], facts["starts_at"])


def _refuse_if_taken(session, place, starts_at=None):
    same = Session.objects.exclude(pk=session.pk).exclude(state=SessionState.CANCELLED)
    same = same.filter(workshop=session.workshop_id)
    if same.filter(starts_at=starts_at or session.starts_at, place=place).exists():
        raise Refused("This workshop has a session at this time in this place already.")
