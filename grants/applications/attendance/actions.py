"""What a co-op can do about the workshop that its round asks for."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applicants.access import Refused
from grants import history
from grants.applications.models import Application

from .models import WorkshopWaiver


def waive_workshop(application, *, reason, by):
    """The co-op says why nobody came to a workshop; said anew, the last reason counts, and
    history keeps each."""
    by.forget()
    with transaction.atomic():
        application = (
            Application.objects.select_for_update(of=("self",))
            .select_related("round", "organisation")
            .get(pk=application.pk)
        )
        if not by.has_perm("grants.edit_application", application):
            raise PermissionDenied
        if not application.is_draft:
            raise Refused("This application is no longer a draft, so it can’t be changed now.")
        if not application.round.workshop_tag:
            raise Refused("This round asks for no workshop, so you need not say anything.")
        waiver = WorkshopWaiver.objects.filter(application=application).first()
        if waiver is not None and waiver.reason == reason:
            return waiver
        waiver, _made = WorkshopWaiver.objects.update_or_create(
            application=application, defaults={"reason": reason, "given_by": by}
        )
        history.record(application, verb="waive_workshop", by=by, note=reason)
    return waiver
