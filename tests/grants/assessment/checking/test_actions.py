"""What can be checked, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from applicants.access import Refused
from grants.assessment import actions
from grants.assessment.checking.actions import SavedMeanwhile
from grants.assessment.checking.models import Said
from grants.models import EligibilityCheck
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import verbs

pytestmark = pytest.mark.django_db

NO = Said("fail", "They work in Weirton.")
IF = Said("condition", "Nearly.", condition="Sign your rules", due_on=date(2099, 3, 1))


def check(application, said, **more):
    tests = application.round.eligibility_tests.all()
    by = more.pop("by", None) or colleague("is_officer")
    return actions.check_eligibility(application, results=dict.fromkeys(tests, said), by=by, **more)


def test_eligibility_is_checked_once_for_each_test_and_can_be_corrected():
    application = factories.checked()

    check(application, NO)

    assert [one.result for one in application.eligibility_checks.current()] == ["fail"]
    assert verbs(application)[-2:] == ["check_eligibility", "check_eligibility"]


def test_what_was_found_before_a_correction_stays_readable():
    application = factories.checked()

    check(application, NO)

    before, after = application.eligibility_checks.order_by("pk")
    assert (before.result, before.reason) == ("pass", "We looked it up.")
    assert before.replaced_at == after.checked_at


def test_the_same_twice_is_written_once():
    application = factories.submitted()

    check(application, IF)
    check(application, IF)

    assert application.eligibility_checks.count() == 1
    assert verbs(application).count("check_eligibility") == 1


def test_an_officer_who_saw_an_older_result_is_told():
    application = factories.checked()
    test = application.round.eligibility_tests.get()
    seen = {test: application.eligibility_checks.get().pk}
    check(application, NO, seen=seen)

    with pytest.raises(SavedMeanwhile, match="Somebody else saved this check"):
        check(application, IF, seen=seen)

    assert application.eligibility_checks.current().get().result == "fail"


def test_somebody_who_lost_the_right_meanwhile_is_refused():
    application, officer = factories.submitted(), factories.staff("is_officer")
    assert officer.has_perm("grants.check_application", application)
    actions.declare_conflict(application, by=type(officer).objects.get(pk=officer.pk), reason="Me.")

    with pytest.raises(Refused, match="not yours to check"):
        check(application, NO, by=officer)


@pytest.mark.database
@pytest.mark.parametrize(
    "facts",
    [
        {"result": "condition"},
        {"result": "pass", "condition": "Sign."},
        {"result": "fail", "due_on": date(2099, 1, 1)},
    ],
)
def test_the_database_refuses_a_condition_without_words_and_words_without_a_condition(facts):
    application = factories.submitted()

    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityCheck.objects.create(
            application=application,
            test=application.round.eligibility_tests.get(),
            reason="So.",
            checked_by=colleague("is_officer"),
            **facts,
        )


@pytest.mark.database
def test_a_finding_is_neither_changed_nor_removed():
    application = factories.checked()
    checks = application.eligibility_checks

    for change in (lambda: checks.update(reason="Other."), lambda: checks.all().delete()):
        with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
            change()


def test_eligibility_is_not_checked_after_assessment_started():
    application = factories.in_assessment()

    with pytest.raises(Refused, match="before the assessment starts"):
        actions.check_eligibility(application, results={}, by=colleague("is_officer"))


def test_assessment_waits_for_every_test():
    application = factories.submitted()

    with pytest.raises(Refused, match="Answer every eligibility test first"):
        actions.start_assessment(application, by=colleague("is_officer"))


def test_assessment_does_not_start_when_a_test_is_not_met():
    application = check(factories.checked(), NO)

    with pytest.raises(Refused, match="A test is not met"):
        actions.start_assessment(application, by=colleague("is_officer"))


def test_assessment_starts_when_a_correction_says_that_it_is_met_after_all():
    application = check(check(factories.submitted(), NO), IF)

    assert actions.start_assessment(application, by=colleague("is_officer")).state == (
        "in_assessment"
    )
