"""Schedules: every generator adds up to the award, and what is wrong is said."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from grants.awards.terms import schedule
from grants.awards.terms.schedule import MOST_INSTALMENTS, NoPlan
from grants.awards.terms.shape import PlannedCondition, PlannedInstalment, PlannedLine, Terms
from grants.money import PENNY, total

START = date(2027, 1, 31)
END = date(2030, 1, 31)

pounds = st.integers(min_value=MOST_INSTALMENTS, max_value=10**10).map(lambda pence: pence * PENNY)
numbers = st.integers(min_value=1, max_value=MOST_INSTALMENTS)
days = st.dates(min_value=START, max_value=END)


def amounts(planned):
    return [one.amount for one in planned]


def planned(*sums, first=START):
    return [
        PlannedInstalment(number, Decimal(amount), first + timedelta(30 * number))
        for number, amount in enumerate(sums, 1)
    ]


# --- Every plan adds up to the award, to the penny (invariant 15) ---


@given(pounds, numbers, days, st.integers(min_value=0, max_value=12))
def test_equal_parts_add_up_and_differ_by_a_penny_at_most(amount, number, first, every):
    plan = schedule.equal_parts(amount, number, first, every)

    assert total(amounts(plan)) == amount
    assert amounts(plan) == sorted(amounts(plan), reverse=True)
    assert plan[0].amount - plan[-1].amount <= PENNY
    assert [one.number for one in plan] == list(range(1, number + 1))


@given(pounds, numbers, days)
def test_the_usual_plan_adds_up(amount, number, start):
    assert total(amounts(schedule.plan_instalments(amount, number, start))) == amount


@st.composite
def shares(draw):
    """Shares that leave a rest, or that make a hundred percent."""
    weights = draw(st.lists(st.integers(1, 100), min_size=1, max_size=MOST_INSTALMENTS))
    if draw(st.booleans()):
        whole = sum(weights)
        percents = [Decimal(weight * 10_000 // whole) / 100 for weight in weights[:-1]]
        last = Decimal(100) - sum(percents, Decimal(0))
        return [(schedule.PERCENT, each) for each in [*percents, last] if each]
    few = [Decimal(weight) / 20 for weight in weights[:-1]]
    return [*((schedule.PERCENT, each) for each in few), (schedule.REST, None)]


@given(st.integers(min_value=10**6, max_value=10**10), shares(), days, st.booleans())
def test_shares_add_up_by_date_and_by_condition(pence, shares, first, is_by_date):
    amount = pence * PENNY
    if is_by_date:
        plan = schedule.by_date(amount, [(first, share) for share in shares])
    else:
        plan = schedule.by_condition(amount, [("", share) for share in shares], first, 2)

    assert total(amounts(plan)) == amount
    assert all(one.amount > 0 and one.amount == one.amount.quantize(PENNY) for one in plan)
    if is_by_date:
        assert schedule.problems_in(plan, amount, first, first) == []


@given(pounds, numbers, st.integers(min_value=-5, max_value=5))
def test_a_schedule_is_refused_exactly_when_it_is_off(amount, number, pennies):
    plan = schedule.equal_parts(amount, number, START, 1)

    problems = schedule.problems_in(plan, amount + pennies * PENNY, START, END)

    assert bool(problems) == bool(pennies)


def test_odd_pennies_come_first():
    assert amounts(schedule.equal_parts(Decimal("10.00"), 3, START, 1)) == [
        Decimal("3.34"),
        Decimal("3.33"),
        Decimal("3.33"),
    ]
    thirds = [(schedule.PERCENT, Decimal(25))] * 4
    assert schedule.shared_out(Decimal("0.06"), thirds) == [PENNY * 2, PENNY * 2, PENNY, PENNY]


# --- What each generator does ---


def test_parts_fall_on_the_same_day_or_the_last_that_the_month_has():
    plan = schedule.equal_parts(Decimal(300), 3, START, 1)

    assert [one.due_on for one in plan] == [START, date(2027, 2, 28), date(2027, 3, 31)]


def test_by_date_puts_parts_in_order():
    later, sooner = date(2027, 9, 1), date(2027, 3, 1)

    plan = schedule.by_date(
        Decimal(1000),
        [(later, (schedule.REST, None)), (sooner, (schedule.POUNDS, Decimal("333.33")))],
    )

    assert [(one.due_on, one.amount) for one in plan] == [
        (sooner, Decimal("333.33")),
        (later, Decimal("666.67")),
    ]


def test_by_condition_keeps_the_report_that_a_part_waits_for():
    plan = schedule.by_condition(
        Decimal(1000),
        [("", (schedule.PERCENT, Decimal(60))), ("6 month report", (schedule.REST, None))],
        START,
        6,
    )

    assert [(one.amount, one.after_report) for one in plan] == [
        (Decimal(600), ""),
        (Decimal(400), "6 month report"),
    ]


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([(schedule.PERCENT, Decimal(50))], "£500 less than the award of £1,000"),
        ([(schedule.POUNDS, Decimal("1000.01"))], "£0.01 more than the award of £1,000"),
        ([(schedule.REST, None)] * 2, "Only one part can be"),
        ([(schedule.POUNDS, Decimal(1000)), (schedule.REST, None)], "would get nothing"),
    ],
)
def test_shares_that_cannot_add_up_are_said(shares, sentence):
    with pytest.raises(NoPlan, match=sentence):
        schedule.shared_out(Decimal(1000), shares)


@pytest.mark.parametrize(("amount", "number"), [("0.02", 3), ("1000", 0), ("1000", 13)])
def test_parts_that_cannot_be_are_refused(amount, number):
    with pytest.raises(NoPlan):
        schedule.equal_parts(Decimal(amount), number, START, 1)


# --- What is wrong with a schedule ---


@pytest.mark.parametrize(
    ("plan", "row", "field", "sentence"),
    [
        (planned("999.99"), None, None, "£0.01 less than the award of £1,000"),
        (planned("1000", "0"), 1, "amount", "more than £0"),
        (planned("1500", "-500"), 1, "amount", "more than £0"),
        (planned("999.995", "0.005"), 0, "amount", "pounds and pence"),
        (planned("1000", first=START - timedelta(40)), 0, "due_on", "31 January 2027 or later"),
        (planned("1000", first=END), 0, "due_on", "31 January 2030 or earlier"),
        (planned("500", "500")[::-1], 1, "due_on", "not be before that of payment 1"),
        (planned(*["100"] * 13), None, None, "12 payments or fewer"),
    ],
)
def test_a_bad_row_is_named_with_its_sentence(plan, row, field, sentence):
    problems = schedule.problems_in(plan, Decimal(1000), START, END)

    assert (row, field) in [problem[:2] for problem in problems]
    assert any(sentence in problem[2] for problem in problems)


def test_a_schedule_that_adds_up_has_no_problem():
    assert schedule.problems_in(planned("600", "400"), Decimal(1000), START, END) == []


# --- Reports ---


def test_one_report_frees_each_later_payment_of_the_usual_plan():
    plan = schedule.plan_instalments(Decimal(900), 3, START)

    reports = schedule.plan_reports(plan, START)

    assert [one.after_report for one in plan] == ["", "6 month report", "12 month report"]
    assert [(one.name, one.releases) for one in reports] == [
        ("6 month report", 2),
        ("12 month report", 3),
        ("Final report", None),
    ]
    assert [one.due_on for one in reports] == sorted(one.due_on for one in reports)


def test_without_a_payment_that_waits_there_is_a_report_midway():
    reports = schedule.plan_reports(planned("1000"), START)

    assert [(one.name, one.releases) for one in reports] == [
        ("6 month report", None),
        ("Final report", None),
    ]


def test_a_report_is_named_by_the_months_before_its_payment():
    six_months = START + schedule.PAYING_TAKES + schedule.MIDWAY

    assert schedule.report_before(six_months, START) == "6 month report"
    assert schedule.report_before(START, START) == "1 month report"


def test_payments_that_wait_for_one_report_share_it():
    both = [
        PlannedInstalment(number, Decimal(1), START + timedelta(200), "6 month report")
        for number in (2, 3)
    ]

    reports = schedule.plan_reports(both, START)

    assert [(one.name, one.releases) for one in reports][:1] == [("6 month report", 2)]
    assert len(reports) == 2


# --- What a draft keeps ---


def test_terms_come_back_from_the_draft_as_they_were():
    terms = Terms(
        [PlannedLine("space", "Hall", quantity=Decimal("2.50"), unit="weeks", each=Decimal(40))],
        planned("600.10", "399.90"),
        [PlannedCondition("other", "Show us the lease.", before=2, due_on=START, owner=7)],
    )

    assert Terms.from_json(terms.as_json()) == terms
    assert terms.gross_value == Decimal("100.00")


@pytest.mark.parametrize(
    ("quantity", "unit", "said"),
    [("1", "days", "1 day"), ("1.50", "days", "1.5 days"), ("1", "premises", "1 premises")],
)
def test_one_day_is_no_days(quantity, unit, said):
    line = PlannedLine("space", "Hall", quantity=Decimal(quantity), unit=unit, each=Decimal(40))

    assert line.in_words == said
