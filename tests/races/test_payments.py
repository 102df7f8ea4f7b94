"""Money leaves once."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import User
from grants.closure.actions import terminate_award
from grants.history import faults_in
from grants.models import Application, Instalment, Payment, PaymentRun
from grants.payments import actions as paying
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = pytest.mark.database


def prepared_by(*people):
    due = list(Instalment.objects.all())
    return [partial(prepare_payment_run, due, by=User.objects.get(pk=p.pk)) for p in people]


def test_two_people_prepare_the_same_payment_and_one_is_told(race):
    application = with_bank_details()
    people = [factories.staff("is_finance_preparer") for _ in range(2)]

    outcomes = race(*prepared_by(*people))

    assert {type(outcome) for outcome in outcomes} == {PaymentRun, Refused}, outcomes
    assert Payment.objects.live().count() == 1
    assert PaymentRun.objects.count() == 1
    assert application.history.filter(verb="prepare_run").count() == 1
    assert faults_in(application) == []


def test_a_doubled_click_prepares_one_run_and_both_answers_are_the_same(race):
    with_bank_details()
    person = factories.staff("is_finance_preparer")

    first, second = race(*prepared_by(person, person))

    assert isinstance(first, PaymentRun), first
    assert first == second
    assert PaymentRun.objects.count() == 1


def test_without_the_constraint_an_instalment_is_paid_twice(race, without_constraint, monkeypatch):
    # The books promise it once, and a second run is refused by that too: here they are not asked.
    monkeypatch.setattr(paying, "refuse_unpromised", lambda run: None)
    with_bank_details()
    people = [factories.staff("is_finance_preparer") for _ in range(2)]
    without_constraint(Payment, "an_instalment_is_in_one_live_run")

    race(*prepared_by(*people))

    assert Payment.objects.live().count() == 2
    assert Instalment.objects.count() == 1


def pay_and_terminate(application):
    """Finance prepares the payment while an officer ends the award."""
    terminate = partial(terminate_award, application, reason="Gone.", by=colleague("is_officer"))
    return [*prepared_by(factories.staff("is_finance_preparer")), terminate]


TABLES = ["grants_payment", "grants_application"]


def test_no_award_ends_while_its_money_leaves(race):
    application = with_bank_details()

    outcomes = race(*pay_and_terminate(application), before=TABLES)

    application.refresh_from_db()
    has_ended = application.state == "terminated"
    assert has_ended != Payment.objects.live().exists()
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


def test_without_the_lock_an_ended_award_is_paid(race, without_locks):
    """Finance writes first: of an award that has ended the database refuses a payment."""
    application = with_bank_details()
    without_locks(Application)

    race(*pay_and_terminate(application), before=TABLES, first=0, patience=10)

    application.refresh_from_db()
    assert application.state == "terminated"
    assert Payment.objects.live().exists()
