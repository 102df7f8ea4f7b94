"""What can be done with a host: name it, and end that."""

import secrets
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.awards.agreeing.signing import signers_needed
from grants.awards.models import Award
from grants.lifecycle import Stage

from .models import Hosting
from .queries import hosting_of, possible_hosts


def name_host(application, *, host, by):
    """Somebody names the body that is to hold the money; its people are asked to sign too."""
    with _hosting(application, "grants.name_host", by=by) as application:
        now_named = hosting_of(application)
        if now_named is not None and now_named.host_id == host.pk:
            return now_named
        if now_named is not None:
            raise Refused(f"{now_named.host} is named already. Take it off first.")
        if application.organisation.is_formed:
            raise Refused("Your group is registered, so it can hold the money itself.")
        if host.pk == application.organisation_id or not possible_hosts().filter(pk=host.pk):
            raise Refused(f"{host} can’t hold the money for your group.")
        hosting = Hosting.objects.create(
            reference=secrets.token_hex(8),
            award=Award.objects.get(application=application),
            host=host,
            signers=signers_needed(application.round, host.legal_form),
            named_by=by,
        )
        history.record(application, verb="name_host", by=by, subject=str(host)[:60])
        _tell("host_asked", host, hosting, application)
        _tell("host_named", application.organisation, hosting, application)
    return hosting


def end_hosting(hosting, *, reason, by):
    """The host says no, or the group or an officer takes it off, before the offer is accepted."""
    with _hosting(hosting.award.application, "grants.end_hosting", by=by) as application:
        hosting = Hosting.objects.select_related("host").get(pk=hosting.pk)
        if hosting.ended_at is not None:
            return hosting
        hosting.ended_at, hosting.ended_by, hosting.end_reason = now(), by, reason
        hosting.save(update_fields=["ended_at", "ended_by", "end_reason"])
        subject = str(hosting.host)[:60]
        history.record(application, verb="end_hosting", by=by, subject=subject, note=reason)
        _tell("hosting_ended", application.organisation, hosting, application)
        _tell("hosting_over", hosting.host, hosting, application)
    return hosting


@contextmanager
def _hosting(application, permission, *, by):
    """Lock the case while its offer is open, then ask again whether this person may."""
    by.forget()
    with transaction.atomic():
        application = Application.objects.locked().get(pk=application.pk)
        if not by.has_perm(permission, application):
            raise PermissionDenied
        if application.state != Stage.OFFERED:
            raise Refused("This offer is not open any more, so this can’t be changed.")
        yield application


def _tell(event, to, hosting, application):
    queue_email(
        f"grants/{event}",
        to,
        key=hosting.reference,
        about=application.reference,
        application=application,
        hosting=hosting,
    )
