"""Two phones at one door."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from applicants.access import Refused
from tests import factories
from workshops.models import AttendanceMark, Place, RegisterSignature, Session
from workshops.register.actions import note_taps, sign_register
from workshops.register.models import Mark
from workshops.register.taps import Tap
from workshops.states import PlaceState

pytestmark = pytest.mark.database
OVER = timedelta(hours=-3)


def two_phones(session, *taps):
    return [partial(note_taps, session, list(taps), by=factories.staff("is_officer")) for _ in "ab"]


def test_one_walk_in_sent_twice_at_once_is_one_person(race):
    session, _places = factories.evening()

    race(*two_phones(session, Tap(Mark.ARRIVED, name="Cleo", key=uuid4())))

    assert Place.objects.filter(session=session).count() == 1
    assert AttendanceMark.objects.count() == 1


def test_without_the_lock_the_second_phone_meets_a_crash(race, without_locks):
    session, _places = factories.evening()
    without_locks(Session)

    outcomes = race(*two_phones(session, Tap(Mark.ARRIVED, name="Cleo", key=uuid4())))

    assert any("unique" in str(outcome) for outcome in outcomes), outcomes


def test_a_signature_and_a_tap_at_once_leave_nobody_without_a_state(race):
    session, (ama, bo) = factories.evening("Ama", "Bo", begins=OVER)
    by = factories.staff("is_officer")
    note_taps(session, [Tap(Mark.NOT_HERE, place=ama.pk)], by=by)

    race(
        partial(sign_register, session, unmarked=[bo.pk], by=by),
        partial(note_taps, session, [Tap(Mark.ARRIVED, place=bo.pk)], by=by),
    )

    bo.refresh_from_db()
    signed = RegisterSignature.objects.filter(session=session).exists()
    # Signed first, the tap puts it right; tapped first, whoever signs looks again.
    assert bo.state == (PlaceState.ATTENDED if signed else PlaceState.BOOKED)


def test_signed_by_two_at_once_it_is_signed_once(race):
    session, (ama,) = factories.evening("Ama", begins=OVER)
    note_taps(session, [Tap(Mark.ARRIVED, place=ama.pk)], by=factories.staff("is_officer"))
    people = [factories.staff("is_officer") for _ in "ab"]

    outcomes = race(*[partial(sign_register, session, unmarked=(), by=each) for each in people])

    assert not any(isinstance(outcome, Refused) for outcome in outcomes)
    assert RegisterSignature.objects.count() == 1
