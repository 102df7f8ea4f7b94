"""What can be done between submission and the panel, and what is refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions, queries
from grants.funds.queries import criteria_of
from grants.models import Assessment, Assignment, HistoryEntry, Score
from tests import factories
from tests.factories.cases import REASON, colleague

pytestmark = pytest.mark.django_db


def verbs(application):
    return list(
        HistoryEntry.objects.filter(application=application)
        .order_by("sequence")
        .values_list("verb", flat=True)
    )


def assigned():
    """An application in assessment, and an assessor who is asked to score it."""
    application = factories.in_assessment()
    assessor = factories.staff("is_assessor")
    actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    assessor.forget()
    return application, assessor


def scores(application, *given):
    return dict(zip(criteria_of(application.round), given, strict=True))


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


def test_asking_twice_is_asking_once():
    application, assessor = assigned()

    actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))

    assert Assignment.objects.filter(application=application).count() == 1
    assert verbs(application).count("assign_assessor") == 1
    assert Email.objects.filter(event="grants/assessor_assigned").count() == 1


def test_several_are_asked_together_or_nobody():
    application = factories.in_assessment()
    fine, conflicted = factories.staff("is_assessor"), factories.staff("is_assessor")
    application.conflicts.create(user=conflicted, reason="My sister works there.")

    with pytest.raises(Refused, match="has a conflict of interest"):
        actions.assign_assessors(
            application, assessors=[fine, conflicted], by=colleague("is_officer")
        )

    assert not application.assignments.exists()
    assert not Email.objects.filter(event="grants/assessor_assigned").exists()


def test_only_assessors_are_asked():
    application = factories.in_assessment()

    with pytest.raises(Refused, match="is not an assessor"):
        actions.assign_assessor(
            application, assessor=factories.staff("is_officer"), by=colleague("is_officer")
        )


def test_an_assessor_who_has_not_filed_can_be_taken_off():
    application, assessor = assigned()
    actions.save_scores(application, scores=scores(application, (3, "Good"), (2, "")), by=assessor)

    actions.end_assignment(application, assessor=assessor, by=colleague("is_officer"))

    assert not application.assignments.filter(ended_at=None).exists()
    assert verbs(application)[-1] == "end_assignment"
    with pytest.raises(Refused, match="not yours to score"):
        actions.save_scores(application, scores={}, by=assessor)


def test_filed_scores_stay_with_their_assessor():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(Refused, match="has filed scores"):
        actions.end_assignment(application, assessor=assessor, by=colleague("is_officer"))


def test_a_draft_keeps_what_was_chosen_and_what_was_not():
    application, assessor = assigned()

    actions.save_scores(
        application,
        scores=scores(application, (None, "I know too little"), (actions.NOT_YET, "So far good")),
        by=assessor,
    )

    saved = Score.objects.order_by("criterion__number").values_list("mark", "is_answered", "reason")
    assert list(saved) == [(None, True, "I know too little"), (None, False, "So far good")]


@pytest.mark.parametrize(
    ("first", "problem"),
    [
        ((actions.NOT_YET, REASON), "Truly co-operative: Choose a score"),
        ((3, ""), "Truly co-operative: Write why"),
        ((3, "Good plan"), "at least 20 words about why. You have written 2."),
        ((None, " "), "Truly co-operative: Write why"),
    ],
)
def test_filing_needs_a_score_and_a_reason_for_each_criterion(first, problem):
    application, assessor = assigned()

    with pytest.raises(Refused, match=problem):
        actions.file_assessment(
            application, scores=scores(application, first, (4, REASON)), by=assessor
        )

    assert not Assessment.objects.exists()


def test_filing_nothing_but_cannot_judge_is_refused():
    application, assessor = assigned()
    unable = (None, "I never ran a bakery.")

    with pytest.raises(Refused, match="Score at least one criterion"):
        actions.file_assessment(
            application, scores=scores(application, unable, unable), by=assessor
        )


def test_what_cannot_be_judged_is_left_out_of_the_total():
    application, assessor = assigned()

    assessment = actions.file_assessment(
        application,
        scores=scores(application, (None, "I never ran a bakery."), (3, REASON)),
        by=assessor,
    )

    assert assessment.total == Decimal(75)


def test_filed_scores_are_frozen():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(Refused, match="can’t be changed"):
        actions.save_scores(application, scores=scores(application, (0, ""), (0, "")), by=assessor)

    assert set(Score.objects.values_list("mark", flat=True)) == {3}


def test_nobody_scores_what_is_not_theirs():
    application = factories.in_assessment()
    stranger = factories.staff("is_assessor")

    with pytest.raises(Refused, match="not yours to score"):
        actions.save_scores(application, scores={}, by=stranger)


def test_a_withdrawn_application_takes_no_more_scores():
    from grants.applications.actions import withdraw_application

    application, assessor = assigned()
    withdraw_application(application, by=application.started_by)

    with pytest.raises(Refused, match="not in assessment now"):
        actions.save_scores(application, scores={}, by=assessor)


def test_a_conflict_ends_the_assignment_at_once():
    application, assessor = assigned()

    actions.declare_conflict(application, reason="My sister works there.", by=assessor)
    actions.declare_conflict(application, reason="Again.", by=assessor)

    assert not application.assignments.filter(ended_at=None).exists()
    assert verbs(application).count("declare_conflict") == 1
    assert not assessor.has_perm("grants.score_application", application)
    with pytest.raises(Refused, match="has a conflict of interest"):
        actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))


def test_a_conflict_is_not_declared_after_filing():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(Refused, match="Tell an officer"):
        actions.declare_conflict(application, reason="My sister works there.", by=assessor)


def test_a_case_goes_to_the_panel_only_with_every_score_in():
    application, assessor = assigned()
    advice = {"amount": Decimal(1), "days": Decimal(0), "reason": "Yes."}

    with pytest.raises(Refused, match="Wait for at least one"):
        actions.refer_to_panel(application, by=colleague("is_officer"), **advice)
    factories.filed(application, factories.staff("is_assessor"))
    with pytest.raises(Refused, match=f"not filed their scores yet: {assessor}"):
        actions.refer_to_panel(application, by=colleague("is_officer"), **advice)

    application.refresh_from_db()
    assert application.state == "in_assessment"


def test_only_an_officer_refers():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(PermissionDenied):
        actions.refer_to_panel(
            application, amount=Decimal(1), days=Decimal(0), reason="Yes.", by=assessor
        )


@pytest.mark.database
def test_the_database_keeps_a_mark_and_its_answer_together():
    application, assessor = assigned()
    actions.save_scores(application, scores=scores(application, (3, ""), (2, "")), by=assessor)

    with pytest.raises(IntegrityError):
        Score.objects.update(is_answered=False)


def test_those_who_can_be_asked_come_with_how_much_they_hold():
    application, busy = assigned()
    other = factories.in_assessment()
    idle, conflicted = factories.staff("is_assessor"), factories.staff("is_assessor")
    other.conflicts.create(user=conflicted, reason="Cousin.")
    factories.staff("is_assessor", is_active=False)
    gone = factories.staff("is_assessor")
    other.organisation.memberships.create(user=gone, ended_at=other.started_at)
    done = factories.staff("is_assessor")
    factories.filed(application, done)

    free = queries.assessors_free_for(other)

    assert [(person.pk, person.to_score) for person in free] == [
        (idle.pk, 0),
        (done.pk, 0),
        (busy.pk, 1),
    ]


def test_the_table_works_every_total_out_from_the_marks():
    application = factories.in_assessment()
    first = factories.staff("is_assessor", name="Ada")
    second = factories.staff("is_assessor", name="Bo")
    factories.filed(application, first, marks=(4, 2))
    factories.filed(application, second, marks=(1, 2))

    table = queries.scores_of(application)

    assert [assessment.worked_out for assessment in table.assessments] == [80, 35]
    assert [assessment.total for assessment in table.assessments] == [80, 35]
    assert [line.is_apart for line in table.lines] == [True, False]
    assert [line.mean for line in table.lines] == [Decimal("2.5"), 2]
    assert table.mean == Decimal("57.5")
