"""What can be done about due diligence: write the risk note, and answer what is on the list."""

from django.db import transaction

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.assessment.checking.actions import SavedMeanwhile, refuse_others, write_finding
from grants.lifecycle import Stage

from .models import DiligenceCheck, RiskNote
from .queries import risk_of

WHILE = {Stage.SUBMITTED, Stage.IN_ASSESSMENT}


def write_risk_note(application, *, level, words, by, seen=None):
    """An officer says how risky a grant would be; the note before it stays readable.

    seen: the key of the note that the officer had before them, or None.
    """
    with transaction.atomic():
        application = _locked(application, by)
        before = risk_of(application)
        if before is not None and (before.level, before.words) == (level, words):
            return before
        if seen != (before and before.pk):
            raise SavedMeanwhile
        note = RiskNote.objects.create(
            application=application, level=level, words=words, written_by=by
        )
        history.record(application, verb="write_risk_note", by=by)
    return note


def look_up(application, *, findings, by, seen=None):
    """An officer answers things on the list of due diligence.

    findings: {Item: Said}
    seen: {Item: the key of the answer that the officer had before them, or None}
    What stands there already is not written again.
    """
    with transaction.atomic():
        application = _locked(application, by)
        checks = application.diligence_checks.current().select_related("document")
        known = {check.item: check for check in checks}
        written = [
            write_finding(
                DiligenceCheck(application=application, item=item.code),
                over=known.get(item.code),
                said=said,
                by=by,
                **({} if seen is None else {"seen": seen.get(item)}),
            )
            for item, said in findings.items()
        ]
        if any(written):
            history.record(application, verb="look_up", by=by)
    return application


def _locked(application, by):
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state not in WHILE:
        raise Refused(
            "Due diligence is done between the day an application comes in and the panel."
        )
    refuse_others(application, by)
    return application
