"""What can be done with an application that has just come in."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.history import moving
from grants.lifecycle import Stage

from .models import EligibilityCheck


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
