"""Reviews that wait for somebody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.assessment import actions as assessing
from grants.awards.reviews.queries import reviews_for
from grants.casework.today import things_for
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def test_what_waits_is_in_the_list_of_today_for_whoever_it_waits_for():
    review = factories.review_asked()
    officer, reviewer = colleague("is_officer"), factories.staff("is_approver")
    name = review.application.organisation.name

    before = [thing.text for thing in things_for(officer)]
    factories.review_assigned(review, reviewer=reviewer)

    assert f"Choose who looks again at {name}" in before
    reviewer.forget()
    assert f"Look again at how we decided on {name}" in [t.text for t in things_for(reviewer)]
    assert f"Choose who looks again at {name}" not in [t.text for t in things_for(officer)]


def test_the_list_shows_what_waits_first_and_hides_what_a_conflict_closes():
    answered, waiting = factories.review_answered(), factories.review_asked()
    officer = factories.staff("is_officer")

    assert list(reviews_for(officer)) == [waiting, answered]
    assessing.declare_conflict(waiting.application, reason="My aunt.", by=officer)
    officer.forget()
    assert list(reviews_for(officer)) == [answered]


def test_the_list_costs_the_same_at_1_and_at_many():
    officer = client_for(factories.staff("is_officer"))
    factories.review_assigned()
    officer.get(reverse("review_list"))
    with CaptureQueriesContext(connection) as one:
        officer.get(reverse("review_list"))
    for _ in range(4):
        factories.review_assigned()
    with CaptureQueriesContext(connection) as many:
        officer.get(reverse("review_list"))

    assert len(many) == len(one)
