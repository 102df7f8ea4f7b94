"""The workshops that come with the service."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import client_for
from workshops.models import Workshop
from workshops.sessions.actions import add_catalogue
from workshops.sessions.catalogue import CATALOGUE
from workshops.sessions.queries import tags

pytestmark = pytest.mark.django_db


def test_the_eight_workshops_are_added_once_and_keep_what_officers_changed():
    add_catalogue()
    Workshop.objects.filter(reference="money-without-fear").update(title="Money, no fear")

    added = add_catalogue()

    assert len(added) == len(CATALOGUE) == Workshop.objects.count() == 8
    assert Workshop.objects.get(reference="money-without-fear").title == "Money, no fear"


def test_each_workshop_fits_its_table_and_its_sessions():
    for listed in CATALOGUE:
        Workshop(
            reference=listed.reference,
            title=listed.title,
            who_for=listed.who_for,
            summary=listed.summary,
            leave_with=listed.leave_with,
        ).full_clean()
        assert listed.minutes > 0
        assert len(listed.place) <= 120
        assert listed.capacity > 0
        assert not (listed.is_online and listed.online_capacity)


def test_officers_give_workshops_their_tags():
    first, second = factories.workshop(), factories.workshop(tag="money")
    officer = client_for(factories.staff("is_officer"))
    address = reverse("workshops:workshop_tags")
    assert 'value="money"' in officer.get(address).text

    officer.post(address, {f"w{first.pk}": "  Co-op   Basics ", f"w{second.pk}": ""})

    assert tags() == ["co-op basics"]
    refused = officer.post(address, {f"w{first.pk}": "x" * 41}).text
    assert "A tag must be 40 characters or fewer" in refused
    assert Workshop.objects.get(pk=first.pk).tag == "co-op basics"
