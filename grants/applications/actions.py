"""What can be done with an application before the fund decides."""

import secrets
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.history import moving

from .equality.actions import cut_loose, forget_equality_answers
from .models import (
    Application,
    Attachment,
    ReferenceSequence,
    SectionAnswers,
    Submission,
    attachment_path,
)
from .queries import draft_of

MOST_ATTACHMENTS = 10


class SavedByAnother(Refused):
    """Somebody saved this section after the person opened it; `theirs` is what stands now."""

    def __init__(self, theirs):
        super().__init__("Somebody saved this section while you had it open.")
        self.theirs = theirs


class NotReady(Refused):
    """The application cannot be sent yet; `problems` says why, and which section mends it."""

    def __init__(self, problems):
        super().__init__(" ".join(map(str, problems)))
        self.problems = problems


def start_application(*, organisation, round, by):
    """A co-op starts an application; asking twice gives the one it has."""
    at = now()
    by.forget()
    membership = by.memberships_by_organisation.get(organisation.pk)
    if membership is None or not membership.can_edit:
        raise PermissionDenied
    live = Application.objects.filter(organisation=organisation, round=round)
    live = live.exclude(state=Application.S.WITHDRAWN)
    if not round.is_open(at):
        if begun := live.first():
            return begun
        raise Refused("This round is not open for applications.")
    try:
        with transaction.atomic():
            application = Application.objects.create(
                reference=ReferenceSequence.next(f"CDF-{at.year}"),
                organisation=organisation,
                round=round,
                form_version=round.form_version,
                started_by=by,
            )
            history.record(application, verb="start", by=by, to_state=application.state)
    except IntegrityError:
        return live.get()
    return application


def save_section(application, section, *, answers, sound, version, by):
    """Keep what was typed in one section; return its new version.

    sound: the keys of the questions whose answers would be taken as they stand.
    version: the version that the person saw, 0 for a section never saved.
    Raises SavedByAnother when it is no longer the newest and says something else;
    the same answers sent twice are saved once.
    """
    facts = {"answers": answers, "sound": sound, "saved_at": now(), "saved_by": by}
    with transaction.atomic():
        locked = Application.objects.select_for_update().only("state").get(pk=application.pk)
        if not locked.is_draft:
            raise Refused("This application is no longer a draft, so it can’t be changed now.")
        rows = SectionAnswers.objects.filter(application=application, section=section)
        if version and rows.filter(version=version).update(version=version + 1, **facts):
            return version + 1
        try:
            with transaction.atomic():
                rows.create(application=application, section=section, **facts)
        except IntegrityError:
            newest = rows.select_related("saved_by").get()
            if newest.answers != answers:
                raise SavedByAnother(newest) from None
            return newest.version
    return 1


def submit_application(application, *, by):
    """The co-op sends its application in; from now on only the fund may change it."""
    at = now()  # when the complete request had arrived, not when its lock was won
    with moving(application, by=by) as application:
        was_returned = application.submitted_at is not None
        if application.is_draft and not was_returned and not application.round.is_open(at):
            raise Refused("This round has closed, so the application can’t be sent.")
        application.submit()
        draft = draft_of(application)
        if problems := draft.problems:
            raise NotReady(problems)
        answers = draft.answers
        application.submitted_at, application.submitted_by = at, by
        application.amount_requested, application.days_requested = draft.request
        cut_loose(application)
        submission = Submission.objects.create(
            application=application,
            number=application.submissions.count() + 1,
            form_version=application.form_version,
            answers=answers,
            content_hash=Submission.hash_of(answers),
            submitted_at=at,
            submitted_by=by,
        )
        queue_email(
            "grants/application_submitted",
            application.organisation,
            key=f"{application.reference}/{submission.number}",
            about=application.reference,
            application=application,
            submission=submission,
        )
    return application


def return_for_changes(application, *, by, note):
    """An officer hands the application back, saying what to change."""
    with moving(application, by=by, note=note) as application:
        application.return_for_changes()
        queue_email(
            "grants/application_returned",
            application.organisation,
            key=f"{application.reference}/{application.submissions.count()}",
            about=application.reference,
            application=application,
            note=note,
        )
    return application


def withdraw_application(application, *, by, note=""):
    """The co-op takes its application back; it can start another while the round is open."""
    with moving(application, by=by, note=note) as application:
        application.withdraw()
        forget_equality_answers(application)
        queue_email(
            "grants/application_withdrawn",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
        )
    return application


def add_attachment(application, *, file, name, content_type, sha256, by, question=None):
    """The co-op adds a document; the same file twice at one question is one document.

    question: the one that asks for it, or None for a document that nobody asked for.
    """
    key, most = (question.key, question.rows) if question else ("", MOST_ATTACHMENTS)
    # The bytes go first and outside the lock: a row never stands without its file.
    stored = store(file, name)
    try:
        with transaction.atomic():
            locked = Application.objects.select_for_update().get(pk=application.pk)
            if not locked.is_draft:
                raise Refused("This application is no longer a draft, so files can’t be added now.")
            live = locked.attachments.filter(removed_at=None, question=key)
            same = live.filter(sha256=sha256).first()
            if same is None:
                if live.count() >= most:
                    files = f"{most} file{'s' if most > 1 else ''}"
                    raise Refused(f"You can add up to {files}. Remove one to add another.")
                attachment = Attachment.objects.create(
                    application=locked,
                    question=key,
                    reference=secrets.token_hex(8),
                    file=stored,
                    name=name,
                    content_type=content_type,
                    size=file.size,
                    sha256=sha256,
                    added_by=by,
                )
                history.record(locked, verb="add_file", by=by, note=name)
    except BaseException:
        default_storage.delete(stored)
        raise
    if same is not None:
        default_storage.delete(stored)
        return same
    return attachment


def store(file, name):
    """Keep a file’s bytes under a random name; a full disk leaves nothing half written."""
    path = attachment_path(None, name)
    try:
        return default_storage.save(path, file)
    except OSError as fault:
        with suppress(OSError):
            default_storage.delete(path)
        raise Refused("We could not keep the file just now. Try again in a few minutes.") from fault


def remove_attachment(attachment, *, by):
    """The co-op takes a document out of its draft; history keeps that it was there."""
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=attachment.application_id)
        if not locked.is_draft:
            raise Refused("This application is no longer a draft, so files can’t be removed now.")
        attachment.removed_at = now()
        attachment.save(update_fields=["removed_at"])
        history.record(locked, verb="remove_file", by=by, note=attachment.name)
    return attachment
