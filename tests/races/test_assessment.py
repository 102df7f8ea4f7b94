"""Officers and assessors at the same file."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import Email, User
from grants.assessment.actions import assign_assessor, declare_conflict, file_assessment
from grants.funds.queries import criteria_of
from grants.history import faults_in
from grants.models import Application, Assignment
from tests import factories
from tests.factories.cases import REASON, colleague

pytestmark = pytest.mark.database


def asked_twice(application, assessor):
    """Two officers ask the same person."""
    officers = [factories.staff("is_officer") for _ in range(2)]
    return [partial(assign_assessor, application, assessor=assessor, by=by) for by in officers]


def test_asked_by_two_officers_at_once_they_are_asked_once(race):
    application, assessor = factories.in_assessment(), factories.staff("is_assessor")

    first, second = race(*asked_twice(application, assessor))

    assert isinstance(first, Assignment), first
    assert first == second
    assert application.assignments.count() == 1
    assert application.history.filter(verb="assign_assessor").count() == 1
    assert Email.objects.filter(event="grants/assessor_assigned").count() == 1
    assert faults_in(application) == []


def test_without_lock_and_constraint_they_are_asked_twice(race, without_locks, without_constraint):
    application, assessor = factories.in_assessment(), factories.staff("is_assessor")
    without_locks(Application)
    without_constraint(Assignment, "each_assessor_is_assigned_once")

    race(*asked_twice(application, assessor), patience=10)

    assert application.assignments.count() == 2


def file_and_declare(application):
    """An assessor files in one window and declares a conflict in another."""
    assessor = factories.staff("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    windows = [User.objects.get(pk=assessor.pk) for _ in range(2)]
    scores = dict.fromkeys(criteria_of(application.round), (3, REASON))
    return (
        partial(file_assessment, application, scores=scores, by=windows[0]),
        partial(declare_conflict, application, reason="My sister works there.", by=windows[1]),
    )


def test_nobody_with_a_conflict_has_filed(race):
    application = factories.in_assessment()

    outcomes = race(*file_and_declare(application))

    filed = application.assessments.exclude(filed_at=None).count()
    assert filed + application.conflicts.count() == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


def test_without_the_lock_somebody_with_a_conflict_has_filed(race, without_locks):
    application = factories.in_assessment()
    without_locks(Application)

    race(*file_and_declare(application), patience=10)

    assert application.assessments.exclude(filed_at=None).count() == 1
    assert application.conflicts.count() == 1
