"""The rules of who gets in, worked out without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from workshops.booking.filling import (
    Party,
    Step,
    Way,
    fits_somebody,
    offer_ends,
    place_in_list,
    plan,
)

START = datetime(2027, 3, 26, 15, 0, tzinfo=UTC)  # the clocks go forward two nights later
PARTIES = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans()).map(
        lambda drawn: (max(drawn[:2]), min(drawn[:2]), drawn[2])
    ),
    max_size=8,
).map(
    lambda drawn: [
        Party(number, wants, accepts, START if straight else None)
        for number, (wants, accepts, straight) in enumerate(drawn)
    ]
)


def planned(free, parties, at):
    return plan(free, parties, at=at, starts_at=START, closes_at=START - timedelta(hours=2))


@pytest.mark.parametrize(
    ("away", "hours"),
    [
        (timedelta(days=8), 48),
        (timedelta(days=7), 24),
        (timedelta(days=3), 24),
        (timedelta(days=2), 4),
        (timedelta(days=1, hours=1), 4),
    ],
)
def test_an_offer_stands_as_long_as_the_table_says(away, hours):
    at = START - away
    assert 9 <= (at + timedelta(hours=hours)).hour < 21  # so that no night is in the way

    assert offer_ends(at, starts_at=START, closes_at=START) == at + timedelta(hours=hours)


def test_on_the_last_day_nothing_is_kept():
    assert offer_ends(START - timedelta(days=1), starts_at=START, closes_at=START) is None


@given(st.datetimes(START.replace(tzinfo=None) - timedelta(days=40), START.replace(tzinfo=None)))
def test_no_offer_runs_out_at_night_or_after_booking_ends(at):
    at = at.replace(tzinfo=UTC)
    closes = START - timedelta(hours=2)

    ends = offer_ends(at, starts_at=START, closes_at=closes)

    if ends is None:
        assert START - at <= timedelta(days=1)
    else:
        assert at < ends <= closes
        assert ends == closes or 9 <= ends.hour < 21  # in London in March, UTC is the time


@given(st.integers(0, 9), PARTIES)
def test_the_list_is_served_in_its_order_and_never_beyond_what_is_free(free, parties):
    """Worked out again with a plain walk down the list."""
    steps = planned(free, parties, START - timedelta(days=10))

    left, expected = free, []
    for party in parties:
        if party.accepts <= left:
            places = min(left, party.wants)
            expected.append((party.key, places))
            left -= places
    assert [(step.key, step.places) for step in steps] == expected
    assert not fits_somebody(left, [p for p in parties if p.key not in dict(expected)])


@given(st.integers(0, 9), PARTIES)
def test_on_the_last_day_only_those_go_in_who_asked_for_it(free, parties):
    steps = planned(free, parties, START - timedelta(hours=20))

    assert {step.way for step in steps} <= {Way.BOOK}
    assert {step.key for step in steps} <= {p.key for p in parties if p.straight_in_until}


def test_a_party_that_does_not_fit_is_passed_over_and_keeps_its_place():
    three, one = Party(1, wants=3, accepts=3), Party(2, wants=1, accepts=1)

    first, *rest = planned(2, [three, one], START - timedelta(days=10))

    assert (first.key, first.places, rest) == (2, 1, [])
    assert place_in_list(1, [three, one]) == 1
    assert place_in_list(2, [three, one]) == 4


def test_straight_in_ends_on_its_day():
    at = START - timedelta(days=10)
    until = Party(1, 1, 1, straight_in_until=at + timedelta(seconds=1))
    over = Party(2, 1, 1, straight_in_until=at)

    assert [step.way for step in planned(2, [until, over], at)] == [Way.BOOK, Way.OFFER]


def test_steps_say_until_when():
    at = START - timedelta(days=10)

    assert planned(1, [Party(1, 1, 1)], at) == [
        Step(1, Way.OFFER, 1, offer_ends(at, starts_at=START, closes_at=START))
    ]
