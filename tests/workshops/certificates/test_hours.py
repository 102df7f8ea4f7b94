"""How long somebody was there, as far as taps on a register can say."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from workshops.certificates.hours import minutes_of

SIX = datetime(2026, 12, 3, 18, tzinfo=UTC)
EVENING = SimpleNamespace(starts_at=SIX, ends_at=SIX + timedelta(hours=2))


def taps(*marks):
    """(what, minutes after the start) of each tap."""
    return [
        SimpleNamespace(pk=number, what=what, noted_at=SIX + timedelta(minutes=after))
        for number, (what, after) in enumerate(marks)
    ]


@pytest.mark.parametrize(
    ("marks", "minutes"),
    [
        ([("arrived", -20), ("left_early", 60)], 60),  # from the start, not from the tea before
        ([("arrived", 15), ("left_early", 60)], 45),
        ([("arrived", 0), ("left_early", 30), ("arrived", 40), ("left_early", 90)], 90),
        ([("arrived", 0), ("left_early", 130)], None),  # tapped when it was over
        ([("arrived", 0), ("left_early", 120)], None),
        ([("left_early", 30)], None),  # nobody wrote down when they came
        ([("arrived", 40), ("left_early", 30)], None),
        ([("arrived", -20), ("left_early", -5)], None),
        ([], None),
    ],
)
def test_a_part_is_as_long_as_the_taps_say_or_unknown(marks, minutes):
    assert minutes_of(EVENING, taps(*marks), is_part=True) == minutes


def test_all_of_it_is_from_the_start_to_the_end_whenever_somebody_tapped():
    assert minutes_of(EVENING, taps(("arrived", 25)), is_part=False) == 120


def test_an_evening_on_which_the_clocks_go_back_is_as_long_as_it_was():
    night = SimpleNamespace(
        starts_at=datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 2, 0, tzinfo=UTC),
    )

    assert minutes_of(night, [], is_part=False) == 120


WHATS = st.sampled_from(["arrived", "left_early", "not_here", "undone"])


@given(
    st.lists(
        st.tuples(WHATS, st.integers(-60, 200)),
        max_size=6,
    )
)
def test_a_part_is_never_more_than_the_whole(marks):
    minutes = minutes_of(EVENING, taps(*marks), is_part=True)

    assert minutes is None or 0 < minutes < 120
