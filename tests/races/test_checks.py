"""Two officers at the same check, the same flag, the same tag."""

from functools import partial

import pytest

from applicants.access import Refused
from grants.assessment.actions import check_eligibility, raise_flag, resolve_flag, tag_case
from grants.assessment.checking.models import Said
from grants.history import faults_in
from grants.models import Application, CaseTag, EligibilityCheck
from tests import factories

pytestmark = pytest.mark.database


def both_check(application):
    """Two officers had the same empty page before them."""
    [test] = application.round.eligibility_tests.all()
    return [
        partial(
            check_eligibility,
            application,
            results={test: Said("pass", f"Number {number}.")},
            seen={test: None},
            by=factories.staff("is_officer"),
        )
        for number in (1, 2)
    ]


def test_one_saves_and_the_other_is_told(race):
    application = factories.submitted()

    outcomes = race(*both_check(application))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert application.eligibility_checks.count() == 1
    assert application.history.filter(verb="check_eligibility").count() == 1
    assert faults_in(application) == []


def test_without_lock_and_constraint_both_save(race, without_locks, without_constraint):
    application = factories.submitted()
    without_locks(Application)
    without_constraint(EligibilityCheck, "one_result_for_each_eligibility_test")

    race(*both_check(application), patience=10)

    assert application.eligibility_checks.current().count() == 2


def test_a_flag_is_resolved_by_one_of_two(race):
    flag = factories.flagged(factories.submitted())
    officers = [factories.staff("is_officer") for _ in range(2)]

    outcomes = race(*[partial(resolve_flag, flag, reason="Done.", by=by) for by in officers])

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert flag.application.history.filter(verb="resolve_flag").count() == 1


def test_a_flag_raised_by_two_at_once_is_one(race):
    application = factories.submitted()
    officers = [factories.staff("is_officer") for _ in range(2)]

    race(*[partial(raise_flag, application, reason="Look.", by=by) for by in officers])

    assert application.flags.count() == 1


def test_a_new_tag_put_on_two_cases_at_once_is_one_tag(race):
    cases = [factories.submitted() for _ in range(2)]
    officers = [factories.staff("is_officer") for _ in range(2)]

    outcomes = race(
        *[
            partial(tag_case, case, add=["bread"], remove=[], by=by)
            for case, by in zip(cases, officers, strict=True)
        ]
    )

    assert CaseTag.objects.count() == 1
    assert [case.taggings.count() for case in cases] == [1, 1], outcomes
