"""Money asked back: two people answer one settlement, two say what came, an approver decides while
the officer takes it back."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError

from applicants.access import Refused
from grants.closure.recovering import actions
from grants.closure.recovering.models import MoneyBack, Settlement
from grants.history import faults_in
from grants.ledger import LedgerEntry, LedgerKind
from grants.models import Application
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.database

MODELS = (Application, MoneyBack, Settlement)


def refusals(outcomes):
    return sum(isinstance(each, Refused) for each in outcomes)


def came_back(application):
    rows = LedgerEntry.objects.filter(application=application, kind=LedgerKind.RECOVERY)
    return [row.amount for row in rows]


# --- One says that it came; two others answer at once ---


def two_answers():
    settlement = factories.money_that_came()
    return settlement, [
        partial(actions.agree_settlement, settlement, by=colleague("is_finance_approver")),
        partial(
            actions.drop_settlement,
            settlement,
            because="Not ours.",
            by=factories.staff("is_finance_approver"),
        ),
    ]


def test_a_settlement_has_one_answer(race):
    settlement, calls = two_answers()

    outcomes = race(*calls)

    settlement.refresh_from_db()
    assert refusals(outcomes) == 1, outcomes
    assert (settlement.agreed_at is None) != (settlement.dropped_at is None)
    assert len(came_back(settlement.application)) == (settlement.agreed_at is not None)
    assert not faults_in(settlement.application)


def test_without_the_locks_nobody_is_told_that_it_has_an_answer(race, without_locks):
    """Only the last line of defence, a constraint, stops the second."""
    _settlement, calls = two_answers()
    without_locks(*MODELS)

    outcomes = race(*calls, before={"grants_settlement"}, patience=5)

    assert refusals(outcomes) == 0, outcomes
    assert any(isinstance(each, IntegrityError) for each in outcomes), outcomes


# --- Two confirm the same money ---


def two_who_confirm():
    settlement = factories.money_that_came()
    people = [colleague("is_finance_approver"), factories.staff("is_finance_approver")]
    return settlement, [partial(actions.agree_settlement, settlement, by=by) for by in people]


def test_confirmed_by_two_at_once_it_came_once(race):
    settlement, calls = two_who_confirm()

    outcomes = race(*calls)

    assert refusals(outcomes) == 1, outcomes
    assert came_back(settlement.application) == [Decimal(700)]
    assert settlement.application.history.filter(verb="confirm_money_came").count() == 1


# --- Two people in finance see one payment on the statement ---


def two_who_saw_it():
    recovery = factories.money_back()
    people = [colleague("is_finance_preparer"), factories.staff("is_finance_preparer")]
    return recovery, [partial(factories.money_that_came, recovery, by=by) for by in people]


def test_seen_by_two_it_is_said_once_and_the_other_is_told(race):
    recovery, calls = two_who_saw_it()

    outcomes = race(*calls)

    assert refusals(outcomes) == 1, outcomes
    assert recovery.settlements.waiting().count() == 1
    assert recovery.application.history.filter(verb="say_money_came").count() == 1


def test_without_the_locks_the_other_meets_a_crash(race, without_locks):
    _recovery, calls = two_who_saw_it()
    without_locks(*MODELS)

    outcomes = race(*calls, before={"grants_settlement"}, patience=5)

    assert refusals(outcomes) == 0, outcomes
    assert any(isinstance(each, IntegrityError) for each in outcomes), outcomes


# --- An approver sends the letter while the officer takes it back ---


def sent_or_taken_back():
    recovery = factories.money_back_asked()
    return recovery, [
        partial(actions.decide_money_back, recovery, by=colleague("is_approver")),
        partial(actions.drop_money_back, recovery, because="Too soon.", by=colleague("is_officer")),
    ]


def test_a_letter_goes_or_it_was_taken_back_but_not_both(race):
    recovery, calls = sent_or_taken_back()

    outcomes = race(*calls)

    recovery.refresh_from_db()
    assert refusals(outcomes) == 1, outcomes
    letters = recovery.application.letters.filter(kind="recovery").count()
    assert letters == (recovery.decided_at is not None)


def test_without_the_locks_nobody_is_told_that_it_is_over(race, without_locks):
    _recovery, calls = sent_or_taken_back()
    without_locks(*MODELS)

    outcomes = race(*calls, before={"grants_moneyback"}, patience=5)

    assert refusals(outcomes) == 0, outcomes
