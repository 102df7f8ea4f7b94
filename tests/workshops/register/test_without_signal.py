"""A phone that had no signal: its taps come late, twice, in any order."""

import contextlib
import json
import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import given, strategies as st

from applicants.access import Refused
from tests import factories
from tests.factories import client_for
from workshops.booking.actions import cancel_booking
from workshops.models import AttendanceMark
from workshops.register.actions import note_taps
from workshops.register.models import Mark
from workshops.register.queries import read_register
from workshops.register.taps import read_taps
from workshops.states import PlaceState

from .at_the_door import address, marks, noted, officer, states

pytestmark = pytest.mark.django_db


def sent(*taps):
    return json.dumps(
        [
            {
                "key": str(tap.key),
                "place": tap.place,
                "what": tap.what,
                "at": tap.noted_at.isoformat(),
                "name": tap.name,
                "email": tap.email,
            }
            for tap in taps
        ]
    )


def test_taps_that_come_late_and_twice_count_once_and_in_the_order_of_the_door():
    session, (ama, bo) = factories.evening("Ama", "Bo")
    client = client_for(officer())
    first = noted(Mark.NOT_HERE, ama, minutes_ago=30)
    walked_in = noted(Mark.ARRIVED, name="Cleo", minutes_ago=20)
    note_taps(session, [noted(Mark.ARRIVED, ama, minutes_ago=10)], by=officer())

    for _replay in range(2):
        answer = client.post(
            address("register_taps", session),
            {"taps": sent(walked_in, first, noted(Mark.ARRIVED, bo, key=uuid.UUID(int=7)))},
        )
        assert len(answer.json()["kept"]) == 3

    assert marks(session) == {"Ama": Mark.ARRIVED, "Bo": Mark.ARRIVED, "Cleo": Mark.ARRIVED}
    assert AttendanceMark.objects.count() == 4


def test_a_phone_with_a_wrong_clock_is_put_right():
    session, (ama, bo) = factories.evening("Ama", "Bo")

    note_taps(
        session,
        [
            noted(Mark.ARRIVED, ama, minutes_ago=-500),
            noted(Mark.ARRIVED, bo, minutes_ago=60 * 24 * 365 * 50),
        ],
        by=officer(),
    )

    for mark in AttendanceMark.objects.all():
        assert now() - timedelta(minutes=1) < mark.noted_at <= mark.marked_at


def test_two_phones_replay_to_the_same_register_in_any_order():
    session, (ama,) = factories.evening("Ama")
    one = noted(Mark.ARRIVED, ama, minutes_ago=20)
    other = noted(Mark.LEFT_EARLY, ama, minutes_ago=5)

    note_taps(session, [other], by=officer())
    note_taps(session, [one], by=officer())

    assert marks(session) == {"Ama": Mark.LEFT_EARLY}


@given(
    text=st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_taps(text), list)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "7"},
        {"place": "1"},
        {"place": True},
        {"place": None, "name": " "},
        {"place": None, "name": "x" * 121},
        {"place": None, "name": "a\0b"},
        {"what": "sleeps"},
        {"at": "yesterday"},
        {"at": "2026-11-29T18:00:00"},
    ],
)
def test_a_tap_that_is_none_changes_nothing_and_says_so(change):
    session, (ama,) = factories.evening("Ama")
    [tap] = json.loads(sent(noted(Mark.ARRIVED, ama)))

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": json.dumps([tap | change])}
    )

    assert answer.status_code == 409
    says = "This phone sent something that we can’t read."
    assert answer.json() == {"says": says, "is_final": True}
    assert not AttendanceMark.objects.exists()


def test_a_phone_that_is_too_early_is_told():
    session, (ama,) = factories.evening("Ama", begins=timedelta(days=2))

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": sent(noted(Mark.ARRIVED, ama))}
    )

    assert answer.status_code == 409
    assert "opens an hour before" in answer.json()["says"]
    assert not answer.json()["is_final"], "the phone asks again when it is time"


def test_an_address_that_cannot_be_one_is_left_out():
    [tap] = read_taps(sent(noted(Mark.ARRIVED, name="Cleo", email="cleo at work")))

    assert (tap.name, tap.email) == ("Cleo", "")


def given_back_at_the_door():
    """Two who booked together; one of them gives the place back while a phone has no signal."""
    session, (ama,) = factories.evening("Ama", begins=timedelta(minutes=-30))
    coop = factories.organisation()
    ama.booking.organisation = coop
    ama.booking.save(update_fields=["organisation"])
    return session, ama, coop


