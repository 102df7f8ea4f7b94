"""The page by which finance ends a month: sums, runs with what is next, and what came back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants.models import Conflict, Instalment, Payment
from grants.payments import actions
from grants.payments.month_end import ToPay, came_back, first_of, runs_under_way
from grants.payments.queries import not_ready_to_pay, ready_to_pay
from tests import factories
from tests.factories.cases import colleague, settled, with_bank_details

from .pages import approved, due, exported, page, prepared, preparer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def sent_back(application, outcome="returned", because="Account closed"):
    """The bank did not pay, or it came back; the payment is free for another run."""
    payment = Payment.objects.get(instalment__award__application=application)
    settled(payment.run, outcome, because=because)
    return payment.ledger.latest("pk")


def test_the_sums_are_those_of_the_two_lists():
    with_bank_details(awarded=Decimal(900), instalments=2)
    factories.accepted(awarded=Decimal(500))
    prepared(with_bank_details(awarded=Decimal(70)))
    someone = colleague("is_finance_preparer")

    ready, waiting = first_of(ready_to_pay(someone), 1), first_of(not_ready_to_pay(someone), 1)

    assert (ready.number, ready.amount, ready.has_more) == (1, Decimal(450), False)
    assert (waiting.number, waiting.amount, waiting.has_more) == (2, Decimal(950), True)
    assert ready.amount == sum(one.amount for one in ready_to_pay(someone))
    assert waiting.amount == sum(one.amount for one in not_ready_to_pay(someone))


def test_nothing_at_all_is_nothing():
    assert first_of(ready_to_pay(colleague("is_finance_preparer")), 1) == ToPay([], 0, Decimal(0))


def test_each_run_says_what_it_needs_next():
    prepared(with_bank_details())
    approved(with_bank_details())
    exported(with_bank_details())
    by = {
        who: runs_under_way(colleague(f"is_{who}"))
        for who in ("finance_preparer", "finance_approver", "officer", "auditor")
    }

    to_approve = {who: [run.next for run in waiting] for who, (waiting, _) in by.items()}
    assert to_approve == {
        "finance_preparer": ["Somebody else must approve it: you prepared it"],
        "finance_approver": ["Look at each line, then approve it"],
        "officer": ["Somebody else must approve it: you checked bank details in it"],
        "auditor": ["Somebody who approves payments looks at each line"],
    }
    assert [run.next for run in by["auditor"][1]] == [
        "Take the file to the bank, then say what the bank did",
        "Make the payment file",
    ]


@pytest.mark.parametrize("outcome", ["failed", "returned"])
def test_what_came_back_stands_there_until_it_is_in_a_new_run(outcome):
    application = factories.paid() if outcome == "returned" else with_bank_details()
    if outcome == "failed":
        exported(application)
    row = sent_back(application, outcome)
    someone = colleague("is_finance_preparer")

    shown = page(preparer().get(reverse("payment_home")))

    assert [one.pk for one in came_back(someone)] == [row.pk]
    assert "Account closed" in shown
    assert Instalment.objects.get() in list(ready_to_pay(someone))
    actions.prepare_payment_run(due(application), by=someone)
    assert came_back(someone) == []


def test_what_came_back_of_a_case_with_a_conflict_is_not_there():
    application = factories.paid()
    sent_back(application)
    torn = factories.staff("is_finance_preparer")
    Conflict.objects.create(application=application, user=torn, reason="My sister.")

    assert came_back(torn) == []
    assert "Account closed" not in page(factories.client_for(torn).get(reverse("payment_home")))


def test_the_page_ends_with_the_next_months():
    with_bank_details(awarded=Decimal(900), instalments=2)

    response = preparer().get(reverse("payment_home"))

    forecast = response.context["forecast"]
    assert (len(forecast.months), forecast.total) == (3, 900)
    assert "The forecast for a year, with a chart" in page(response)
