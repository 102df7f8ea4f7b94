"""What can be done about who assesses an application."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.closeness import KEPT_FROM_JUDGING
from grants.lifecycle import Stage
from grants.permissions import standings_of

from .models import Assignment


def assign_assessor(application, *, assessor, by):
    """An officer asks somebody without a conflict to assess; asking twice is asking once."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        if application.state != Stage.IN_ASSESSMENT:
            raise Refused("Assessors are assigned while the application is in assessment.")
        if not assessor.is_assessor:
            raise Refused(f"{assessor} is not an assessor.")
        assessor.forget()
        if standings_of(assessor).get(application.pk) in KEPT_FROM_JUDGING:
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


def _named(person):
    return str(person)[:60]  # what the line of history has room for
