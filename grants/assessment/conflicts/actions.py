"""What can be done about a conflict of interest."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.assessment.assigning.models import Assignment

from .models import Conflict


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
