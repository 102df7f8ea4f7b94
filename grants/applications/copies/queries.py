"""What can be asked about applications that start from an earlier one."""

from typing import NamedTuple

from django.utils.timezone import now

from grants.applications.changes.comparing import Told, changes_between
from grants.applications.models import Application
from grants.applications.queries import (
    documents_that_count,
    draft_of,
    last_submission,
    told_in,
)
from grants.funds.conditions import says_something
from grants.funds.models import Round

from .carrying import marks


def rounds_to_copy_to(application):
    """The open rounds in which its organisation can start an application now."""
    live = Application.objects.filter(organisation=application.organisation_id)
    live = live.exclude(state=Application.S.WITHDRAWN).filter(is_only_one=True)
    taken = live.values("round")
    return list(Round.objects.open_at(now()).exclude(pk__in=taken).order_by("closes_at", "name"))


class Source(NamedTuple):
    """The application that another one started from, and what it says."""

    application: Application
    told: Told


def source_of(application, reader):
    """What an application started from, or None; it must exist for this reader too."""
    if application.copied_from_id is None:
        return None
    rows = Application.objects.visible_to(reader).select_related("round", "organisation")
    source = rows.filter(pk=application.copied_from_id).first()
    if source is None:
        return None
    submission = last_submission(source)
    return Source(source, told_in(submission, reader=reader))


class SinceCopy(NamedTuple):
    """What an application says otherwise than the one that it started from."""

    source: Application
    changes: list
    same: int  # how many questions are answered as they were then


def since_copy(application, *, reader, draft=None):
    """What changed since the application that it started from, or None.

    draft: compare what stands in it; without it, what was sent last.
    """
    source = source_of(application, reader)
    if source is None:
        return None
    if draft is not None:
        told = Told(draft.form, draft.answers, tuple(documents_that_count(application, draft)))
    else:
        submission = last_submission(application)
        told = told_in(submission, reader=reader)
    changes = changes_between(source.told, told)
    changed = {change.question.key for change in changes if change.question}
    given = {key for key, answer in told.answers.items() if says_something(answer)}
    return SinceCopy(source.application, changes, len(given - changed))


def since_copy_for(application, reader):
    """The same for whoever reads: the co-op's own draft, or for others what was sent last."""
    is_own = application.organisation_id in reader.memberships_by_organisation
    if application.is_draft and is_own:
        return since_copy(application, reader=reader, draft=draft_of(application))
    return since_copy(application, reader=reader) if application.submitted_at else None


def marks_for(application, section, answers, *, sound, reader):
    """The application that it started from, and a mark for each question of a section."""
    source = source_of(application, reader)
    if source is None:
        return None, {}
    return source.application, marks(section, source.told, answers, sound)
