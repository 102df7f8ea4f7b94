"""What can be done with an application before the fund decides."""

import secrets
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import FilteredRelation, Q
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.funds.who_can_apply import listed
from grants.history import moving
from grants.ledger import give_back
from grants.templatetags.words import day, moment

from .changes.comparing import open_to_change
from .changes.models import ChangeRequest
from .changes.queries import named_in
from .changes.refusing import refuse_other_changes
from .copies.actions import carry_over
from .documents import (
    add_attachment as add_attachment,
    mark_sent,
    remove_attachment as remove_attachment,
    replace_attachment as replace_attachment,
    reuse_attachment as reuse_attachment,
)
from .equality.actions import cut_loose, forget_equality_answers
from .models import Application, Extension, ReferenceSequence, SectionAnswers, Submission
from .partners.actions import tell_partners
from .partners.queries import as_sent
from .places import ward_at_sending
from .queries import (
    can_be_sent,
    documents_that_count,
    draft_of,
    form_for,
    last_submission,
    time_left,
)
from .references import such_as

LONGEST_REST = timedelta(minutes=5)


class Saved(NamedTuple):
    """Which saving of a section stands now, and since when."""

    version: int
    at: datetime


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


def start_application(*, organisation, round, by, copied_from=None):
    """A co-op starts an application; asking twice gives the one it has.

    copied_from: what was sent before, to carry over from it what fits.
    """
    at = now()
    by.forget()
    membership = by.memberships_by_organisation.get(organisation.pk)
    if membership is None or not membership.can_edit:
        raise PermissionDenied
    live = Application.objects.filter(organisation=organisation, round=round)
    live = live.exclude(state=Application.S.WITHDRAWN)
    if round.allows_several:  # one after the other: what is begun comes before anything new
        live = live.filter(state=Application.S.DRAFT, submitted_at=None)
    if not round.is_open(at):
        if begun := live.first():
            return begun
        raise Refused("This round is not open for applications.")
    if not round.takes(organisation.legal_form) and not live.exists():
        raise Refused(
            f"This round is for these legal forms: {listed(round.forms_allowed)}. "
            f"{organisation.name} stands here as: {organisation.get_legal_form_display()}. "
            "If that is wrong or has changed, change it on its page first."
        )
    try:
        with transaction.atomic():
            application = Application.objects.create(
                reference=ReferenceSequence.next(such_as(at.year)),
                organisation=organisation,
                round=round,
                form_version=round.form_version,
                is_only_one=not round.allows_several,
                started_by=by,
                copied_from=copied_from,
            )
            if copied_from is None:
                history.record(application, verb="start", by=by, to_state=application.state)
            else:
                carry_over(application, by=by)
    except IntegrityError:
        return live.get()
    return application


def copy_application(source, *, round, by):
    """A co-op starts an application from one that it sent before; twice asked, once made."""
    if source.is_draft or source.submitted_at is None:
        raise Refused("You can start from an application once it is sent.")
    application = start_application(
        organisation=source.organisation, round=round, by=by, copied_from=source
    )
    if application.copied_from_id != source.pk:
        raise Refused(
            f"Your group has an application to {round.name} already, {application.reference}. "
            "It stays as it is. You find it on your home page."
        )
    return application


