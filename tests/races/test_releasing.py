"""Two release at once, or somebody withdraws meanwhile."""

import importlib
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, connection

from applicants.access import Refused
from applicants.models import Email
from grants.applications.actions import withdraw_application
from grants.awards.actions import offer_award
from grants.awards.releasing.actions import call_up, release
from grants.history import faults_in
from grants.models import Application, Award, Letter, Round
from grants.panel.queries import committed, left_in
from tests import factories
from tests.factories.panels import all_ready, fresh, ready, sitting

pytestmark = pytest.mark.database

guards = importlib.import_module("grants.migrations._guards")


def releasing(resolution):
    return partial(release, resolution, by=factories.staff("is_approver"))


def test_two_approvers_at_once_release_once(race):
    resolution = ready()

    outcomes = race(releasing(resolution), releasing(resolution))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert (Award.objects.count(), Letter.objects.count()) == (1, 1)
    assert faults_in(fresh(resolution.application)) == []


def test_a_place_on_the_reserve_list_is_told_once(race):
    resolution = ready("reserve", amount="2000")

    outcomes = race(releasing(resolution), releasing(resolution))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert resolution.application.history.filter(verb="put_on_reserve").count() == 1
    assert Email.objects.filter(event="grants/on_reserve").count() == 1


def test_without_the_locks_it_is_told_twice(race, without_locks):
    resolution = ready("reserve", amount="2000")
    without_locks(Round, Application)

    race(releasing(resolution), releasing(resolution), patience=10)

    assert resolution.application.history.filter(verb="put_on_reserve").count() == 2


def test_a_release_and_a_withdrawal_at_once_are_one_of_the_two(race):
    resolution = ready()
    application = resolution.application
    withdraw = partial(withdraw_application, application, note="No.", by=application.started_by)

    _released, withdrawn = race(releasing(resolution), withdraw)

    told, application = fresh(resolution), fresh(application)
    # Either it was withdrawn first, or there is an offer, which is turned down and not withdrawn.
    is_offered = told.released_at is not None
    assert application.state == ("offered" if is_offered else "withdrawn")
    assert isinstance(withdrawn, Refused) == is_offered, withdrawn
    assert is_offered == Award.objects.exists()
    assert faults_in(application) == []


def test_the_same_money_is_offered_from_the_list_once(race):
    round = factories.open_round(budget=Decimal(5000))
    called = sitting(round=round, cases=3)
    three = all_ready(called, "full", ("reserve", "1000"), ("reserve", "1000"))
    for each in three:
        releasing(each)()
    from_list = [partial(call_up, each, by=factories.staff("is_approver")) for each in three[1:]]

    race(*from_list)

    assert left_in(round).pounds == 0


def test_without_the_locks_the_other_who_calls_up_meets_a_crash(race, without_locks):
    round = factories.open_round(budget=Decimal(5000))
    called = sitting(round=round, cases=3)
    three = all_ready(called, "full", ("reserve", "1000"), ("reserve", "1000"))
    for each in three:
        releasing(each)()
    without_locks(Round, Application)
    twice = [partial(call_up, three[1], by=factories.staff("is_approver")) for _ in range(2)]

    outcomes = race(*twice, patience=10)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1, outcomes


# --- What the database holds when no action locks anything ---


def two_that_fit_only_alone():
    round = factories.open_round(budget=Decimal(5000))
    return round, [factories.with_panel(round=round) for _ in range(2)]


def offering(application):
    approver = factories.staff("is_approver")
    terms = {"amount": Decimal(4000), "days": Decimal(0), "reasons": "Yes."}
    return partial(offer_award, application, **terms, by=approver)


def test_without_our_lock_the_database_refuses_the_second_offer(race, without_locks):
    round, applications = two_that_fit_only_alone()
    without_locks(Round)

    outcomes = race(*map(offering, applications), patience=10)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1, outcomes
    assert committed(round).pounds == 4000


def test_without_our_lock_a_cut_and_an_offer_at_once_stay_within_the_round(race, without_locks):
    round, (application, _other) = two_that_fit_only_alone()
    without_locks(Round)
    cut = Round.objects.filter(pk=round.pk)

    outcomes = race(offering(application), partial(cut.update, budget=Decimal(100)), patience=10)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1, outcomes
    assert committed(round).pounds <= fresh(round).budget


def test_without_our_lock_and_its_own_the_database_promises_too_much(
    race, without_locks, monkeypatch
):
    """The trigger asks; only its waiting for the other makes the answer true."""
    round, applications = two_that_fit_only_alone()
    without_locks(Round)
    without_waiting = [guard._replace(first="") for guard in guards.GUARDS]
    monkeypatch.setattr(guards, "GUARDS", without_waiting)
    with connection.schema_editor() as editor:
        guards.install(editor)
    try:
        race(*map(offering, applications), patience=10)
    finally:
        monkeypatch.undo()
        with connection.schema_editor() as editor:
            guards.install(editor)

    assert committed(round).pounds == 8000
