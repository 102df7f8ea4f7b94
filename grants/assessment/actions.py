"""What can be done between submission and the panel."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.funds.queries import criteria_of
from grants.history import moving
from grants.lifecycle import Stage
from grants.permissions import conflicts_of

from .models import (
    Assessment,
    Assignment,
    Conflict,
    EligibilityCheck,
    Recommendation,
    Score,
)
from .scoring import weighted_total

FEWEST_WORDS = 20
NOT_YET = "not yet"  # the mark of a criterion that the assessor has not come to


def check_eligibility(application, *, results, by):
    """An officer answers each eligibility test with a result and a reason.

    results: {EligibilityTest: (result, reason)}
    What stands there already is not written again, so a second click adds nothing.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        if application.state != Stage.SUBMITTED:
            raise Refused("Eligibility is checked before the assessment starts.")
        written = application.eligibility_checks.values_list("test_id", "result", "reason")
        known = {test: (result, reason) for test, result, reason in written}
        results = {test: said for test, said in results.items() if known.get(test.pk) != said}
        if not results:
            return application
        for test, (result, reason) in results.items():
            EligibilityCheck.objects.update_or_create(
                application=application,
                test=test,
                defaults={
                    "result": result,
                    "reason": reason,
                    "checked_at": now(),
                    "checked_by": by,
                },
            )
        history.record(application, verb="check_eligibility", by=by)
    return application


def rule_ineligible(application, *, by, reason):
    """An officer ends an application that fails a test, and tells the co-op why."""
    with moving(application, by=by, note=reason) as application:
        application.rule_ineligible()
        if not application.eligibility_checks.filter(result="fail").exists():
            raise Refused("Record the test that is not met first.")
        queue_email(
            "grants/application_ineligible",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
            reason=reason,
        )
    return application


def start_assessment(application, *, by):
    """An officer finds the application eligible and opens it to assessors."""
    with moving(application, by=by) as application:
        application.start_assessment()
        checks = application.eligibility_checks
        if checks.count() < application.round.eligibility_tests.count():
            raise Refused("Answer every eligibility test first.")
        if checks.filter(result="fail").exists():
            raise Refused("A test is not met. Return the application, or say it is not eligible.")
        queue_email(
            "grants/assessment_started",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
        )
    return application


def assign_assessor(application, *, assessor, by):
    """An officer asks somebody without a conflict to assess; asking twice is asking once."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        if application.state != Stage.IN_ASSESSMENT:
            raise Refused("Assessors are assigned while the application is in assessment.")
        if not assessor.is_assessor:
            raise Refused(f"{assessor} is not an assessor.")
        assessor.forget()
        if application.pk in conflicts_of(assessor):
            raise Refused(f"{assessor} has a conflict of interest with this application.")
        assignment, is_new = Assignment.objects.get_or_create(
            application=application,
            assessor=assessor,
            ended_at=None,
            defaults={"assigned_by": by},
        )
        if is_new:
            history.record(application, verb="assign_assessor", by=by, subject=_named(assessor))
            queue_email(
                "grants/assessor_assigned",
                assessor,
                key=f"{application.reference}/{assignment.pk}",
                about=application.reference,
                application=application,
            )
    return assignment


def assign_assessors(application, *, assessors, by):
    """An officer asks several people at once: all of them, or nobody."""
    with transaction.atomic():
        return [assign_assessor(application, assessor=person, by=by) for person in assessors]


def end_assignment(application, *, assessor, by):
    """An officer takes an assessor off who has not filed, so that one silence stops nobody."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        if application.state != Stage.IN_ASSESSMENT:
            raise Refused("Assessors can be changed only while the application is in assessment.")
        if application.assessments.filter(assessor=assessor).exclude(filed_at=None).exists():
            raise Refused(f"{assessor} has filed scores, so they stay.")
        asked = Assignment.objects.filter(application=application, assessor=assessor, ended_at=None)
        if asked.update(ended_at=now()):
            history.record(application, verb="end_assignment", by=by, subject=_named(assessor))
    return application


