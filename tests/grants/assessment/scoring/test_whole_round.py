"""A whole round’s scores at once: the same figures as case by case, in a flat number of queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.assessment.scoring.queries import scores_of
from grants.assessment.scoring.whole_round import scores_of_round
from tests import factories

pytestmark = pytest.mark.django_db


def scored(round, *opinions):
    """A case of a round with the marks of some assessors."""
    application = factories.in_assessment(round=round)
    for marks in opinions:
        factories.filed(application, factories.staff("is_assessor"), marks=marks)
    return application


def queries_for(round):
    with CaptureQueriesContext(connection) as captured:
        scores_of_round(round)
    return len(captured)


def test_it_finds_what_the_page_of_each_case_finds():
    round = factories.open_round()
    cases = [
        scored(round, (4, 2), (1, 2)),
        scored(round, (None, 3), (2, 4)),
        scored(round, (3, 3)),
    ]
    factories.moderated(cases[0], mark=3)

    found = scores_of_round(round)

    assert set(found) == {case.pk for case in cases}
    for case in cases:
        table = scores_of(case)
        assert found[case.pk].figure == table.figure
        assert found[case.pk].totals == tuple(sorted(a.worked_out for a in table.assessments))
        assert found[case.pk].is_open == (table.has_gaps or table.totals_are_apart)
        assert found[case.pk].is_moderated == table.is_moderated


def test_it_says_how_far_apart_they_are_until_they_have_talked():
    round = factories.open_round()
    case = scored(round, (4, 2), (1, 2))

    before = scores_of_round(round)[case.pk]
    factories.moderated(case, mark=3)
    after = scores_of_round(round)[case.pk]

    assert (before.widest, before.spread, before.is_open) == (3, Decimal(45), True)
    assert (after.widest, after.spread, after.is_open) == (0, 0, False)
    assert after.figure == Decimal(65)  # 3 × 60 + 2 × 40 = 260; ÷ 4
    assert after.totals == before.totals == (Decimal(35), Decimal(80))


def test_totals_can_be_apart_where_no_criterion_is():
    round = factories.open_round()
    case = scored(round, (4, 4), (3, 3))

    found = scores_of_round(round)[case.pk]

    assert (found.widest, found.spread, found.is_open) == (1, Decimal(25), True)


def test_a_draft_and_another_round_do_not_count():
    round, other = factories.open_round(), factories.open_round()
    asked = factories.in_assessment(round=round)
    scored(other, (4, 4))

    assert scores_of_round(round) == {}
    assert asked.pk not in scores_of_round(other)


@pytest.mark.parametrize(
    ("marks", "agreed", "found"),
    [
        ([(0, 3), (2, 3)], None, True),
        ([(0, 3), (2, 3)], 1, False),
        ([(2, 3), (2, 3)], 0, True),
        ([(None, 0), (2, 0)], None, False),
    ],
)
def test_a_zero_that_counts_on_what_must_not_be_0_means_advice_first(marks, agreed, found):
    round = factories.open_round()
    round.criteria.filter(number=1).update(is_essential=True)
    case = scored(round, *marks)
    if agreed is not None:
        factories.moderated(case, mark=agreed)

    assert scores_of_round(round)[case.pk].is_advice_first is found
    assert bool(scores_of(case).advice_first) is found


def test_one_case_and_many_take_the_same_three_queries():
    few, many = factories.open_round(), factories.open_round()
    scored(few, (4, 2))
    for _ in range(4):
        factories.moderated(scored(many, (4, 2), (1, 2), (2, 2)))

    assert queries_for(few) == queries_for(many) == 3
