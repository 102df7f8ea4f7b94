"""What can be done on the day and after it: note who came, and sign that it is so."""

from datetime import timedelta

from django.utils.timezone import now

from applicants.access import Refused
from workshops.booking.actions.getting_in import locked, move
from workshops.booking.actions.making import account_of, make_booking
from workshops.states import EXPECTED, PlaceState

from .models import AttendanceMark, Mark, RegisterSignature
from .queries import read_register, register_of, signature_of

DOORS_OPEN = timedelta(hours=1)  # before the start
STATE_AFTER = {
    Mark.ARRIVED: PlaceState.ATTENDED,
    Mark.LEFT_EARLY: PlaceState.PART_ATTENDED,
    Mark.NOT_HERE: PlaceState.NO_SHOW,
    Mark.UNDONE: PlaceState.NO_SHOW,
}
CHANGED = "Somebody changed the register meanwhile. Look at it once more before you sign it."


def note_taps(session, taps, *, by):
    """Somebody at the door notes who is here. Returns the marks that are new.

    What happened at the door is the truth: a chair more than there are, or a tap that arrives
    after the register was signed, is noted all the same. The same tap sent again adds nothing, a
    tap for somebody who is not on this register is left out, and a phone whose clock is wrong is
    put right.
    """
    with locked(session) as session:
        _refuse_before_the_doors(session)
        known = set(
            AttendanceMark.objects.filter(key__in=[tap.key for tap in taps]).values_list(
                "key", flat=True
            )
        )
        people = {place.pk: place for place in session.places.filter(state__in=EXPECTED)}
        added = []
        for tap in sorted(taps, key=lambda tap: tap.noted_at):
            if tap.key in known:
                continue
            place = people.get(tap.place) if tap.place else _walk_in(session, tap, by)
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


def _refuse_before_the_doors(session):
    opens = session.starts_at - DOORS_OPEN
    if now() < opens or not session.takes_people:
        raise Refused("Nobody can have come yet. The register opens an hour before the start.")


def _note(session, place, tap, by):
    at = now()
    is_right = session.starts_at - DOORS_OPEN <= tap.noted_at <= at
    return AttendanceMark.objects.create(
        key=tap.key,
        place=place,
        what=tap.what,
        noted_at=tap.noted_at if is_right else at,
        marked_at=at,
        marked_by=by,
    )


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
        if not (is_signed or place.booking.walked_in):
            continue
        state = STATE_AFTER[Mark(place.mark or Mark.NOT_HERE)]
        if place.booking.walked_in and place.mark == Mark.UNDONE:
            state = PlaceState.TAKEN_OFF
        if state != place.state:
            move([place], state, by=by)
