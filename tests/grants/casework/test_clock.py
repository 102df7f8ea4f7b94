"""How long is left, and how long something has waited, in words."""

from datetime import date, timedelta

import pytest

from grants.casework import clock

TODAY = date(2026, 5, 13)  # a Wednesday


def on(days):
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (6, "in 6 days"),
        (-1, "1 day late"),
        (-2, "2 days late"),
        (400, "in 400 days"),
    ],
)
def test_what_is_left(days, words):
    assert clock.left(on(days), TODAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Waits since today"),
        (1, "Waits since today"),  # a clock that runs ahead by a second at midnight
        (-1, "Waits since yesterday"),
        (-2, "Waits since Monday"),
        (-6, "Waits since Thursday"),
        (-7, "Waits since 6 May"),
        (-200, "Waits since 25 October 2025"),
    ],
)
def test_since_when_it_waits(days, words):
    assert clock.waits(on(days), TODAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "Decision promised for 14 May, tomorrow"),
        (14, "Decision promised for 27 May, in 14 days"),
        (15, "Waits since yesterday"),
        (-2, "Decision was promised for 11 May, 2 days late"),
    ],
)
def test_a_promise_is_told_once_it_is_near(days, words):
    assert clock.decision(on(-1), on(days), TODAY) == words


def test_the_edges_of_a_round():
    assert clock.closes(on(3), TODAY) == "Closes on 16 May, in 3 days"
    assert clock.opens(on(0), TODAY) == "Opens on 13 May, today"
