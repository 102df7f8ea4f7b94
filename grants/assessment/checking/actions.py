"""What can be done with an application that has just come in."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.history import moving
from grants.lifecycle import Stage

from .models import EligibilityCheck, Said


class SavedMeanwhile(Refused):
    """Somebody else answered while this person was writing."""

    def __init__(self):
        super().__init__(
            "Somebody else saved this check while you were writing. Read what they found. "
            "If yours still holds, save it again."
        )


def check_eligibility(application, *, results, by, seen=None):
    """An officer answers each eligibility test with a result and a reason.

    results: {EligibilityTest: Said, or its first parts}
    seen: {EligibilityTest: the key of the result that the officer had before them, or None}
    What stands there already is not written again, so a second click adds nothing.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        if application.state != Stage.SUBMITTED:
            raise Refused("Eligibility is checked before the assessment starts.")
        refuse_others(application, by)
        checks = application.eligibility_checks.current().select_related("document")
        known = {check.test_id: check for check in checks}
        written = [
            write_finding(
                EligibilityCheck(application=application, test=test),
                over=known.get(test.pk),
                said=Said(*said),
                by=by,
                **({} if seen is None else {"seen": seen.get(test)}),
            )
            for test, said in results.items()
        ]
        if any(written):
            history.record(application, verb="check_eligibility", by=by)
    return application


ANY = object()


def write_finding(finding, *, over, said, by, seen=ANY):
    """Fill in and write a finding in the caller’s transaction; what it corrects stays beside it.

    over: the finding that holds now, or None; the same again is not written.
    seen: the key of the one that the officer had before them.
    """
    if over is not None and over.said == said:
        return None
    if seen is not ANY and seen != (over and over.pk):
        raise SavedMeanwhile
    for name, value in said._asdict().items():
        setattr(finding, name, value)
    finding.checked_at, finding.checked_by = now(), by
    if over is not None:
        over.replaced_at = finding.checked_at
        over.save(update_fields=["replaced_at"])
    finding.save(force_insert=True)
    return finding


def refuse_others(application, by):
    """Only somebody who may check this application today, whatever they could before."""
    by.forget()
    if not by.has_perm("grants.check_application", application):
        raise Refused("This application is not yours to check.")


def start_assessment(application, *, by):
    """An officer finds the application eligible and opens it to assessors."""
    with moving(application, by=by) as application:
        application.start_assessment()
        checks = application.eligibility_checks.current()
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
