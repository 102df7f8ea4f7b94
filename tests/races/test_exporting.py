"""A run is approved once and its file made once, and no money goes to an account that changed."""

from functools import partial

import pytest

from applicants.access import Refused
from grants.history import faults_in
from grants.models import Application, BankDetails, Payment, PaymentRun
from grants.payments.accounts.actions import enter_bank_details
from grants.payments.actions import (
    approve_payment_run,
    cancel_payment_run,
    export_payment_run,
)
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.grants.payments.pages import approved, prepared

pytestmark = pytest.mark.database

TABLES = ["grants_paymentrun", "grants_bankdetails"]
ANOTHER = {"account_name": "B", "sort_code": "107999", "account_number": "88837491"}


def export(run, by=None):
    return partial(export_payment_run, run, by=by or colleague("is_finance_preparer"))


def kept(run):
    """The run as the database has it, and how often its case says that a file was made."""
    run = PaymentRun.objects.get(pk=run.pk)
    case = run.applications_moved().get()
    assert faults_in(case) == []
    return run, case.history.filter(verb="export_run").count()


def test_a_doubled_click_makes_one_file_and_both_answers_are_the_same(race):
    run = approved(with_bank_details())

    first, second = race(export(run), export(run), before=TABLES)

    run, times = kept(run)
    assert (first.file, second.file) == (run.file, run.file)
    assert (run.state, times) == ("exported", 1)


def test_two_people_export_at_once_and_the_second_is_told(race):
    run = approved(with_bank_details())
    other = factories.staff("is_finance_preparer")

    outcomes = race(export(run), export(run, by=other), before=TABLES)

    run, times = kept(run)
    assert {type(outcome) for outcome in outcomes} == {PaymentRun, Refused}, outcomes
    won = next(outcome for outcome in outcomes if isinstance(outcome, PaymentRun))
    assert (won.exported_by, won.file_hash) == (run.exported_by, run.file_hash)
    assert times == 1


def test_without_the_lock_the_second_meets_a_crash(race, without_locks):
    run = approved(with_bank_details())
    other = factories.staff("is_finance_preparer")
    without_locks(PaymentRun)

    outcomes = race(export(run), export(run, by=other), before=TABLES)

    assert not any(isinstance(outcome, Refused) for outcome in outcomes), outcomes


def test_two_who_approve_at_once_approve_it_once(race):
    run = prepared(with_bank_details())
    people = [colleague("is_finance_approver"), factories.staff("is_finance_approver")]

    outcomes = race(*[partial(approve_payment_run, run, by=each) for each in people])

    run.refresh_from_db()
    assert {type(outcome) for outcome in outcomes} == {PaymentRun, Refused}, outcomes
    assert {payment.approved_by for payment in run.payments.all()} == {run.approved_by}


def test_a_run_is_given_up_or_its_file_is_made_and_never_both(race):
    run = approved(with_bank_details())
    give_up = partial(
        cancel_payment_run, run, reason="Wrong day.", by=colleague("is_finance_preparer")
    )

    outcomes = race(export(run), give_up, before=TABLES)

    run, times = kept(run)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert (run.state == "exported") == bool(run.file) == (times == 1)
    assert run.state in {"exported", "cancelled"}


def change_and_export(application, run, seen):
    """A signatory gives another account while finance makes the file.

    seen: how the run stood in the moment in which the signatory was told that it is changed.
    """

    def change():
        enter_bank_details(application, **ANOTHER, by=application.started_by)
        seen.append(PaymentRun.objects.get(pk=run.pk).state)

    return [change, export(run)]


def test_an_account_that_changes_stops_the_file_or_comes_after_it(race):
    application, seen = with_bank_details(), []
    run = approved(application)

    _changed, made = race(*change_and_export(application, run, seen), before=TABLES)

    run.refresh_from_db()
    assert BankDetails.objects.current().get().last_four == "7491"
    assert isinstance(made, Refused) != bool(run.file), made
    assert (seen == ["exported"]) == bool(run.file)


def test_without_the_locks_a_file_is_made_for_an_account_that_has_changed(race, without_locks):
    application, seen = with_bank_details(), []
    run = approved(application)
    without_locks(Application, BankDetails, Payment)

    calls = change_and_export(application, run, seen)
    race(*calls, before=TABLES, first=0, patience=10)

    run.refresh_from_db()
    assert (seen, run.state) == (["approved"], "exported")
