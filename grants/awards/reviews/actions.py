"""What can be done with a review: ask for it, choose who looks again, answer it."""

import secrets
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.emails import queue_email
from grants import history
from grants.applications.models import Application
from grants.awards.receipts.queries import receipt_of

from .models import Review
from .queries import officers_to_tell, possible_reviewers


def ask_for_review(application, *, ground, words, by):
    """A co-op says what went wrong in how we decided; once for each decision."""
    by.forget()
    with transaction.atomic():
        application = _locked(application)
        if not by.has_perm("grants.ask_for_review", application):
            raise PermissionDenied
        receipt = receipt_of(application)
        if receipt is None:
            raise Refused("There is no decision yet that we could look at again.")
        if receipt.review is not None:
            if (receipt.review.ground, receipt.review.words) == (ground, words):
                return receipt.review
            raise Refused("Your group has asked for a review already. We look at it once.")
        if localdate() > receipt.review_by:
            raise Refused("The day to ask for a review has passed. Please talk to us.")
        review = Review.objects.create(
            reference=secrets.token_hex(8),
            decision=receipt.decision,
            ground=ground,
            words=words,
            asked_by=by,
        )
        about = review.get_ground_display()
        history.record(application, verb="ask_for_review", by=by, subject=about, note=words)
        _tell("review_asked", application.organisation, review, application)
        _tell("review_to_assign", officers_to_tell(application), review, application)
    return review


def assign_review(review, *, reviewer, by):
    """An officer chooses somebody who took no part, or somebody else instead."""
    with _reviewing(review, "grants.assign_review", by=by) as (review, application):
        if review.answered_at is not None:
            raise Refused("This review has its answer.")
        if review.reviewer_id == reviewer.pk:
            return review
        if reviewer not in possible_reviewers(application):
            raise Refused(
                f"{reviewer} took part in this case, or is too close to it. Choose somebody else."
            )
        review.reviewer, review.assigned_at, review.assigned_by = reviewer, now(), by
        review.save()
        history.record(application, verb="assign_review", by=by, subject=str(reviewer)[:60])
        _tell("review_assigned", [reviewer], review, application, key=f"/{reviewer.pk}")
    return review


def answer_review(review, *, outcome, answer, by):
    """The reviewer says what they found, in words to the co-op. The case itself does not move."""
    with _reviewing(review, "grants.answer_review", by=by) as (review, application):
        if review.answered_at is not None:
            if (review.outcome, review.answer) == (outcome, answer):
                return review
            raise Refused("This review has its answer already. It can’t be changed.")
        if by not in possible_reviewers(application):
            raise Refused("You took part in this case after all. Ask an officer to choose again.")
        review.outcome, review.answer, review.answered_at = outcome, answer, now()
        review.save()
        found = review.get_outcome_display()
        history.record(application, verb="answer_review", by=by, subject=found, note=answer)
        _tell("review_answered", application.organisation, review, application)
        _tell("review_done", officers_to_tell(application), review, application)
    return review


@contextmanager
def _reviewing(review, permission, *, by):
    """Lock the case, then ask again whether this person may do this with its review."""
    by.forget()
    with transaction.atomic():
        application = _locked(review.application)
        review = Review.objects.select_related("decision__application").get(pk=review.pk)
        if not by.has_perm(permission, review):
            raise PermissionDenied
        yield review, application


def _locked(application):
    return Application.objects.locked().get(pk=application.pk)


def _tell(event, to, review, application, *, key=""):
    queue_email(
        f"grants/{event}",
        to,
        key=f"{review.reference}{key}",
        about=application.reference,
        application=application,
        review=review,
    )
