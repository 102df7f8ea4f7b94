"""Officers who spread the same round at once, and assessors who file or leave meanwhile."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import Email, User
from grants.assessment.actions import (
    assign_assessor,
    assign_spread,
    declare_no_conflict,
    file_assessment,
    reassign,
    remind_round,
)
from grants.funds.queries import criteria_of
from grants.history import faults_in
from grants.models import Application, Assignment
from tests import factories
from tests.factories.cases import REASON, colleague

pytestmark = pytest.mark.database


def two_proposals(application):
    """Two officers confirm different people for a case that wants one."""
    officers = [factories.staff("is_officer") for _ in range(2)]
    return [
        partial(assign_spread, [(application, factories.assessor())], each=1, hours_each=2, by=by)
        for by in officers
    ]


def test_two_officers_who_spread_at_once_fill_a_case_once(race):
    application = factories.in_assessment()

    outcomes = race(*two_proposals(application))

    problems = sorted(one.problem for (one,) in outcomes)
    assert problems == ["", "A colleague has found enough assessors for it."]
    assert application.assignments.count() == 1
    assert Email.objects.filter(event="grants/assessments_given").count() == 1
    assert faults_in(application) == []


def test_without_the_lock_a_case_is_filled_twice(race, without_locks):
    application = factories.in_assessment()
    proposals = two_proposals(application)
    without_locks(Application, User)

    race(*proposals, patience=10)

    assert application.assignments.count() == 2


def last_hours():
    """Two officers give the last hours of one person to two cases."""
    person = factories.assessor(hours=2)
    round = factories.open_round()
    return person, [
        partial(
            assign_spread,
            [(factories.in_assessment(round=round), User.objects.get(pk=person.pk))],
            each=1,
            hours_each=2,
            by=factories.staff("is_officer"),
        )
        for _ in range(2)
    ]


def test_nobodys_last_hours_are_given_twice(race):
    person, calls = last_hours()

    outcomes = race(*calls)

    assert sorted(bool(one.problem) for (one,) in outcomes) == [False, True]
    assert Assignment.objects.filter(assessor=person).count() == 1


def test_without_the_lock_on_the_person_they_are_given_twice(race, without_locks):
    person, calls = last_hours()
    without_locks(User)

    race(*calls, patience=10)

    assert Assignment.objects.filter(assessor=person).count() == 2


def file_and_move(application):
    """An assessor files while an officer moves the case to somebody else."""
    assessor, other = factories.assessor(), factories.assessor()
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)
    scores = dict.fromkeys(criteria_of(application.round), (3, REASON))
    own, theirs = (User.objects.get(pk=assessor.pk) for _ in range(2))
    return (
        partial(file_assessment, application, scores=scores, by=own),
        partial(reassign, application, assessor=theirs, to=other, by=colleague("is_officer")),
    )


def test_whoever_filed_stays_and_whoever_was_moved_has_not_filed(race):
    application = factories.in_assessment()

    outcomes = race(*file_and_move(application))

    filed = application.assessments.exclude(filed_at=None).count()
    assert filed + application.history.filter(verb="reassign").count() == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert application.assignments.filter(ended_at=None).count() == 1


def test_without_the_lock_somebody_files_a_case_that_was_moved(race, without_locks):
    application = factories.in_assessment()
    calls = file_and_move(application)
    without_locks(Application)

    race(*calls, patience=10)

    assert application.assessments.exclude(filed_at=None).count() == 1
    assert application.history.filter(verb="reassign").count() == 1


def test_two_officers_who_remind_at_once_send_one_message(race):
    application = factories.in_assessment()
    assign_assessor(application, assessor=factories.assessor(), by=colleague("is_officer"))
    officers = [factories.staff("is_officer") for _ in range(2)]

    race(*(partial(remind_round, application.round, by=by) for by in officers))

    assert Email.objects.filter(event="grants/scores_reminder").count() == 1
