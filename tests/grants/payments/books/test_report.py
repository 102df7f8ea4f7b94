"""The report adds up: its lines, its totals and the ledger say the same."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from grants.funds.actions import set_cost_codes
from grants.ledger import LedgerEntry, LedgerKind, days_of_financial_year, enter_all, row
from grants.models import Fund
from grants.payments.books.report import Asked, Grouping, Sums, report_of
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = date(2026, 11, 29)
YEARS = (None, 2024, 2025, 2026, 2027)


@pytest.fixture
def cases():
    """Four grants in three rounds of two funds, one with a code of its own."""
    start = Fund.objects.create(name="Start Fund", purpose="Begin.", cost_code="ST-1")
    facts = {"decision_on": date(2025, 3, 31)}
    rounds = [
        factories.open_round(**facts),
        factories.open_round(decision_on=date(2026, 5, 1), cost_code="GR-2"),
        factories.open_round(decision_on=date(2026, 5, 1), fund=start),
    ]
    return [factories.offered(round=rounds[number]) for number in (0, 1, 2, 2)]


kinds = st.sampled_from(list(LedgerKind))
made = st.lists(
    st.tuples(
        st.integers(0, 3),
        kinds,
        st.decimals("0.01", "400", places=2),
        st.dates(date(2024, 1, 1), date(2028, 3, 31)),
        st.sampled_from(["", "GR-1", "GR-2", "=1+1"]),
    ),
    max_size=10,
)


def enter_anything(cases, rows):
    """Rows as nobody would enter them: the sums must hold whatever stands there."""
    payment = factories.paid().ledger.get(kind="payment").payment
    for number, (case, kind, amount, on, code) in enumerate(rows):
        about = payment if kind in ("payment", "failure", "return") else None
        one = row(cases[case], kind, amount, key=f"k/{number}", on=on, payment=about, by=None)
        one.cost_code = code
        with suppress(IntegrityError), transaction.atomic():  # more than was promised, say
            enter_all([one])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=made)
def test_the_lines_add_up_to_the_total_and_to_the_ledger(cases, rows):
    with transaction.atomic():
        enter_anything(cases, rows)
        found = {
            (by, year): report_of(Asked(by, year), today=TODAY)
            for by in Grouping.values
            for year in YEARS
        }
        ledgers = {year: of_year(year) for year in YEARS}
        transaction.set_rollback(True)

    for (by, year), report in found.items():
        assert sum((line.sums for line in report.lines), Sums()) == report.total.sums
        assert (report.total.sums.promised, report.total.sums.paid) == ledgers[year]
        assert report.total == found["fund", year].total
        check_what_is_left(by, report)


def of_year(year):
    """(promised, paid) of one year, from the ledger itself."""
    rows = LedgerEntry.objects.all()
    if year:
        rows = rows.filter(on__range=days_of_financial_year(year))
    balance = rows.balance()
    return balance.committed, balance.paid


def check_what_is_left(by, report):
    """Both sums that a reader can do again, line by line; by year they run on."""
    award = pay = 0
    for line in report.lines:
        sums = line.sums
        award = (award if by == Grouping.YEAR else 0) + sums.budget - sums.promised
        pay = (pay if by == Grouping.YEAR else 0) + sums.owed_before + sums.promised - sums.paid
        assert (line.left_to_award, line.left_to_pay) == (award, pay)
    if by != Grouping.YEAR:
        for name in ("left_to_award", "left_to_pay"):
            total = sum(getattr(line, name) for line in report.lines)
            assert getattr(report.total, name) == total


def test_one_year_begins_where_the_one_before_ended(cases):
    enter_all(
        [
            row(cases[0], LedgerKind.COMMITMENT, Decimal(100), key="a", on=on, by=None)
            for on in [date(2025, 3, 31)]
        ]
    )
    before = report_of(Asked(Grouping.FUND, 2024), today=TODAY).total
    after = report_of(Asked(Grouping.FUND, 2025), today=TODAY).total

    assert before.left_to_pay == after.sums.owed_before == 100
    assert after.sums.budget == before.left_to_award  # no round is decided in that year


def test_lines_are_the_funds_rounds_codes_and_years_in_order(cases):
    labels = {
        by: [line.label for line in report_of(Asked(by), today=TODAY).lines]
        for by in Grouping.values
    }

    assert labels["fund"] == ["Grow Fund", "Start Fund"]
    assert labels["round"] == [cases[place].round.name for place in (0, 1, 2)]
    assert labels["code"] == ["GR-2", "ST-1", "No cost code"]
    assert labels["year"][0] == "April 2024 to March 2025"


def test_a_row_keeps_the_code_of_its_day(cases):
    fund = Fund.objects.get(name="Start Fund")
    round = cases[1].round

    set_cost_codes(
        funds={fund.pk: "ST-9"}, rounds={round.pk: "GR-9"}, by=colleague("is_finance_preparer")
    )
    report = report_of(Asked(Grouping.CODE), today=TODAY)
    again = factories.offered(round=round)

    promised = {line.label: line.sums.promised for line in report.lines}
    assert promised == {"GR-2": 4000, "GR-9": 0, "ST-1": 8000, "ST-9": 0, "No cost code": 4000}
    budgets = {line.label: line.sums.budget for line in report.lines}
    assert (budgets["ST-1"], budgets["ST-9"]) == (0, 50_000)
    assert again.ledger.get().cost_code == "GR-9"
    assert set(cases[1].ledger.values_list("cost_code", flat=True)) == {"GR-2"}


@pytest.mark.parametrize("by", Grouping.values)
def test_it_costs_the_same_for_any_number_of_rows(cases, by, django_assert_num_queries):
    factories.offered()
    with django_assert_num_queries(4):
        report_of(Asked(by))
    for number in range(3):
        paid = factories.paid()
        enter_all([row(paid, LedgerKind.RECOVERY, Decimal(1), key=f"r/{number}", by=None)])

    with django_assert_num_queries(4):
        report_of(Asked(by, 2026))
