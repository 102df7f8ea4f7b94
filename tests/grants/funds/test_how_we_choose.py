"""What everybody can read about how a round chooses, and what an officer says about it."""

import html
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from grants.assessment.actions import assign_assessor, declare_no_conflict
from grants.funds.actions import add_round
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

TERMS = {"allows_several": "one", "is_blind": "names", "designed_with": "Six co-ops."}


def read(round):
    shown = Client().get(reverse("round", args=[round.reference]))
    return " ".join(html.unescape(shown.text).split())


def send(round, **typed):
    client = client_for(factories.staff("is_officer"))
    shown = client.post(reverse("round_terms", args=[round.reference]), {**TERMS, **typed})
    round.refresh_from_db()
    return html.unescape(shown.text)


def test_everybody_reads_what_each_mark_means_as_assessors_do():
    own = ["Nothing.", "A hope.", "A start.", "Most of it.", "All <of> it is shown."]
    application = factories.in_assessment()
    application.round.criteria.filter(number=1).update(marks=own)
    assessor = factories.staff("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)

    public = read(application.round)
    scored = client_for(assessor).get(reverse("assess", args=[application.reference]))
    scored = html.unescape(scored.text)

    for mark, words in enumerate(own):
        assert f"<strong>{mark}:</strong> {words}" in public
        assert f"{mark}: {words}" in scored
    assert "Clear and believable" in public  # the other criterion has none of its own
    assert "3: Clear and believable" in scored
    assert "What 4 to 0 mean" in public


@pytest.mark.parametrize(
    ("up_to", "says"),
    [
        (None, "Then a panel decides about every application."),
        (Decimal(1500), "About an application for up to £1,500 one of us may decide"),
    ],
)
def test_everybody_reads_who_decides(up_to, says):
    assert says in read(factories.open_round(alone_up_to=up_to))


@pytest.mark.parametrize(
    ("typed", "kept"), [("£1,500", Decimal(1500)), ("", None), ("1", Decimal(1))]
)
def test_an_officer_says_up_to_how_much_one_person_decides(typed, kept):
    round = factories.the_round()

    send(round, alone_up_to=typed)

    assert round.alone_up_to == kept


@pytest.mark.parametrize("typed", ["0", "-1", "some", "0.99", "9" * 40, "1.001"])
def test_nothing_and_rubbish_are_refused_beside_the_box(typed):
    round = factories.the_round(alone_up_to=Decimal(700))

    shown = send(round, alone_up_to=typed)

    assert "There is a problem" in shown
    assert f'value="{typed}"' in shown
    assert round.alone_up_to == 700


def test_the_next_round_starts_with_the_same_and_the_first_with_1000():
    round = factories.the_round(alone_up_to=None)
    dates = ("opens_at", "closes_at", "decision_on", "budget", "minimum", "maximum")
    facts = {name: getattr(round, name) for name in dates}

    copy = add_round(like=round, by=factories.staff("is_officer"), name="Next", **facts)

    assert copy.alone_up_to is None
    assert type(round)().alone_up_to == 1000
