"""What an officer can do about marks that are far apart."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.assessment.scoring.queries import names_still_to_file
from grants.lifecycle import Stage

from .models import Moderation

STALE = (
    "Somebody wrote a moderated mark for this while you had the page open. "
    "Read theirs first, then write yours again if it is still needed."
)


def moderate_score(application, criterion, *, mark, reason, talked, seen=None, by):
    """An officer writes the mark that assessors agreed on; what each of them filed stays.

    talked: the assessors who took part.
    seen: how many moderated marks this criterion had when the page was opened, so that nobody
    overwrites a newer one unread; None does not ask.
    """
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        by.forget()
        if not by.has_perm("grants.moderate_scores", locked):
            raise PermissionDenied
        if locked.state != Stage.IN_ASSESSMENT:
            raise Refused("This application is not in assessment now, so its scores stand.")
        _refuse_too_early(locked)
        _refuse_strangers(locked, talked)
        earlier = Moderation.objects.filter(application=locked, criterion=criterion)
        if seen is not None and earlier.count() != seen:
            raise Refused(STALE)
        moderation = Moderation.objects.create(
            application=locked, criterion=criterion, mark=mark, reason=reason, made_by=by
        )
        moderation.talked.set(talked)
        history.record(
            locked, verb="moderate_score", by=by, subject=str(criterion)[:60], note=reason
        )
    return moderation


def _refuse_too_early(application):
    """Nobody is talked out of a score that they have not given yet."""
    if names := names_still_to_file(application):
        raise Refused(f"Wait until everybody has filed their scores. Still to come: {names}.")
    if not application.assessments.counting().exists():
        raise Refused("Nobody has filed scores for this application yet.")


def _refuse_strangers(application, talked):
    counting = application.assessments.counting().values_list("assessor", flat=True)
    if not talked:
        raise Refused("Say who talked it over.")
    if not {person.pk for person in talked} <= set(counting):
        raise Refused("Only people whose scores count can have talked it over.")
