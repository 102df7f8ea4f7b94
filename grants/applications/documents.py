"""What can be done with the documents of an application."""

import logging
import secrets
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from applicants.files import checking as attachments
from applicants.files.storing import (
    HAS_A_VIRUS,
    HasAVirus,
    asked_of_the_scanner,
    forget_bytes,
    forget_old,
    kept_bytes,
    scan_waiting,
)
from grants import history

from .changes.refusing import refuse_other_files
from .models import Application, Attachment

Scan = Attachment.Scan
MOST_ATTACHMENTS = 10
NO_LONGER_A_DRAFT = "This application is no longer a draft, so its files can’t be changed now."

log = logging.getLogger(__name__)


def add_attachment(application, *, file, name, content_type, sha256, by, question=None):
    """The co-op adds a document; the same file twice at one question is one document.

    question: the one that asks for it, or None for a document that nobody asked for.
    """
    facts = {"name": name, "content_type": content_type, "sha256": sha256, "added_by": by}
    return _add(application, file, facts, place=_place_at(question))


class Place(NamedTuple):
    """Where a document goes: at which question, how many fit there, and in whose place."""

    question: str = ""
    most: int = MOST_ATTACHMENTS
    instead_of: Attachment | None = None


def _place_at(question):
    return Place(question.key, question.rows) if question else Place()


def _add(application, file, facts, *, place, source=None):
    """source: the document of an earlier application that this is a copy of."""
    facts |= {"size": file.size, "question": place.question, **asked_of_the_scanner(file)}
    if facts["scan"] == Scan.INFECTED:
        return _refuse_infected(application, facts)
    with kept_bytes(file, facts["name"]) as stored, transaction.atomic():
        locked = _locked_draft(application)
        refuse_other_files(locked, place.question)
        same = _same_or_room(locked, facts["sha256"], place)
        if same is None:
            if place.instead_of is not None:
                _take_out(place.instead_of)
                facts |= {"placed_at": place.instead_of.placed_at, "replaces": place.instead_of}
            attachment = Attachment.objects.create(
                application=locked, reference=secrets.token_hex(8), file=stored, **facts
            )
            _record_adding(locked, attachment, source)
    if same is not None:
        default_storage.delete(stored)
        return same
    return attachment


def _refuse_infected(application, facts):
    """Keep nothing of the file but that it came."""
    with transaction.atomic():
        locked = _locked_draft(application)
        Attachment.objects.create(
            application=locked, reference=secrets.token_hex(8), removed_at=now(), **facts
        )
        history.record(locked, verb="refuse_file", by=facts["added_by"], note=facts["name"])
    raise HasAVirus(HAS_A_VIRUS)


def _locked_draft(application):
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not locked.is_draft:
        raise Refused(NO_LONGER_A_DRAFT)
    return locked


def _same_or_room(application, sha256, place):
    """The document that already is this file, or None if there is room for it."""
    live = application.attachments.filter(removed_at=None, question=place.question)
    old = place.instead_of
    if old is not None and not live.filter(pk=old.pk).exists():
        raise Refused("This file was removed or replaced already. Add the new one by itself.")
    same = live.filter(sha256=sha256).first()
    if same is None and old is None and live.count() >= place.most:
        files = f"{place.most} file{'s' if place.most > 1 else ''}"
        raise Refused(f"You can add up to {files}. Remove one to add another.")
    if same is not None and old is not None and same != old:
        raise Refused(f"You’ve already added this file, as “{same.name}”.")
    return same


def _record_adding(application, attachment, source):
    """One line in the history; the name of a file in quarantine is not in it yet."""
    old, by = attachment.replaces, attachment.added_by
    name = "" if attachment.is_waiting else attachment.name
    if old is not None:
        before = "a file" if old.is_waiting else f"“{old.name}”"
        note = f"“{name}” instead of {before}" if name else f"Instead of {before}"
        history.record(application, verb="replace_file", by=by, note=note)
    elif source is not None:
        subject = source.application.reference
        history.record(application, verb="reuse_file", by=by, subject=subject, note=name)
    else:
        history.record(application, verb="add_file", by=by, note=name)