@pytest.mark.parametrize(
    "plan",
    [
        lambda session, _ama: factories.session_cancelled(session),
        lambda _session, ama: cancel_booking(ama.booking, by=ama.booking.booked_by),
    ],
    ids=["stopped", "given_back"],
)
def test_a_tap_that_comes_after_the_place_ended_is_what_happened_at_the_door(plan):
    session, ama, coop = given_back_at_the_door()
    tap = noted(Mark.ARRIVED, ama, minutes_ago=25)
    plan(session, ama)
    session.refresh_from_db()
    client = client_for(officer())

    for _replay in range(2):
        answer = client.post(address("register_taps", session), {"taps": sent(tap)})
        assert answer.json() == {"kept": [str(tap.key)], "for_nobody": [], "says": ""}
    note_taps(session, [noted(Mark.LEFT_EARLY, ama, minutes_ago=10)], by=officer())

    [row] = read_register(session).rows
    assert (row.place.state, row.mark) == (PlaceState.PART_ATTENDED, Mark.LEFT_EARLY)
    assert row.place.booking.organisation == coop
    assert row.place.marks.order_by("noted_at").first().noted_at == tap.noted_at
    assert session.places.count() == 2


def test_who_gave_a_place_back_and_booked_again_is_one_person_at_the_door():
    session, ama, _coop = given_back_at_the_door()
    cancel_booking(ama.booking, by=ama.booking.booked_by)
    walked = noted(Mark.ARRIVED, name="Ama", email=ama.email, minutes_ago=20)
    note_taps(session, [walked, noted(Mark.LEFT_EARLY, ama, minutes_ago=5)], by=officer())

    assert marks(session) == {"Ama": Mark.LEFT_EARLY}


def test_a_late_tap_that_was_taken_back_since_brings_nobody_in():
    session, ama, _coop = given_back_at_the_door()
    cancel_booking(ama.booking, by=ama.booking.booked_by)
    note_taps(session, [noted(Mark.ARRIVED, ama, minutes_ago=20)], by=officer())
    [row] = read_register(session).rows
    note_taps(session, [noted(Mark.UNDONE, row.place, minutes_ago=5)], by=officer())

    note_taps(session, [noted(Mark.ARRIVED, ama, minutes_ago=15)], by=officer())
    assert marks(session) == {}

    note_taps(session, [noted(Mark.ARRIVED, ama)], by=officer())
    assert marks(session) == {"Ama": Mark.ARRIVED}


def test_not_here_of_somebody_who_gave_the_place_back_is_noted_and_blames_nobody():
    session, ama, _coop = given_back_at_the_door()
    cancel_booking(ama.booking, by=ama.booking.booked_by)
    tap = noted(Mark.NOT_HERE, ama, minutes_ago=5)

    answer = client_for(officer()).post(address("register_taps", session), {"taps": sent(tap)})

    assert answer.json()["kept"] == [str(tap.key)]
    ama.refresh_from_db()
    assert (marks(session), ama.state) == ({}, PlaceState.TOLD_US_AFTER)


def test_a_phone_hears_which_taps_are_for_nobody_here_and_sends_them_no_more():
    session, (ama,) = factories.evening("Ama")
    _other, (bo,) = factories.evening("Bo")
    here, elsewhere = noted(Mark.ARRIVED, ama), noted(Mark.ARRIVED, bo)

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": sent(here, elsewhere)}
    )

    assert answer.json() == {
        "kept": [str(here.key)],
        "for_nobody": [str(elsewhere.key)],
        "says": "1 tap is for somebody who is not on this register. Add them by name.",
    }


def test_who_is_here_cannot_give_the_place_back_any_more():
    session, (ama, bo) = factories.evening("Ama", "Bo", begins=timedelta(minutes=-30))
    factories.mark_attendance(session, came={ama.pk}, by=officer())

    with pytest.raises(Refused, match="Somebody at the door wrote down"):
        cancel_booking(ama.booking, by=ama.booking.booked_by)
    cancel_booking(bo.booking, by=bo.booking.booked_by)

    assert states(session) == {"Ama": PlaceState.BOOKED, "Bo": PlaceState.TOLD_US_AFTER}


def test_a_session_that_was_cancelled_before_it_began_says_so_to_the_phone():
    session, (ama,) = factories.evening("Ama", begins=timedelta(minutes=30))
    factories.session_cancelled(session)

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": sent(noted(Mark.ARRIVED, ama))}
    )

    assert answer.json() == {
        "says": "This session was cancelled before it began, so nobody came to it.",
        "is_final": True,
    }
