"""The ledger: rows that are added, and balances that are sums of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings, strategies as st

from grants.closure.actions import terminate_award
from grants.ledger import (
    LedgerEntry,
    LedgerKind,
    days_of_financial_year,
    enter,
    financial_year,
    give_back,
)
from grants.panel.queries import left_in
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def rows_of(application):
    return [(row.kind, row.amount) for row in application.ledger.order_by("pk")]


def test_an_offer_promises_and_a_payment_pays():
    application = factories.paid()

    promised, *paid = rows_of(application)

    assert promised == ("commitment", application.award.amount)
    assert sum(amount for _kind, amount in paid) == application.ledger.all().balance().paid
    assert {kind for kind, _amount in paid} == {"payment"}


def test_an_award_that_ends_early_keeps_what_was_paid_and_frees_the_rest():
    application = factories.paid(instalments=2)
    round, officer = application.round, colleague("is_officer")
    paid = application.ledger.all().balance().paid
    assert left_in(round).pounds == round.budget - application.award.amount
    assert paid < application.award.amount

    terminate_award(application, reason="They closed.", by=officer)

    assert application.ledger.all().balance() == (paid, paid)
    assert left_in(round).pounds == round.budget - paid


def test_money_comes_back_once():
    application = factories.offered()

    with transaction.atomic():
        first = give_back(application, by=None, because="Nobody answered.")
        second = give_back(application, by=None, because="Nobody answered.")

    assert (first, second) == (application.award.amount, 0)
    assert application.ledger.all().balance().committed == 0


def test_the_same_thing_is_entered_once():
    application = factories.offered()
    key = application.ledger.get().key

    with pytest.raises(IntegrityError), transaction.atomic():
        enter(application, LedgerKind.RELEASE, Decimal(1), key=key, by=None)


def test_no_row_is_changed_or_removed():
    application = factories.offered()

    for statement in (
        "UPDATE grants_ledgerentry SET amount = 1",
        "DELETE FROM grants_ledgerentry",
    ):
        with (
            pytest.raises(IntegrityError, match="kept as it was"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(TypeError):
            change(LedgerEntry.objects.all())

    assert len(rows_of(application)) == 1


def test_nothing_is_promised_beyond_the_round_nor_paid_beyond_the_promise():
    application = factories.paid()
    payment = application.ledger.get(kind="payment").payment
    beyond = left_in(application.round).pounds + Decimal("0.01")
    unpaid = application.ledger.all().balance().unpaid + Decimal("0.01")

    for kind, amount, about in (
        (LedgerKind.COMMITMENT, beyond, None),
        (LedgerKind.PAYMENT, unpaid, payment),
    ):
        with pytest.raises(IntegrityError, match="never exceed"), transaction.atomic():
            enter(application, kind, amount, key=f"x/{kind}", payment=about, by=None)


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["release", "payment", "failure", "return", "recovery"]),
            st.decimals(min_value="0.01", max_value="900", places=2),
        ),
        max_size=8,
    )
)
def test_balances_are_the_sums_of_the_rows(made):
    """Worked out again with plain numbers, in pence."""
    with transaction.atomic():
        application = factories.offered()
        payee = factories.paid().ledger.get(kind="payment").payment
        committed = paid = 0
        rows = [("commitment", application.award.amount)]
        for number, (kind, amount) in enumerate(made):
            pence = int(amount * 100)
            if kind == "payment" and paid + pence > int(application.award.amount * 100):
                continue
            rows.append((kind, amount))
            about = payee if kind in ("payment", "failure", "return") else None
            try:
                with transaction.atomic():
                    enter(application, kind, amount, key=f"k/{number}", payment=about, by=None)
            except IntegrityError:
                rows.pop()
        for kind, amount in rows:
            pence = int(amount * 100)
            committed += {"commitment": pence, "release": -pence, "recovery": -pence}.get(kind, 0)
            paid += {"payment": pence, "return": -pence, "recovery": -pence}.get(kind, 0)

        balance = application.ledger.all().balance()
        transaction.set_rollback(True)

    assert (balance.committed * 100, balance.paid * 100) == (committed, paid)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_financial_year_begins_in_april(day, year):
    first, last = days_of_financial_year(year)

    assert financial_year(day) == year
    assert first <= day <= last
