"""What an assessor can do with their scores."""

from django.db import transaction
from django.utils.timezone import now

from applicants.access import Refused
from grants import history
from grants.applications.models import Application
from grants.funds.queries import criteria_of
from grants.lifecycle import Stage

from .arithmetic import weighted_total
from .models import Assessment, Score

FEWEST_WORDS = 20


NOT_YET = "not yet"  # the mark of a criterion that the assessor has not come to


def save_scores(application, *, scores, by):
    """An assessor keeps a draft of their scores.

    scores: {Criterion: (mark, reason)}; a mark is 0 to 4, None for “I can’t judge this”
    or NOT_YET.
    """
    with transaction.atomic():
        return _write_scores(application, scores, by)


def file_assessment(application, *, scores, by):
    """An assessor files their scores: from now on they are frozen and others may see them."""
    with transaction.atomic():
        assessment = _write_scores(application, scores, by)
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


def problem_with(mark, reason):
    """Why one score cannot be filed yet, or nothing."""
    words = len(reason.split())
    if mark == NOT_YET:
        return "Choose a score, or say that you can’t judge this"
    if not words:
        return "Write why"
    if mark is not None and words < FEWEST_WORDS:
        return f"Write at least {FEWEST_WORDS} words about why. You have written {words}."
    return ""


def _write_scores(application, scores, by):
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state != Stage.IN_ASSESSMENT:
        raise Refused("This application is not in assessment now, so scores can’t be changed.")
    by.forget()
    if not by.has_perm("grants.score_application", locked):
        raise Refused("This application is not yours to score.")
    assessment, _ = Assessment.objects.select_for_update().get_or_create(
        application=locked, assessor=by
    )
    if assessment.filed_at is not None:
        raise Refused("You have filed your scores, so they can’t be changed.")
    Score.objects.bulk_create(
        [
            Score(
                assessment=assessment,
                criterion=criterion,
                mark=None if mark == NOT_YET else mark,
                is_answered=mark != NOT_YET,
                reason=reason,
            )
            for criterion, (mark, reason) in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=["mark", "is_answered", "reason"],
    )
    return assessment
