"""Money comes back by two ways at once, from the co-op and from the bank: no more than is out."""

import importlib
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection

from applicants.access import Refused
from grants.closure.recovering.actions import agree_settlement
from grants.closure.recovering.models import Settlement
from grants.history import HistoryHead, faults_in
from grants.ledger import LedgerKind
from grants.models import Application, PaymentRun
from grants.payments.results.actions import apply_result, confirm_mark
from tests import factories
from tests.factories.cases import colleague, said
from tests.grants.payments.results.files import line_of, uploaded

pytestmark = pytest.mark.database
guards = importlib.import_module("grants.migrations._guards")

CO_OP, BANK = 0, 1


def two_people_saw(run):
    confirm = partial(confirm_mark, by=factories.staff("is_finance_approver"))
    return partial(confirm, said(run, "returned"))


def its_file_says(run):
    result = uploaded(line_of(run.payments.get(), status="returned"))
    return partial(apply_result, result, by=factories.staff("is_finance_preparer"))


def back_by_two_ways(bank):
    """£4,000 is out: a second person agrees that the co-op paid it back, or that the bank did."""
    application = factories.paid()
    recovery = factories.money_back(application, amount="4000")
    settlement = factories.money_that_came(recovery, amount="4000")
    agree = partial(agree_settlement, settlement, by=colleague("is_finance_approver"))
    return application, [agree, bank(PaymentRun.objects.get())]


def came_back(application):
    rows = application.ledger.filter(kind__in=[LedgerKind.RETURN, LedgerKind.RECOVERY])
    return list(rows.order_by("pk").values_list("kind", "amount"))


@pytest.mark.parametrize("bank", [two_people_saw, its_file_says])
@pytest.mark.parametrize(("leads", "kind"), [(CO_OP, "recovery"), (BANK, "return")])
def test_whoever_comes_second_hears_that_it_came_back(race, bank, leads, kind):
    application, calls = back_by_two_ways(bank)

    outcomes = race(*calls, leads=leads)

    assert came_back(application) == [(kind, Decimal(4000))]
    assert application.ledger.all().balance().paid == 0
    assert faults_in(application) == []
    refused = [each for each in outcomes if isinstance(each, Exception)]
    if bank is its_file_says and leads == CO_OP:  # the file was taken in, and its line is listed
        assert refused == []
        assert outcomes[BANK].lines.get().verdict == "unmatched"
    else:
        assert [type(each) for each in refused] == [Refused], outcomes


@pytest.mark.parametrize("first", [CO_OP, BANK])
def test_without_the_locks_and_the_guard_it_comes_back_twice(race, without_locks, first):
    """Both look, both see £4,000 out, and both write; the guard of the books would refuse it."""
    application, calls = back_by_two_ways(two_people_saw)
    without_locks(Application, PaymentRun, HistoryHead, Settlement)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*calls, before=["grants_ledgerentry"], first=first, patience=10)

    assert len(came_back(application)) == 2
    assert application.ledger.all().balance().paid == -4000