def save_section(application, section, *, answers, sound, version, by):
    """Keep what was typed in one section; return which saving of it this is.

    answers: by question; what other questions of the section say stays as it is.
    sound: the keys of the questions whose answers would be taken as they stand.
    version: the version that the person saw, 0 for a section never saved.
    Raises SavedByAnother when it is no longer the newest and says something else;
    the same answers sent twice are saved once.
    """
    at = now()
    with transaction.atomic():
        kept = _locked_with_answers(application, section)
        if kept.state != Application.S.DRAFT:
            raise Refused("This application is no longer a draft, so it can’t be changed now.")
        if kept.submitted_at:
            refuse_other_changes(application, answers, kept=kept.answers or {})
        rows = SectionAnswers.objects
        if kept.row is None:
            with suppress(IntegrityError), transaction.atomic():
                rows.create(
                    application=application,
                    section=section,
                    answers=answers,
                    sound=sound,
                    saved_at=at,
                    saved_by=by,
                )
                return Saved(1, at)
        else:
            facts = _with_what_was_kept(kept, answers, sound)
            if facts["answers"] == kept.answers and facts["sound"] == kept.sound:
                return Saved(kept.version, kept.saved_at)
            facts |= {"version": version + 1, "saved_at": at, "saved_by": by}
            facts["seconds"] = kept.seconds + _seconds_spent(kept, at, by)
            if rows.filter(pk=kept.row, version=version).update(**facts):
                return Saved(version + 1, at)
        newest = rows.select_related("saved_by").get(application=application, section=section)
        if newest.answers != {**newest.answers, **answers}:
            raise SavedByAnother(newest)
        return Saved(newest.version, newest.saved_at)


class Kept(NamedTuple):
    """What stands in a section; its row is None when nobody saved it yet."""

    state: str
    submitted_at: datetime | None
    row: int | None
    answers: dict
    sound: list
    version: int
    seconds: int
    saved_at: datetime
    saved_by: int


def _locked_with_answers(application, section):
    """Lock an application and read what stands in one of its sections: one statement for both."""
    of_section = FilteredRelation("sections", condition=Q(sections__section=section))
    locked = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk)
    of_row = [f"row__{name}" for name in Kept._fields[3:]]
    columns = ["state", "submitted_at", "row", *of_row]
    return Kept(*locked.annotate(row=of_section).values_list(*columns).get())


def _with_what_was_kept(kept, answers, sound):
    """A page may leave questions out that nobody is asked just now: what they say is kept."""
    others = [key for key in kept.sound if key not in answers and key not in sound]
    kept_order = {key: place for place, key in enumerate(kept.sound)}
    return {
        "answers": {**kept.answers, **answers},
        "sound": sorted([*others, *sound], key=lambda key: kept_order.get(key, len(kept_order))),
    }


def _seconds_spent(kept, at, by):
    """How long this person wrote since their last save; a longer rest counts as a short one."""
    if kept.saved_by != by.pk:
        return 0
    return int(min(at - kept.saved_at, LONGEST_REST).total_seconds())


