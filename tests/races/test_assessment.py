"""Officers and assessors at the same file."""

from functools import partial

import pytest
from django.db import IntegrityError

from applicants.access import Refused
from applicants.models import Email, User
from grants.assessment.actions import (
    assign_assessor,
    declare_conflict,
    declare_no_conflict,
    end_assignment,
    file_assessment,
    settle_conflict,
)
from grants.funds.queries import criteria_of
from grants.history import faults_in
from grants.models import Application, Assessment, Assignment, Conflict, Settling
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
    declare_no_conflict(application, by=assessor)
    windows = [User.objects.get(pk=assessor.pk) for _ in range(2)]
    scores = dict.fromkeys(criteria_of(application.round), (3, REASON))
    return (
        partial(file_assessment, application, scores=scores, by=windows[0]),
        partial(declare_conflict, application, reason="My sister works there.", by=windows[1]),
    )


def counting_with_a_conflict(application):
    """Scores that count although their assessor declared a conflict."""
    declared = application.conflicts.values("user")
    return application.assessments.counting().filter(assessor__in=declared).count()


@pytest.mark.parametrize("first", [0, 1])
def test_no_scores_count_of_somebody_with_a_conflict(race, first):
    application = factories.in_assessment()

    filed, declared = race(*file_and_declare(application), first=first)

    assert isinstance(declared, Conflict), declared
    assert isinstance(filed, Assessment | Refused), filed
    assert application.conflicts.count() == 1
    assert counting_with_a_conflict(application) == 0
    assert faults_in(application) == []


def test_without_the_lock_scores_count_of_somebody_with_a_conflict(race, without_locks):
    application = factories.in_assessment()
    without_locks(Application)

    race(*file_and_declare(application), first=1, patience=10)

    assert counting_with_a_conflict(application) == 1


def two_windows_file(application):
    """An assessor presses “File my scores” in two windows, with other marks in each."""
    assessor = factories.staff("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)
    criteria = criteria_of(application.round)
    return [
        partial(
            file_assessment,
            application,
            scores=dict.fromkeys(criteria, (mark, REASON)),
            version=0,
            by=User.objects.get(pk=assessor.pk),
        )
        for mark in (1, 4)
    ]


def test_filed_in_two_windows_it_is_filed_once_with_the_marks_of_one(race):
    application = factories.in_assessment()

    outcomes = race(*two_windows_file(application))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    filed = application.assessments.get()
    assert {score.mark * 25 for score in filed.scores.all()} == {filed.total}
    assert application.history.filter(verb="file_assessment").count() == 1
    assert faults_in(application) == []


def test_without_the_locks_only_a_guard_keeps_what_was_filed_first(race, without_locks):
    application = factories.in_assessment()
    windows = two_windows_file(application)
    application.assessments.create(assessor=windows[0].keywords["by"])
    without_locks(Application, Assessment)

    outcomes = race(*windows, patience=10, before=["grants_score"])

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1, outcomes


def file_and_be_taken_off(application):
    """An officer takes an assessor off while they file."""
    assessor = factories.staff("is_assessor")
    officer = colleague("is_officer")
    assign_assessor(application, assessor=assessor, by=officer)
    declare_no_conflict(application, by=assessor)
    scores = dict.fromkeys(criteria_of(application.round), (3, REASON))
    return (
        partial(file_assessment, application, scores=scores, by=assessor),
        partial(end_assignment, application, assessor=assessor, by=officer),
    )


def test_nobody_who_was_taken_off_has_filed(race):
    application = factories.in_assessment()

    outcomes = race(*file_and_be_taken_off(application))

    filed = application.assessments.exclude(filed_at=None).count()
    assert filed == application.assignments.filter(ended_at=None).count()
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes


def test_without_the_lock_somebody_who_was_taken_off_has_filed(race, without_locks):
    application = factories.in_assessment()
    without_locks(Application)

    race(*file_and_be_taken_off(application), patience=10)

    assert application.assessments.exclude(filed_at=None).count() == 1
    assert not application.assignments.filter(ended_at=None).exists()


def moderated_twice(application):
    """Two officers write down a mark for one criterion; neither has seen one."""
    for marks in ((4, 2), (1, 2)):
        factories.filed(application, factories.staff("is_assessor"), marks=marks)
    return [
        partial(
            factories.moderated,
            application,
            mark=mark,
            reason=f"We say {mark}.",
            seen=0,
            by=factories.staff("is_officer"),
        )
        for mark in (2, 3)
    ]


def test_two_officers_at_once_agree_on_one_mark_and_the_other_is_told(race):
    application = factories.in_assessment()

    outcomes = race(*moderated_twice(application))

    assert application.moderations.count() == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert application.history.filter(verb="moderate_score").count() == 1
    assert faults_in(application) == []


def test_without_the_lock_one_mark_passes_over_the_other_unread(race, without_locks):
    application = factories.in_assessment()
    without_locks(Application)

    race(*moderated_twice(application), patience=10)

    assert application.moderations.count() == 2


def settled_twice(application):
    """Two officers settle the same conflict, each in another way."""
    person = factories.staff("is_assessor")
    assign_assessor(application, assessor=person, by=colleague("is_officer"))
    conflict = declare_conflict(application, reason="My sister works there.", by=person)
    return [
        partial(
            settle_conflict,
            conflict,
            outcome=outcome,
            reason="We talked.",
            seen=0,
            by=factories.staff("is_officer"),
        )
        for outcome in ("note_only", "no_access")
    ]


def test_settled_by_two_officers_at_once_it_is_settled_once(race):
    application = factories.in_assessment()

    outcomes = race(*settled_twice(application))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    settling = Settling.objects.get()
    assert settling.outcome == application.conflicts.get().outcome
    assert application.history.filter(verb="settle_conflict").count() == 1
    assert Email.objects.filter(event="grants/conflict_settled").count() == 1


def test_without_lock_and_constraint_it_is_settled_twice(race, without_locks, without_constraint):
    application = factories.in_assessment()
    calls = settled_twice(application)
    without_locks(Application)
    without_constraint(Settling, "one_settling_in_each_place")

    race(*calls, patience=10)

    assert Settling.objects.count() == 2
