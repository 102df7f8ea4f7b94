"""Two members of a co-op ask for a review at once, or two officers choose who looks again."""

from functools import partial

import pytest
from django.db import DatabaseError

from applicants.access import Refused
from grants.awards.reviews.actions import answer_review, ask_for_review
from grants.history import faults_in
from grants.models import Application, Review
from tests import factories

pytestmark = pytest.mark.database


def two_who_ask():
    application = factories.declined()
    people = [application.started_by, factories.member(application.organisation)]
    return application, [
        partial(ask_for_review, application, ground="fact", words=words, by=by)
        for words, by in zip(("Eleven members.", "Not six."), people, strict=True)
    ]


def test_of_two_members_who_ask_at_once_one_asks_and_the_other_is_told(race):
    application, calls = two_who_ask()

    outcomes = race(*calls)

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    assert Review.objects.get() in outcomes
    assert application.history.filter(verb="ask_for_review").count() == 1
    assert not faults_in(application)


def test_without_the_lock_the_second_to_ask_meets_a_crash(race, without_locks):
    """Only the last line of defence, a constraint, keeps it to one review."""
    _application, calls = two_who_ask()
    without_locks(Application)

    outcomes = race(*calls, patience=10)

    assert sum(isinstance(each, DatabaseError) for each in outcomes) == 1, outcomes
    assert Review.objects.count() == 1


def test_of_two_answers_the_first_stands(race):
    review = factories.review_assigned()
    answers = [
        partial(answer_review, review, outcome=outcome, answer=outcome, by=review.reviewer)
        for outcome in ("upheld", "stands")
    ]

    outcomes = race(*answers)

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    review.refresh_from_db()
    assert review.answer == review.outcome
    assert review.application.history.filter(verb="answer_review").count() == 1
