"""What the database refuses of reviews."""

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from grants.models import Review
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [{"words": "Other."}, {"ground": "unfair"}, {"asked_at": now()}, {"reference": "other"}],
)
def test_what_was_asked_stays(change):
    factories.review_asked()

    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.all().delete()


@pytest.mark.database
@pytest.mark.parametrize(
    "change", [{"answer": "Other."}, {"outcome": "upheld"}, {"reviewer": None}]
)
def test_what_was_answered_stays(change):
    factories.review_answered()

    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(**change)


@pytest.mark.database
def test_half_a_choice_and_half_an_answer_are_refused():
    review = factories.review_asked()
    person = factories.staff("is_officer")
    halves = (
        {"reviewer": person},
        {"assigned_at": now()},
        {"answered_at": now()},
        {"outcome": "stands"},
        {"answered_at": now(), "outcome": "stands", "answer": "No."},  # by nobody
    )
    for half in halves:
        with pytest.raises(DatabaseError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**half)


@pytest.mark.database
@pytest.mark.parametrize("facts", [{"words": ""}, {"ground": "merit"}])
def test_a_review_says_what_went_wrong(facts):
    application = factories.declined()
    decision = application.decisions.get()
    told = {"ground": "fact", "words": "Wrong.", **facts}

    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.create(
            decision=decision, reference="x", asked_by=application.started_by, **told
        )


@pytest.mark.database
@pytest.mark.parametrize("days", [4, 61])
def test_a_round_leaves_5_to_60_days(days):
    round = factories.the_round()

    with pytest.raises(DatabaseError), transaction.atomic():
        type(round).objects.filter(pk=round.pk).update(review_days=days)
