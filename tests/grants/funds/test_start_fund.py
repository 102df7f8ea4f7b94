"""A new server begins with a fund, a first round and the workshops."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from grants.models import Fund, Round
from tests import factories
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


def test_an_officer_begins_a_fund_and_publishes_its_first_round():
    officer = factories.staff("is_officer")

    call_command("start_fund", "Grow Fund", by=officer.email, stdout=StringIO())

    made = Round.objects.get()
    assert made.published_at is None
    assert Workshop.objects.count() == 8
    client = factories.client_for(officer)
    terms = {
        "allows_several": "one",
        "is_blind": "names",
        "not_designed_because": "It is our first.",
    }
    client.post(reverse("round_terms", args=[made.reference]), terms)
    client.post(reverse("round_publish", args=[made.reference]))
    made.refresh_from_db()
    assert made.published_at is not None


def test_beginning_twice_changes_nothing():
    officer = factories.staff("is_officer")
    call_command("start_fund", "Grow Fund", by=officer.email, stdout=StringIO())

    call_command("start_fund", "Grow Fund", by=officer.email, stdout=StringIO())

    assert Fund.objects.count() == Round.objects.count() == 1


def test_only_an_officer_begins_a_fund():
    with pytest.raises(CommandError, match="is not a fund officer yet"):
        call_command("start_fund", "Grow Fund", by="nobody@example.org", stdout=StringIO())

    assert not Fund.objects.exists()
