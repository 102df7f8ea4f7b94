"""What can be done on the day and after it: note who came, and sign that it is so."""

from datetime import timedelta

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions.getting_in import locked, move
from workshops.booking.actions.making import account_of, make_booking, one_more_place
from workshops.states import EXPECTED, PlaceState

from .models import CAME, AttendanceMark, Mark, RegisterSignature
from .queries import known_taps, read_register, register_of, signature_of

DOORS_OPEN = timedelta(hours=1)  # before the start
STATE_AFTER = {
    Mark.ARRIVED: PlaceState.ATTENDED,
    Mark.LEFT_EARLY: PlaceState.PART_ATTENDED,
    Mark.NOT_HERE: PlaceState.NO_SHOW,
    Mark.UNDONE: PlaceState.NO_SHOW,
}
CANCELLED = "This session was cancelled before it began, so nobody came to it."
CHANGED = "Somebody changed the register meanwhile. Look at it once more before you sign it."


def note_taps(session, taps, *, by):
    """Somebody at the door notes who is here. Returns the marks that are new.

    What happened at the door is the truth: a chair more than there are, a tap that arrives after
    the register was signed, or for a place that has ended since, is noted all the same. The same
    tap sent again adds nothing, a tap for somebody who never had a place here is left out, and a
    phone whose clock is wrong is put right.
    """
    with locked(session) as session:
        _refuse_before_the_doors(session)
        known = known_taps(taps)
        people = {place.pk: place for place in session.places.select_related("booking")}
        added = []
        for tap in sorted(taps, key=lambda tap: tap.noted_at):
            if tap.key in known:
                continue
            place = _who(session, tap, people) if tap.place else _walk_in(session, tap, by)
            if place is not None:
                known.add(tap.key)
                people[place.pk] = place
                added.append(_note(session, place, tap, by))
        _follow(session, {mark.place_id for mark in added}, by)
    return added


def sign_register(session, *, unmarked, by):
    """An officer says that the register is as it was; whoever has no mark did not come.

    unmarked: the keys of the places that had no mark when they looked.
    """
    with locked(session) as session:
        signature = signature_of(session)
        if signature is not None:
            return signature
        if now() < session.ends_at:
            raise Refused("The session is not over yet. Sign the register when it is.")
        open_now = {row.place.pk for row in read_register(session).unmarked}
        if open_now != set(unmarked):
            raise Refused(CHANGED)
        signature = RegisterSignature.objects.create(session=session, signed_by=by)
        _follow(session, {place.pk for place in register_of(session)}, by)
    return signature


# --- What they are made of ---


class NobodyCame(Refused):
    """This register takes no tap, now or later."""

    def __init__(self):
        super().__init__(CANCELLED)


def _refuse_before_the_doors(session):
    if session.is_off:
        raise NobodyCame
    opens = session.starts_at - DOORS_OPEN
    if now() < opens or not session.takes_people:
        raise Refused("Nobody can have come yet. The register opens an hour before the start.")


def _note(session, place, tap, by):
    at = now()
    return AttendanceMark.objects.create(
        key=tap.key,
        place=place,
        what=tap.what,
        noted_at=_moment(session, tap, at),
        marked_at=at,
        marked_by=by,
    )


def _moment(session, tap, at):
    """When it was tapped; the clock of the phone may be wrong."""
    is_right = session.starts_at - DOORS_OPEN <= tap.noted_at <= at
    return tap.noted_at if is_right else at


def _who(session, tap, people):
    """The place for which this tap counts, or None for somebody who never had one here.

    The phone may not know yet that the place was given back, or that the session stopped. Who
    came all the same has a place as for somebody who walked in, in the party that they were of.
    """
    place = people.get(tap.place)
    if place is None or place.state in EXPECTED:
        return place
    later = {each.came_after_id: each for each in people.values() if each.came_after_id}
    while place.state not in EXPECTED and place.pk in later:
        place = later[place.pk]
    here = [each for each in people.values() if each.state in EXPECTED]
    if same := [each for each in here if place.email and _is_same(each, place)]:
        return same[0]
    if place.state in EXPECTED or tap.what not in CAME or _was_undone_since(session, place, tap):
        return place
    facts = {"way": place.way, "came_after": place, "ended_at": now()}
    return one_more_place(place, PlaceState.ATTENDED, **facts)


def _is_same(one, other):
    return one.email.lower() == other.email.lower()


def _was_undone_since(session, place, tap):
    newest = place.marks.order_by("-noted_at", "-pk").first()
    return newest is not None and newest.noted_at >= _moment(session, tap, now())


def _walk_in(session, tap, by):
    """A place for somebody without one; whoever is on the list under this address has theirs."""
    if tap.email:
        on_the_list = session.places.filter(email__iexact=tap.email, state__in=EXPECTED)
        if (place := on_the_list.first()) is not None:
            return place
    booker = account_of(tap.email) or by
    facts = {"by": booker, "walked_in": True}
    _booking, (place,) = make_booking(session, [tap], PlaceState.ATTENDED, **facts)
    return place


def _follow(session, changed, by):
    """States follow the marks: of all once the register is signed, before that of walk-ins."""
    is_signed = RegisterSignature.objects.filter(session=session).exists()
    for place in register_of(session).filter(pk__in=changed):
        if not (is_signed or place.walked_in):
            continue
        state = STATE_AFTER[Mark(place.mark or Mark.NOT_HERE)]
        if place.walked_in and state == PlaceState.NO_SHOW:
            state = PlaceState.TAKEN_OFF  # who booked nothing, or gave it back, missed nothing
        if state != place.state:
            move([place], state, by=by)
