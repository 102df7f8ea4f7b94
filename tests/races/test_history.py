"""A line of history is written while somebody holds the case: both go on."""

from functools import partial

import pytest
from django.db import OperationalError
from django.db.models import QuerySet

from grants.applications.models import ApplicationQuerySet
from grants.awards.letters.issuing import make_queued_letters
from grants.awards.subsidy.actions import ask_again
from grants.history import faults_in
from grants.models import Application
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.holding import actions as holding
from tests.factories.cases import colleague, with_bank_details
from tests.factories.planned import terms

pytestmark = pytest.mark.database
WRITES = ["grants_historyentry", "grants_instalmenthold"]


def make_letters(case):
    ask_again(case.award, by=colleague("is_officer"))
    return make_queued_letters


def look_at_account(case):
    return partial(accounts.reveal_bank_details, case, by=colleague("is_officer"))


def download(case):
    preparer = colleague("is_finance_preparer")
    due = case.award.instalments.filter(number=1)
    run = paying.prepare_payment_run(due, by=preparer)
    run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
    run = paying.export_payment_run(run, by=preparer)
    return partial(paying.download_payment_file, run, by=preparer)


def hold_beside(race, write):
    """Somebody holds a payment of a case while somebody else writes a line about it."""
    case = with_bank_details(terms=terms(amounts=("2000", "1000", "1000")))
    last = case.award.instalments.order_by("number").last()
    by = colleague("is_officer")
    hold = partial(holding.hold_instalment, last, because="They moved.", by=by)
    outcomes = race(write(case), hold, before=WRITES, patience=3)
    assert faults_in(Application.objects.get(pk=case.pk)) == []
    return outcomes


@pytest.mark.parametrize("write", [make_letters, look_at_account, download])
def test_both_go_on(race, write):
    assert not [each for each in hold_beside(race, write) if isinstance(each, Exception)]


@pytest.mark.usefixtures("without_locks")
def test_control_a_case_that_is_locked_whole_waits_for_a_line_that_waits_for_it(race, monkeypatch):
    monkeypatch.setattr(ApplicationQuerySet, "select_for_update", QuerySet.select_for_update)

    outcomes = hold_beside(race, look_at_account)

    assert any(isinstance(each, OperationalError) for each in outcomes)
