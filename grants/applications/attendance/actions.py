"""What a co-op can do about the workshop that its round asks for."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applicants.access import Refused
from grants import history
from grants.applications.models import Application

from .models import WorkshopWaiver


def waive_workshop(application, *, kind, reason, by):
    """The co-op tells of a course like it elsewhere, or why it could not come to a workshop;
    said anew, the last word counts, and history keeps each."""
    by.forget()
    with transaction.atomic():
        application = Application.objects.locked().get(pk=application.pk)
        if not by.has_perm("grants.edit_application", application):
            raise PermissionDenied
        if not application.is_draft:
            raise Refused("This application is no longer a draft, so it can’t be changed now.")
        if not application.round.workshop_tag:
            raise Refused("This round asks for no workshop, so you need not say anything.")
        waiver = WorkshopWaiver.objects.filter(application=application).first()
        if waiver is not None and (waiver.kind, waiver.reason) == (kind, reason):
            return waiver
        waiver, _made = WorkshopWaiver.objects.update_or_create(
            application=application, defaults={"kind": kind, "reason": reason, "given_by": by}
        )
        said = WorkshopWaiver.Kind(kind).label
        history.record(application, verb="waive_workshop", by=by, subject=said, note=reason)
    return waiver
