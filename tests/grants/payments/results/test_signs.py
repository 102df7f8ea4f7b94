"""Which way the money went is said by whoever uploads a file, and by no sign alone."""

import pytest
from django.db import IntegrityError, transaction

from grants.models import BankResult, LedgerEntry
from grants.payments.results import actions

from .files import line_of, outcomes, preparer, sent, taken_in, uploaded, verdicts, whys

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("status", ["", "Completed"])
@pytest.mark.parametrize(
    ("amounts", "came_in"), [("minus", "4000.00"), ("plain", "-4000.00"), ("plain", "(4000.00)")]
)
def test_money_that_came_in_alone_in_a_file_is_no_payment(amounts, came_in, status):
    """The bank's refund, with our reference, before we knew that it had paid at all."""
    (payment,) = sent()

    result = taken_in(line_of(payment, amount=came_in, status=status), amounts=amounts)

    assert verdicts(result) == ["unmatched"]
    assert "money that came in" in whys(result)[0]
    assert outcomes(payment) == [None]
    assert not LedgerEntry.objects.filter(kind="payment").exists()


@pytest.mark.parametrize("nothing", ["0.00", "-0.00", "(0)"])
@pytest.mark.parametrize(("amounts", "sign"), [("plain", ""), ("minus", "-")])
def test_an_amount_of_nothing_is_neither_way_and_turns_no_other_line_around(nothing, amounts, sign):
    (payment,) = sent()

    result = taken_in(
        line_of(payment, amount=f"{sign}4000.00"),
        f"FEE,{nothing},01/01/2026,,",
        amounts=amounts,
    )

    assert verdicts(result) == ["matched", "unmatched"]
    assert whys(result)[1] == "This line is about £0."


@pytest.mark.parametrize("amount", ["4000.00", "-4000.00"])
@pytest.mark.parametrize("amounts", ["plain", "minus"])
@pytest.mark.parametrize("status", ["failed", "pending"])
def test_what_was_not_paid_may_have_either_sign(amount, amounts, status):
    (payment,) = sent()

    result = taken_in(line_of(payment, amount=amount, status=status), amounts=amounts)

    assert verdicts(result) != ["unmatched"]


def test_who_said_it_wrongly_uploads_it_again_and_says_it_rightly():
    (payment,) = sent()
    first = uploaded(line_of(payment), amounts="minus")

    again = uploaded(line_of(payment), amounts="plain")

    assert (again, again.amounts) == (first, "plain")
    assert verdicts(actions.apply_result(again, by=preparer())) == ["matched"]


def test_the_database_wants_to_know_how_a_file_writes_what_left():
    uploaded("X,1,01/01/2026,,")
    with pytest.raises(IntegrityError, match="how_a_bank_file"), transaction.atomic():
        BankResult.objects.update(amounts="")


def test_brackets_mean_that_it_left_where_payments_have_a_minus():
    (payment,) = sent()
    line = line_of(payment, amount=f"({payment.amount})")

    assert verdicts(taken_in(line, amounts="minus")) == ["matched"]
