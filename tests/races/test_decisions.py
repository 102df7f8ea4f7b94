"""Two approvers decide at once."""

import importlib
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django_fsm import ConcurrentTransition

from applicants.access import Refused
from grants.awards.actions import decline_application, offer_award
from grants.history import faults_in
from grants.models import Application, Letter, Round
from grants.panel.queries import committed
from tests import factories

pytestmark = pytest.mark.database

guards = importlib.import_module("grants.migrations._guards")


def offer(application, amount=Decimal(4000)):
    approver = factories.staff("is_approver")
    return partial(
        offer_award, application, amount=amount, days=Decimal(0), reasons="Yes.", by=approver
    )


def decline(application):
    approver = factories.staff("is_approver")
    return partial(decline_application, application, reasons="No.", by=approver)


def test_one_decides_and_the_other_sees_what_happened(race):
    application = factories.with_panel()

    outcomes = race(offer(application), decline(application))

    application.refresh_from_db()
    refusal = next(outcome for outcome in outcomes if isinstance(outcome, Refused))
    assert f"“{application.get_state_display()}”" in str(refusal)
    assert application.decisions.count() == 1
    assert Letter.objects.count() == 1
    assert application.history.filter(from_state="with_panel").count() == 1
    assert faults_in(application) == []


def test_two_offers_at_once_are_one_award(race):
    application = factories.with_panel()

    outcomes = race(offer(application), offer(application, Decimal(3000)))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert application.decisions.count() == 1
    assert committed(application.round)[0] in (4000, 3000)


def test_without_the_lock_the_other_meets_a_crash(race, without_locks):
    """Only the last line of defence, a constraint, keeps the co-op from getting two letters."""
    application = factories.with_panel()
    without_locks(Application)

    outcomes = race(offer(application), decline(application), patience=10)

    crashes = [each for each in outcomes if isinstance(each, DatabaseError | ConcurrentTransition)]
    assert len(crashes) == 1, outcomes


def two_that_fit_only_alone():
    round = factories.open_round(budget=Decimal(5000))
    return round, [factories.with_panel(round=round) for _ in range(2)]


def test_the_last_pounds_of_a_round_are_offered_once(race):
    round, applications = two_that_fit_only_alone()

    outcomes = race(*map(offer, applications))

    assert committed(round)[0] == 4000
    refusal = next(outcome for outcome in outcomes if isinstance(outcome, Refused))
    assert str(refusal) == "This round has £1,000 left to award."
    states = sorted(Application.objects.values_list("state", flat=True))
    assert states == ["offered", "with_panel"]


def test_without_the_lock_and_the_guards_the_round_promises_more_than_it_has(race, without_locks):
    """What the database does by itself, and its own control, stand in test_releasing.py."""
    round, applications = two_that_fit_only_alone()
    without_locks(Round)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*map(offer, applications), patience=10)

    assert committed(round)[0] == 8000
    assert round.budget == 5000