def replace_attachment(attachment, *, file, name, content_type, sha256, by):
    """The co-op gives a new file in the place of one that it gave before."""
    facts = {"name": name, "content_type": content_type, "sha256": sha256, "added_by": by}
    place = Place(attachment.question, instead_of=attachment)
    return _add(attachment.application, file, facts, place=place)


def reuse_attachment(application, source, *, by, question=None):
    """The co-op uses a document of an earlier application again.

    The bytes are copied: what is later removed there stays here, and the other way round.
    """
    if source.application.organisation_id != application.organisation_id or not source.can_open:
        raise Refused("Choose one of the documents that are listed.")
    facts = {field: getattr(source, field) for field in ("name", "content_type", "sha256")}
    facts["added_by"] = by
    try:
        with source.opened() as file:
            if attachments.fingerprint(file) != source.sha256:
                raise OSError("These are not the bytes that were kept.")
            return _add(application, file, facts, place=_place_at(question), source=source)
    except Refused:
        raise
    except Exception as fault:  # each kind of storage has faults of its own
        log.error("A kept file could not be read: %s", type(fault).__name__)
        raise Refused(
            "We could not read that file just now. Try again later, or add it from your computer."
        ) from fault


def remove_attachment(attachment, *, by):
    """The co-op takes a document out of its draft; history keeps that it was there."""
    with transaction.atomic():
        locked = _locked_draft(attachment.application)
        attachment = locked.attachments.select_for_update().get(pk=attachment.pk)
        if attachment.removed_at is None:
            refuse_other_files(locked, attachment.question)
            _take_out(attachment)
            note = "" if attachment.is_waiting else attachment.name
            history.record(locked, verb="remove_file", by=by, note=note)
    return attachment


def _take_out(attachment):
    attachment.removed_at = now()
    attachment.save(update_fields=["removed_at"])


def mark_sent(documents, *, at):
    """These are part of what is sent now. Return what the submission says of each."""
    Attachment.objects.filter(pk__in=[each.pk for each in documents], sent_at=None).update(
        sent_at=at
    )
    said = ("name", "size", "sha256", "question")
    return [{field: getattr(each, field) for field in said} for each in documents]


# --- While nobody is looking -----------------------------------------------------------------


def scan_waiting_files():
    """Ask the scanner about each document that it has not judged; return how many it judged."""
    return scan_waiting(Attachment.objects.all(), _judge)


def _judge(attachment, verdict):
    """Write down what the scanner found. A verdict that came before stays."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=attachment.application_id)
        fresh = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if fresh.scan not in (Scan.WAITING, Scan.NOT_SCANNED):
            return 0
        was_hidden, fresh.scan = fresh.is_waiting, verdict
        if verdict == Scan.INFECTED:
            _tell_of_virus(application, fresh)
        elif was_hidden:
            history.record(application, verb="clear_file", by=None, note=fresh.name)
        fresh.save(update_fields=["scan", "removed_at"])
    if verdict == Scan.INFECTED:
        forget_bytes(fresh)
    return 1


def _tell_of_virus(application, attachment):
    if application.is_draft:  # what was sent stays in the list of what was sent, without bytes
        attachment.removed_at = attachment.removed_at or now()
    history.record(application, verb="find_virus", by=None, note=attachment.name)
    queue_email(
        "grants/virus_found",
        application.organisation,
        key=attachment.reference,
        about=application.reference,
        application=application,
        attachment=attachment,
    )


def forget_removed_files():
    """Empty the documents that were removed long enough ago, and never sent; return how many."""
    return forget_old(Attachment.objects.all(), stays=Q(sent_at__isnull=False))
