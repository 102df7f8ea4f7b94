"""What came back by one way came back: it is not counted by another, and not paid again for it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.access import Refused
from grants.closure.actions import terminate_award
from grants.closure.recovering import actions
from grants.ledger import LedgerKind, enter
from grants.models import HandMark, Instalment, Payment, PaymentRun
from grants.panel.queries import left_in
from grants.payments import actions as paying
from grants.payments.queries import due_instalments
from grants.payments.results.actions import confirm_mark
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague, pay_next, said, settled, with_bank_details
from tests.grants.payments.results.files import line_of, taken_in, verdicts, whys

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def balance_of(application):
    return application.ledger.all().balance()


def the_run():
    return PaymentRun.objects.latest("pk")


def came(recovery, amount="4000"):
    return factories.settled_back(factories.money_that_came(recovery, amount=amount))


def repaid(amount="4000", **facts):
    """A co-op that was paid £4,000, and paid this much back."""
    application = factories.paid(**facts)
    came(factories.money_back(application, amount=amount), amount)
    return application


# First from the co-op, then from the bank


def test_what_the_co_op_paid_back_the_bank_did_not_send_back_too():
    application = repaid("1000")
    before = balance_of(application)

    with pytest.raises(Refused, match=r"The co-op paid £1,000 of it back already \(.*-B1\)"):
        said(the_run(), "returned")

    assert balance_of(application) == before
    assert not HandMark.objects.filter(outcome="returned").exists()
    assert list(due_instalments()) == []


def test_who_confirms_hears_what_came_since_it_was_said():
    application = factories.paid()
    mark = said(the_run(), "returned")
    came(factories.money_back(application, amount="4000"))

    with pytest.raises(Refused, match="paid £4,000 of it back already"):
        confirm_mark(mark, by=colleague("is_finance_approver"))

    assert balance_of(application) == (0, 0)
    assert list(due_instalments()) == []


def test_a_line_of_the_bank_about_it_is_listed_and_not_counted():
    application = repaid("1000")

    result = taken_in(line_of(Payment.objects.get(), status="returned"))

    assert verdicts(result) == ["unmatched"]
    assert "The co-op paid £1,000 of it back already" in whys(result)[0]
    assert balance_of(application).paid == 3000


def test_the_same_sum_from_both_is_not_guessed_from_a_file():
    """Of two payments one came back twice, or both came back: no sum can tell."""
    application = repaid("2000", instalments=2)
    Instalment.objects.update(released_at=application.submitted_at)
    pay_next(application)
    first = Payment.objects.earliest("pk")

    result = taken_in(line_of(first, status="returned"))

    assert verdicts(result) == ["unmatched"]
    assert "paid the same sum back" in whys(result)[0]
    mark = said(first.run, "returned")
    shown = client_for(colleague("is_finance_approver")).get(
        reverse("mark", args=[first.run.reference, mark.number])
    )
    assert "Is it the same money?" in shown.text
    confirm_mark(mark, by=colleague("is_finance_approver"))
    assert balance_of(application) == (2000, 0)


def test_two_lines_of_one_file_take_no_more_than_is_out():
    """£3,000 of £4,000 came back: of two payments that the file names, one can have."""
    application = factories.paid(instalments=2)
    Instalment.objects.update(released_at=application.submitted_at)
    pay_next(application)
    came(factories.money_back(application, amount="1000.50"), "1000.50")

    result = taken_in(*(line_of(one, status="returned") for one in Payment.objects.order_by("pk")))

    assert verdicts(result) == ["matched", "unmatched"]
    assert balance_of(application).paid == Decimal("999.50")


def test_a_round_gets_nothing_back_twice_when_a_grant_has_ended():
    application = factories.paid()
    budget = left_in(application.round).pounds + 4000
    came(factories.money_back(application, amount="1000"), "1000")
    terminate_award(application, reason="They stopped.", by=colleague("is_officer"))

    with pytest.raises(Refused, match="back already"):
        settled(the_run(), "returned")

    assert balance_of(application) == (3000, 3000)
    assert left_in(application.round).pounds == budget - 3000


# First from the bank, then from the co-op


def test_what_the_bank_sent_back_does_not_come_from_the_co_op_too():
    application = factories.paid()
    recovery = factories.money_back(application, amount="4000")
    settled(the_run(), "returned")

    with pytest.raises(Refused, match="The bank sent £4,000 back"):
        factories.money_that_came(recovery, amount="4000")

    assert balance_of(application) == (4000, 0)
    shown = client_for(colleague("is_finance_preparer")).get(
        reverse("case_money_back", args=[application.reference])
    )
    assert "The bank sent £4,000 back" in shown.text


def test_who_agrees_hears_what_the_bank_sent_since():
    application = factories.paid()
    settlement = factories.money_that_came(
        factories.money_back(application, amount="4000"), amount="4000"
    )
    settled(the_run(), "returned")

    with pytest.raises(Refused, match="The bank sent £4,000 back"):
        actions.agree_settlement(settlement, by=colleague("is_finance_approver"))

    assert balance_of(application) == (4000, 0)
    page = client_for(colleague("is_finance_approver")).get(
        reverse("settlement", args=[settlement.reference])
    )
    assert "The bank sent £4,000 back" in page.text


# What is never paid, whatever the books say


def test_nothing_is_paid_that_is_not_promised():
    application = with_bank_details()
    enter(application, LedgerKind.RELEASE, Decimal("0.01"), key="by hand", by=None)

    with pytest.raises(
        Refused, match=r"The books promise .* £3,999\.99 more, and this would be £4,000"
    ):
        paying.prepare_payment_run(due_instalments(), by=colleague("is_finance_preparer"))


def test_what_is_on_its_way_counts_as_paid():
    application = with_bank_details(instalments=2)
    Instalment.objects.update(released_at=application.submitted_at)
    first, second = Instalment.objects.order_by("number")
    enter(application, LedgerKind.RELEASE, Decimal("0.01"), key="by hand", by=None)
    paying.prepare_payment_run([first], by=colleague("is_finance_preparer"))

    with pytest.raises(
        Refused, match=r"The books promise .* £3,999\.99 more, and this would be £4,000"
    ):
        paying.prepare_payment_run([second], by=colleague("is_finance_preparer"))


@pytest.mark.parametrize(
    ("kind", "amount"), [("return", "3000.01"), ("recovery", "3000.01"), ("release", "0.01")]
)
def test_the_database_refuses_what_comes_back_twice(kind, amount):
    application = repaid("1000")
    payment = Payment.objects.get() if kind == "return" else None

    with pytest.raises(IntegrityError, match="never exceed"), transaction.atomic():
        enter(application, kind, Decimal(amount), key="x", payment=payment, by=None)

    assert balance_of(application) == (3000, 3000)
    assert localdate() >= payment.paid_on if payment else True
