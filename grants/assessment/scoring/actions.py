"""What an assessor can do with their scores."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.funds.queries import criteria_of
from grants.lifecycle import Stage

from .arithmetic import weighted_total
from .models import Assessment, Score
from .queries import assessment_by, scores_in

FEWEST_WORDS = 20


NOT_YET = "not yet"  # the mark of a criterion that the assessor has not come to


class Saved(NamedTuple):
    """Which saving of a draft stands now, and since when."""

    version: int
    at: datetime


class SavedElsewhere(Refused):
    """The same assessor saved other scores in another window; `theirs` is what stands now."""

    def __init__(self, theirs):
        super().__init__("You saved these scores in another window.")
        self.theirs = theirs


def save_scores(application, *, scores, version=None, by):
    """An assessor keeps a draft of their scores; return which saving of it this is.

    scores: {Criterion: (mark, reason)}; a mark is 0 to 4, None for “I can’t judge this”
    or NOT_YET.
    version: the saving that the assessor saw, 0 for a draft never saved; None does not ask.
    Raises SavedElsewhere when it is no longer the newest and says something else; the same
    scores sent twice are saved once.
    """
    with transaction.atomic():
        assessment = _write_scores(application, scores, version, by)
    return Saved(assessment.version, assessment.saved_at)


def file_assessment(application, *, scores, version=None, by):
    """An assessor files their scores: from now on they are frozen and others may see them."""
    with transaction.atomic():
        assessment = _write_scores(application, scores, version, by)
        criteria = criteria_of(application.round)
        for criterion in criteria:
            problem = problem_with(*scores.get(criterion, (NOT_YET, "")))
            if problem:
                raise Refused(f"{criterion}: {problem}")
        assessment.total = weighted_total(
            (scores[criterion][0], criterion.weight) for criterion in criteria
        )
        if assessment.total is None:
            raise Refused("Score at least one criterion, or ask an officer to take you off.")
        assessment.filed_at = now()
        assessment.save(update_fields=["total", "filed_at"])
        history.record(application, verb="file_assessment", by=by)
    return assessment


def words_missing(mark, reason):
    """How many more words the reason for a mark needs; one is enough for “I can’t judge this”."""
    fewest = 1 if mark is None else FEWEST_WORDS
    return max(0, fewest - len(reason.split()))


def problem_with(mark, reason):
    """Why one score cannot be filed yet, or nothing."""
    words = len(reason.split())
    if mark == NOT_YET:
        return "Choose a score, or say that you can’t judge this"
    if not words:
        return "Write why"
    if words_missing(mark, reason):
        return f"Write at least {FEWEST_WORDS} words about why. You have written {words}."
    return ""


def why_closed(assessment, application):
    """Why these scores cannot be changed any more, or nothing."""
    if assessment is not None and assessment.filed_at is not None:
        return "You have filed your scores, so they can’t be changed."
    if application.state != Stage.IN_ASSESSMENT:
        return "This application is not in assessment now, so scores can’t be changed."
    return ""


def _write_scores(application, scores, version, by):
    """Lock the application, so that nothing can be filed, taken off or withdrawn meanwhile."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if problem := why_closed(None, locked):
        raise Refused(problem)
    by.forget()
    if not by.has_perm("grants.score_application", locked):
        raise Refused("This application is not yours to score.")
    Assessment.objects.select_for_update().get_or_create(application=locked, assessor=by)
    assessment = assessment_by(locked, by)
    if problem := why_closed(assessment, locked):
        raise Refused(problem)
    changed = _changed(scores, scores_in(assessment))
    if not changed:
        return assessment
    if version not in (None, assessment.version):
        raise SavedElsewhere(assessment)
    Score.objects.bulk_create(
        [
            Score(
                assessment=assessment,
                criterion=criterion,
                mark=None if mark == NOT_YET else mark,
                is_answered=mark != NOT_YET,
                reason=reason,
            )
            for criterion, (mark, reason) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["mark", "is_answered", "reason"],
    )
    Assessment.objects.filter(pk=assessment.pk).update(version=F("version") + 1, saved_at=now())
    assessment.refresh_from_db(fields=["version", "saved_at"])
    return assessment


def _changed(scores, kept):
    """Those scores that say something else than what is kept."""
    return {
        criterion: given
        for criterion, given in scores.items()
        if given != as_given(kept, criterion)
    }


def as_given(kept, criterion):
    """(mark, reason) of a kept score, as an assessor gives it."""
    score = kept.get(criterion.pk)
    if score is None:
        return NOT_YET, ""
    return (score.mark if score.is_answered else NOT_YET), score.reason
