"""A phone that had no signal: its taps come late, twice, in any order."""

import contextlib
import json
import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import given, strategies as st

from tests import factories
from tests.factories import client_for
from workshops.models import AttendanceMark
from workshops.register.actions import note_taps
from workshops.register.models import Mark
from workshops.register.taps import read_taps

from .at_the_door import address, marks, noted, officer

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
    assert answer.json() == {"says": "This phone sent something that we can’t read."}
    assert not AttendanceMark.objects.exists()


def test_a_phone_that_is_too_early_is_told():
    session, (ama,) = factories.evening("Ama", begins=timedelta(days=2))

    answer = client_for(officer()).post(
        address("register_taps", session), {"taps": sent(noted(Mark.ARRIVED, ama))}
    )

    assert answer.status_code == 409
    assert "opens an hour before" in answer.json()["says"]


def test_an_address_that_cannot_be_one_is_left_out():
    [tap] = read_taps(sent(noted(Mark.ARRIVED, name="Cleo", email="cleo at work")))

    assert (tap.name, tap.email) == ("Cleo", "")