def submit_application(application, *, by):
    """The co-op sends its application in; from now on only the fund may change it."""
    at = now()  # when the complete request had arrived, not when its lock was won
    with moving(application, by=by) as application:
        was_returned = application.submitted_at is not None
        if application.is_draft and not was_returned and not can_be_sent(application, at):
            raise Refused("This round has closed, so the application can’t be sent.")
        application.submit()
        draft = draft_of(application)
        if problems := draft.problems:
            raise NotReady(problems)
        answers, partners = draft.answers, as_sent(draft)
        files = mark_sent(documents_that_count(application, draft), at=at)
        application.submitted_at, application.submitted_by = at, by
        application.amount_requested, application.days_requested = draft.request
        application.ward = ward_at_sending(draft.form, answers)
        cut_loose(application)
        submission = Submission.objects.create(
            application=application,
            number=application.submissions.count() + 1,
            form_version=application.form_version,
            organisation_name=application.organisation.name,
            decision_on=application.round.decision_on,
            answers=answers,
            partners=partners,
            minutes=draft.minutes,
            files=files,
            content_hash=Submission.hash_of(answers, files, partners),
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
        tell_partners(
            "joint_application_submitted",
            application,
            key=f"{application.reference}/{submission.number}",
            submission=submission,
        )
    return application


def return_for_changes(application, *, by, note="", questions=None):
    """An officer hands the application back, saying what to change.

    questions: by key, what to say about each of those that may be changed, or nothing; when
    none is named, all of them may.
    """
    questions, form = questions or {}, form_for(application)
    named = named_in(form, questions)
    whole = "\n".join([*filter(None, [note]), *map(_as_line, named)])
    with moving(application, by=by, note=whole) as application:
        application.return_for_changes()
        sent = last_submission(application)
        ChangeRequest.objects.create(
            submission=sent,
            note=note,
            questions=questions,
            open_keys=sorted(open_to_change(form, sent.answers, questions)),
            asked_by=by,
        )
        queue_email(
            "grants/application_returned",
            application.organisation,
            key=f"{application.reference}/{sent.number}",
            about=application.reference,
            application=application,
            note=note,
            named=named,
        )
    return application


def _as_line(named):
    return f"“{named.text}” {named.said}".strip()


def ask_for_more_time(application, *, reason, by):
    """The co-op asks to send its draft later; officers see the request, and not the draft."""
    at = now()
    with transaction.atomic():
        application = _locked_draft(application)
        waiting = application.extensions.filter(answered_at=None).first()
        if waiting is not None:
            if waiting.reason == reason:
                return waiting
            raise Refused("Your group has asked for more time already. We’ll answer by email.")
        if not time_left(application, at).can_ask(at):
            raise Refused(
                "It’s too long since the deadline, so we can’t give more time now. "
                "Ring or email us to talk about what comes next."
            )
        return Extension.objects.create(
            reference=secrets.token_hex(8), application=application, reason=reason, asked_by=by
        )


def give_more_time(extension, *, until, answer, by):
    """An officer lets one application be sent until a later moment, and says why."""
    with _answering(extension, by=by) as extension:
        application = extension.application
        deadline = time_left(application, now()).deadline
        if until <= max(now(), deadline):
            raise Refused("Choose a moment that is still to come and later than the deadline.")
        if localdate(until) > application.round.decision_on:
            raise Refused(
                f"Choose a moment up to the decision date, {day(application.round.decision_on)}, "
                "or move that date first."
            )
        extension.until, extension.answer = until, answer
        history.record(application, verb="extend", by=by, subject=moment(until), note=answer)
    return extension


def refuse_more_time(extension, *, answer, by):
    """An officer says no, and why."""
    with _answering(extension, by=by) as extension:
        extension.answer = answer
    return extension


@contextmanager
def _answering(extension, *, by):
    """Lock the draft, let the caller answer once, save, and tell the co-op."""
    by.forget()
    with transaction.atomic():
        application = _locked_draft(extension.application)
        extension = Extension.objects.get(pk=extension.pk)
        extension.application = application
        if not by.has_perm("grants.answer_on_more_time", extension):
            raise PermissionDenied
        if extension.answered_at is not None:
            raise Refused("A colleague has answered this request.")
        extension.answered_at, extension.answered_by = now(), by
        yield extension
        extension.save()
        queue_email(
            "grants/extension_given" if extension.until else "grants/extension_refused",
            application.organisation,
            key=extension.reference,
            about=application.reference,
            application=application,
            extension=extension,
        )
        if extension.until:
            tell_partners(
                "joint_extension_given",
                application,
                key=extension.reference,
                extension=extension,
            )


def _locked_draft(application):
    """The application, locked; refused unless it is a draft that was never sent."""
    application = Application.objects.locked().get(pk=application.pk)
    if not application.is_draft or application.submitted_at is not None:
        raise Refused("This application is no longer a draft, so it needs no more time.")
    return application


def withdraw_application(application, *, by, note=""):
    """The co-op takes its application back; it can start another while the round is open."""
    with moving(application, by=by, note=note) as application:
        application.withdraw()
        give_back(application, by=by, because="The co-op withdrew.")
        forget_equality_answers(application)
        queue_email(
            "grants/application_withdrawn",
            application.organisation,
            key=application.reference,
            about=application.reference,
            application=application,
        )
        tell_partners("joint_application_withdrawn", application, key=application.reference)
    return application
