"""The forecast: every unpaid part of a live grant, once, in its month."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings, strategies as st

from grants.closure.actions import terminate_award
from grants.ledger import LedgerEntry, LedgerKind, enter
from grants.models import Award, Instalment
from grants.payments.books.chart import chart_of
from grants.payments.books.forecast import forecast_of, unpaid_instalments
from grants.payments.holding.actions import hold_instalment
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.grants.payments.pages import exported, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def forecast(**facts):
    return forecast_of(unpaid_instalments(), **facts)


def test_what_is_offered_waits_and_what_lacks_nothing_is_ready():
    factories.offered(awarded=Decimal(1000))
    factories.accepted(awarded=Decimal(500))
    with_bank_details(awarded=Decimal(300), instalments=2)

    found = forecast()

    assert (found.ready, found.waiting, found.number) == (150, 1650, 4)


def test_it_stays_ready_in_a_run_and_goes_when_the_bank_has_paid():
    application = with_bank_details(awarded=Decimal(300))
    prepared(application)
    assert (forecast().ready, forecast().waiting) == (300, 0)

    factories.paid(awarded=Decimal(80))

    assert forecast().total == 300


def test_what_a_bank_sends_back_is_to_be_paid_again():
    application = factories.paid(awarded=Decimal(300))
    payment = application.ledger.get(kind="payment").payment
    assert forecast().total == 0

    enter(application, LedgerKind.RETURN, Decimal(300), key="back", payment=payment, by=None)

    assert forecast().total == 300


def test_what_a_co_op_pays_back_is_not():
    application = factories.paid(awarded=Decimal(300))

    enter(application, LedgerKind.RECOVERY, Decimal(100), key="back", by=None)

    assert forecast().total == 0


def test_an_award_that_ended_is_not_paid_any_more():
    application = factories.paid(awarded=Decimal(300), instalments=2)
    assert forecast().total == 150

    terminate_award(application, reason="They closed.", by=colleague("is_officer"))

    assert forecast().total == 0


def test_an_account_that_waits_keeps_its_money_waiting():
    application = with_bank_details()
    application.organisation.bank_details.update(
        usable_from=now() + timedelta(days=2), call_back="0118 496 0001, from the application"
    )

    assert (forecast().ready, forecast().waiting) == (0, 4000)


@pytest.mark.parametrize(
    ("due_on", "place"),
    [
        (date(2020, 1, 1), 0),  # overdue
        (date(2026, 11, 1), 0),
        (date(2026, 11, 30), 0),
        (date(2026, 12, 1), 1),
        (date(2027, 10, 31), 11),
        (date(2027, 11, 1), 12),  # later than the months shown
    ],
)
def test_each_stands_in_its_month_and_what_is_late_in_this_one(due_on, place):
    factories.offered(awarded=Decimal(1000))
    Instalment.objects.update(due_on=due_on)

    found = forecast(today=date(2026, 11, 15))

    amounts = [line.total for line in [*found.months, found.later]]
    assert [n for n, amount in enumerate(amounts) if amount] == [place]
    assert found.overdue == (1000 if due_on < date(2026, 11, 15) else 0)
    assert found.lines[place].name == (
        "Later"
        if place == 12
        else ["November 2026", "December 2026"][place]
        if place < 2
        else "October 2027"
    )


days = st.dates(date(2025, 1, 1), date(2030, 1, 1))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    planned=st.lists(
        st.tuples(days, st.decimals("0.01", "999", places=2), st.booleans()), max_size=12
    ),
    today=days,
    number=st.integers(1, 14),
)
def test_the_months_add_up_to_the_unpaid_instalments(cases, planned, today, number):
    with transaction.atomic():
        award = cases.award
        Instalment.objects.bulk_create(
            Instalment(
                award=award,
                number=place + 10,
                amount=amount,
                due_on=day,
                needs="x",
                released_at=now() if is_released else None,
            )
            for place, (day, amount, is_released) in enumerate(planned)
        )
        found = forecast(today=today, months=number)
        transaction.set_rollback(True)

    assert found.total == cases.award.amount + sum(amount for _day, amount, _ in planned)
    assert found.ready == sum(amount for _day, amount, is_released in planned if is_released)
    assert found.number == len(planned) + 1
    assert sum(line.total for line in found.first_months(3).lines) == found.total
    assert len(chart_of(found).bars) == len(found.lines)


@pytest.fixture
def cases():
    application = with_bank_details(awarded=Decimal(700))
    Instalment.objects.filter(award__application=application).update(released_at=None)
    return application


def test_it_is_what_the_ledger_leaves_to_pay():
    factories.offered(instalments=2)
    factories.paid(instalments=2)
    exported(with_bank_details())
    factories.declined()
    factories.closed()

    assert forecast().total == LedgerEntry.objects.all().balance().unpaid
    assert forecast().total < Instalment.objects.aggregate(sum=Sum("amount"))["sum"]


def test_the_chart_says_in_words_what_it_shows():
    factories.offered(awarded=Decimal(1000))

    chart = chart_of(forecast())

    month = f"{localdate() + timedelta(days=30):%b %Y}"
    assert chart.words == (
        "£1,000 is left to pay: £0 is ready, and £1,000 waits for something. The most, £1,000, "
        f"is planned in {month}. The table below has each month."
    )
    assert {bar.end for bar in chart.bars} == {"0.00%", "70.00%"}


def test_nothing_to_pay_is_no_fault():
    assert chart_of(forecast()).words == "Nothing is left to pay."


def test_what_is_held_waits_and_what_is_cancelled_is_gone():
    application = with_bank_details(awarded=Decimal(300), instalments=2)
    first, second = application.award.instalments.order_by("number")
    officer = colleague("is_officer")

    hold_instalment(first, because="We ask the police.", by=officer)
    factories.given_up(second)

    assert (forecast().ready, forecast().waiting, forecast().number) == (0, 150, 1)
    assert application.ledger.all().balance().unpaid == 150


def test_an_account_of_the_body_that_holds_the_money_counts():
    application = with_bank_details(awarded=Decimal(300))
    assert forecast().ready == 300

    Award.objects.filter(application=application).update(payee=factories.organisation())

    assert (forecast().ready, forecast().waiting) == (0, 300)
