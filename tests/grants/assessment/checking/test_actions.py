"""What can be checked, and what is refused."""

import pytest

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import verbs

pytestmark = pytest.mark.django_db


def test_eligibility_is_checked_once_for_each_test_and_can_be_corrected():
    application = factories.checked()
    tests = application.round.eligibility_tests.all()
    results = dict.fromkeys(tests, ("fail", "They work in Weirton."))

    actions.check_eligibility(application, results=results, by=colleague("is_officer"))

    assert [check.result for check in application.eligibility_checks.all()] == ["fail"]
    assert verbs(application)[-2:] == ["check_eligibility", "check_eligibility"]


def test_eligibility_is_not_checked_after_assessment_started():
    application = factories.in_assessment()

    with pytest.raises(Refused, match="before the assessment starts"):
        actions.check_eligibility(application, results={}, by=colleague("is_officer"))


def test_assessment_waits_for_every_test():
    application = factories.submitted()

    with pytest.raises(Refused, match="Answer every eligibility test first"):
        actions.start_assessment(application, by=colleague("is_officer"))


def test_assessment_does_not_start_when_a_test_is_not_met():
    application = factories.checked()
    application.eligibility_checks.update(result="fail")

    with pytest.raises(Refused, match="A test is not met"):
        actions.start_assessment(application, by=colleague("is_officer"))


def test_not_eligible_needs_a_test_that_is_not_met():
    application = factories.checked()

    with pytest.raises(Refused, match="Record the test that is not met first"):
        actions.rule_ineligible(application, reason="No.", by=colleague("is_officer"))

    application.refresh_from_db()
    assert application.state == "submitted"


def test_not_eligible_tells_the_coop_why():
    application = factories.checked()
    application.eligibility_checks.update(result="fail")

    application = actions.rule_ineligible(
        application, reason="You work & trade in Weirton.", by=colleague("is_officer")
    )

    email = Email.objects.get(event="grants/application_ineligible")
    assert application.state == "ineligible"
    assert "You work & trade in Weirton." in email.body
