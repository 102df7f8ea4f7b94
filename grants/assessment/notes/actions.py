"""What can be done with flags, tags and notes.

The lines of history say that something was written and not what: finance reads the history
of a case, and these words are for those who work on it.
"""

import uuid as uuids

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application

from .models import CaseTag, Flag, Note, Tagging

MOST_TAGS = 200  # more than anybody reads through, and a spoiled form can't add without end


def write_note(application, *, text, uuid, by):
    """A colleague writes something down for colleagues; sent twice, it is one note.

    uuid: the mark of the page it was typed on. The same mark with other words is another note.
    """
    with transaction.atomic():
        application = _locked(application, by)
        earlier = Note.objects.filter(uuid=uuid).first()
        if earlier is not None and (earlier.text, earlier.application_id) == (text, application.pk):
            return earlier
        if earlier is not None:
            uuid = uuids.uuid4()
        note = Note.objects.create(application=application, uuid=uuid, text=text, written_by=by)
        history.record(application, verb="write_note", by=by)
    return note


def raise_flag(application, *, reason, by):
    """A colleague says what to look out for; the same reason twice is one flag."""
    with transaction.atomic():
        application = _locked(application, by)
        flag, is_new = Flag.objects.raised().get_or_create(
            application=application, reason=reason, resolved_at=None, defaults={"raised_by": by}
        )
        if is_new:
            history.record(application, verb="raise_flag", by=by)
    return flag


def resolve_flag(flag, *, reason, by):
    """A colleague says why a flag is no longer needed."""
    with transaction.atomic():
        application = _locked(flag.application, by)
        flag = Flag.objects.select_for_update().get(pk=flag.pk)
        if flag.resolved_at is not None:
            raise Refused(f"{flag.resolved_by} has resolved this flag already.")
        flag.resolution, flag.resolved_at, flag.resolved_by = reason, now(), by
        flag.save(update_fields=["resolution", "resolved_at", "resolved_by"])
        history.record(application, verb="resolve_flag", by=by)
    return flag


def tag_case(application, *, add, remove, by):
    """An officer puts tags on a case and takes others off; a name that is new joins the list.

    Only what this officer changed is changed, so that two who tag at once lose nothing.
    """
    with transaction.atomic():
        application = _locked(application, by)
        gone, _ = Tagging.objects.filter(application=application, tag__name__in=remove).delete()
        new = 0
        for name in add:
            tag = CaseTag.objects.filter(name__iexact=name).first() or _add_tag(name, by)
            new += Tagging.objects.get_or_create(
                application=application, tag=tag, defaults={"tagged_by": by}
            )[1]
        if gone or new:
            history.record(application, verb="tag_case", by=by)
    return application


def _add_tag(name, by):
    if CaseTag.objects.count() >= MOST_TAGS:
        raise Refused(f"There are {MOST_TAGS} tags already. Use one of them.")
    # Two officers who add one name at once, on two cases, get one tag.
    tag = CaseTag(name=name, added_by=by)
    CaseTag.objects.bulk_create([tag], ignore_conflicts=True)
    return CaseTag.objects.get(name__iexact=name)


def _locked(application, by):
    application = Application.objects.select_for_update().get(pk=application.pk)
    by.forget()
    if not by.has_perm("grants.write_note", application):
        raise Refused("This case is not yours to write about.")
    return application
