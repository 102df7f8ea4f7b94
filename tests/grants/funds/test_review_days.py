"""How many working days a round leaves to ask for a review."""

import html

import pytest
from django.urls import reverse

from grants.funds.actions import add_round
from tests import factories
from tests.factories import client_for

pytestmark = pytest.mark.django_db

TERMS = {"allows_several": "one", "is_blind": "names", "designed_with": "Six co-ops."}


def send(round, **typed):
    client = client_for(factories.staff("is_officer"))
    address = reverse("round_terms", args=[round.reference])
    shown = client.post(address, {**TERMS, **typed}).content.decode()
    round.refresh_from_db()
    return html.unescape(shown)


@pytest.mark.parametrize(("typed", "kept"), [("10", 10), ("", 20), ("5", 5), ("60", 60)])
def test_an_officer_says_how_many_and_20_if_nothing(typed, kept):
    round = factories.the_round()

    send(round, review_days=typed)

    assert round.review_days == kept


@pytest.mark.parametrize("typed", ["4", "61", "-1", "soon", "9" * 40])
def test_too_few_too_many_and_rubbish_are_refused(typed):
    round = factories.the_round()

    shown = send(round, review_days=typed)

    assert "There is a problem" in shown
    assert round.review_days == 20


def test_the_next_round_starts_with_the_same_number():
    round = factories.the_round(review_days=15)
    dates = ("opens_at", "closes_at", "decision_on", "budget", "minimum", "maximum")

    copy = add_round(
        like=round,
        by=factories.staff("is_officer"),
        name="Next",
        **{name: getattr(round, name) for name in dates},
    )

    assert copy.review_days == 15