def declare_conflict(application, *, by, reason):
    """Somebody says that they are too close to an application; it closes to them at once."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        if application.assessments.filter(assessor=by).exclude(filed_at=None).exists():
            raise Refused(
                "You have filed scores for this application. Tell an officer about the conflict."
            )
        conflict, is_new = Conflict.objects.get_or_create(
            application=application, user=by, defaults={"reason": reason}
        )
        if is_new:
            Assignment.objects.filter(application=application, assessor=by, ended_at=None).update(
                ended_at=now()
            )
            history.record(application, verb="declare_conflict", by=by, note=reason)
            by.forget()
    return conflict


def save_scores(application, *, scores, by):
    """An assessor keeps a draft of their scores.

    scores: {Criterion: (mark, reason)}; a mark is 0 to 4, None for “I can’t judge this”
    or NOT_YET.
    """
    with transaction.atomic():
        return _write_scores(application, scores, by)


def file_assessment(application, *, scores, by):
    """An assessor files their scores: from now on they are frozen and others may see them."""
    with transaction.atomic():
        assessment = _write_scores(application, scores, by)
        criteria = criteria_of(application.round)
        for criterion in criteria:
            problem = problem_with(*scores.get(criterion, (NOT_YET, "")))
            if problem:
                raise Refused(f"{criterion}: {problem}")
        assessment.total = weighted_total(
            (scores[criterion][0], criterion.weight) for criterion in criteria
        )
        if assessment.total is None:
            raise Refused("Score at least one criterion, or ask an officer to take you off.")
        assessment.filed_at = now()
        assessment.save(update_fields=["total", "filed_at"])
        history.record(application, verb="file_assessment", by=by)
    return assessment


def problem_with(mark, reason):
    """Why one score cannot be filed yet, or nothing."""
    words = len(reason.split())
    if mark == NOT_YET:
        return "Choose a score, or say that you can’t judge this"
    if not words:
        return "Write why"
    if mark is not None and words < FEWEST_WORDS:
        return f"Write at least {FEWEST_WORDS} words about why. You have written {words}."
    return ""


def _write_scores(application, scores, by):
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != Stage.IN_ASSESSMENT:
        raise Refused("This application is not in assessment now, so scores can’t be changed.")
    by.forget()
    if not by.has_perm("grants.score_application", locked):
        raise Refused("This application is not yours to score.")
    assessment, _ = Assessment.objects.select_for_update().get_or_create(
        application=locked, assessor=by
    )
    if assessment.filed_at is not None:
        raise Refused("You have filed your scores, so they can’t be changed.")
    Score.objects.bulk_create(
        [
            Score(
                assessment=assessment,
                criterion=criterion,
                mark=None if mark == NOT_YET else mark,
                is_answered=mark != NOT_YET,
                reason=reason,
            )
            for criterion, (mark, reason) in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["mark", "is_answered", "reason"],
    )
    return assessment


def refer_to_panel(application, *, amount, days, reason, by):
    """An officer sends the application to the panel with their advice."""
    with moving(application, by=by, note=reason) as application:
        application.refer_to_panel()
        filed = application.assessments.exclude(filed_at=None).values("assessor")
        waiting = application.assignments.filter(ended_at=None).exclude(assessor__in=filed)
        if not filed:
            raise Refused("Wait for at least one assessor to file their scores.")
        if waiting.exists():
            names = ", ".join(str(row.assessor) for row in waiting.select_related("assessor"))
            raise Refused(f"These assessors have not filed their scores yet: {names}.")
        Recommendation.objects.update_or_create(
            application=application,
            defaults={
                "amount": amount,
                "days": days,
                "reason": reason,
                "made_at": now(),
                "made_by": by,
            },
        )
    return application


def _named(person):
    return str(person)[:60]  # what the line of history has room for
