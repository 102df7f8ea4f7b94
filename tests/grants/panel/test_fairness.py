"""Fairness: the means are right, and nobody can work out what is hidden."""

import itertools
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from grants.applications.equality.hiding import FEWEST
from grants.panel.fairness import (
    AGE_ORDER,
    SIZE_ORDER,
    against_others,
    age_of,
    broken_down,
    size_of,
)
from tests import factories
from tests.factories import client_for
from tests.factories.panels import chair_of, panel

from .test_pages import page, queries_of

sizes = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 60), max_size=7)


def rows_of(counts, number=Decimal(50)):
    return [(name, (number,)) for name, count in counts.items() for _ in range(count)]


def published(counts):
    """All that the page tells: the groups with their counts and means, and if some are hidden."""
    found = broken_down(rows_of({name: count for name, count in counts.items() if count}))
    return tuple(found.groups), found.has_others


@given(sizes)
def test_no_group_under_ten_is_shown_and_never_is_one_hidden_alone(counts):
    groups, has_others = published(counts)

    names = {group.name for group in groups}
    hidden = [count for name, count in counts.items() if name not in names]
    assert all(counts[name] >= FEWEST for name in names)
    assert has_others == bool(hidden)
    if names and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= 2 * FEWEST


def least_doubt(publish, people, options):
    """How many values the surest hidden count could still have, for one who knows the total."""
    could_be = defaultdict(list)
    for start in itertools.product(range(people + 1), repeat=options - 1):
        if sum(start) <= people:
            counts = dict(zip("ABCD", (*start, people - sum(start)), strict=False))
            could_be[publish(counts)].append(counts)
    return min(
        len({counts[name] for counts in possible})
        for (groups, has_others), possible in could_be.items()
        for name in "ABCD"[:options]
        if has_others and name not in {group.name for group in groups}
    )


@pytest.mark.parametrize(("options", "people"), [(2, 19), (2, 31), (3, 31), (3, 42), (4, 41)])
def test_no_hidden_count_can_be_worked_out_from_the_rest(options, people):
    assert least_doubt(published, people, options) >= 4


def test_without_the_second_hiding_it_could_be():
    def only_small_ones_hidden(counts):
        found = broken_down(rows_of({name: 10 * count for name, count in counts.items() if count}))
        shown = tuple(group for group in found.groups if counts[group.name] >= FEWEST)
        shown = tuple(group._replace(about=counts[group.name]) for group in shown)
        return shown, any(0 < count < FEWEST for count in counts.values())

    assert least_doubt(only_small_ones_hidden, 31, 3) == 1


def test_a_hidden_group_is_not_named_either():
    found = broken_down(rows_of({"Kiln Hill": 40, "Weir Lane": 30, "Tiny": 1, "Mid": 25}))

    assert [group.name for group in found.groups] == ["Kiln Hill", "Weir Lane"]
    assert found.has_others


@given(st.lists(st.decimals(0, 100, places=2), min_size=10, max_size=30))
def test_a_mean_is_exact_and_rounded_once(numbers):
    found = broken_down([("All", (number,)) for number in numbers])

    exact = sum(map(Fraction, numbers)) / len(numbers)
    assert abs(Fraction(found.groups[0].means[0]) - exact) <= Fraction(1, 200)


totals = st.dictionaries(st.integers(1, 5), st.decimals(0, 100, places=2), min_size=1)


@given(st.lists(totals, max_size=20))
def test_what_assessors_lie_above_and_below_one_another_adds_up_to_nothing(cases):
    apart = list(against_others(cases))

    assert sum(numbers[1] for _who, numbers in apart) == 0
    assert len(apart) == sum(len(case) for case in cases if len(case) > 1)


def test_one_who_is_always_ten_above_the_others_is_ten_above():
    cases = [{1: Decimal(60), 2: Decimal(50), 3: Decimal(50)}] * 12

    found = broken_down(against_others(cases), names={1: "Asha", 2: "Ben", 3: "Ben"})

    assert [(group.name, group.means) for group in found.groups] == [
        ("Asha", (60, 10)),
        ("Ben", (50, -5)),
        ("Ben", (50, -5)),
    ]


@pytest.mark.parametrize(
    ("pounds", "band"),
    [(0, 0), (1, 1), (1_999, 1), (2_000, 2), (4_999, 2), (5_000, 3), (9_999, 3), (10_000, 4)],
)
def test_every_request_lies_in_one_band(pounds, band):
    assert size_of(Decimal(pounds)) == SIZE_ORDER[band]


@pytest.mark.parametrize(("days", "band"), [(0, 0), (365, 0), (366, 1), (1095, 1), (1096, 2)])
def test_every_co_op_is_of_one_age(days, band):
    assert age_of(timedelta(days=days)) == AGE_ORDER[band]


@pytest.mark.django_db
def test_the_chair_and_the_auditor_see_it_and_nobody_else():
    called = panel()
    assessor, officer = (
        called.members.get(**{f"user__is_{role}": True}).user for role in ("assessor", "officer")
    )
    for who, status in (
        (chair_of(called), 200),
        (factories.staff("is_auditor"), 200),
        (officer, 403),
        (assessor, 403),
        (factories.staff("is_approver"), 403),
    ):
        assert client_for(who).get(page("panel_fairness", called)).status_code == status, who
        if status == 200:
            assert "Fairness</a>" in client_for(who).get(page("panel", called)).text
    assert "Fairness</a>" not in client_for(officer).get(page("panel", called)).text


@pytest.mark.django_db
def test_ten_cases_have_a_mean_and_fewer_say_nothing():
    called = panel(cases=9)
    client = client_for(chair_of(called))

    few, queries = (
        client.get(page("panel_fairness", called)).text,
        queries_of(client, page("panel_fairness", called)),
    )
    factories.with_panel(round=called.round)
    many = client.get(page("panel_fairness", called)).text

    assert "All groups are too small to show." in few
    assert "Mean score</th>" not in few
    assert many.count("Mean score</th>") == 4
    assert "Less than a year" in many
    assert queries_of(client, page("panel_fairness", called)) == queries
