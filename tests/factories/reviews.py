"""Reviews of how a decision was made."""

from grants.awards.reviews import actions

from .cases import colleague, declined
from .people import staff

WENT_WRONG = "You say that we have six members. We have eleven."


def review_asked(application=None, *, ground="fact", words=WENT_WRONG, by=None):
    """A co-op that was told no asks us to look again; nobody is chosen yet."""
    application = application or declined()
    by = by or application.started_by
    return actions.ask_for_review(application, ground=ground, words=words, by=by)


def review_assigned(review=None, *, reviewer=None):
    """Somebody who took no part was asked to look again."""
    review = review or review_asked()
    reviewer = reviewer or staff("is_officer")
    return actions.assign_review(review, reviewer=reviewer, by=colleague("is_officer"))


def review_answered(review=None, *, outcome="stands", answer="We read the rules again."):
    """The reviewer has answered."""
    review = review or review_assigned()
    return actions.answer_review(review, outcome=outcome, answer=answer, by=review.reviewer)
