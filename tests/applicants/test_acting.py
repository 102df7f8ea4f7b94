"""A person of two co-ops chooses once; later forms of the same session have it filled in."""

import re

import pytest
from django.urls import reverse

from applicants.models import Email
from tests import factories

pytestmark = pytest.mark.django_db

CHOSEN = re.compile(r'name="organisation"\s+value="(\w+)"[^>]*\schecked')


@pytest.fixture
def mina():
    return factories.person()


@pytest.fixture
def birch(mina):
    """One of the two co-ops that Mina owns."""
    factories.organisation(name="Alder", owner=mina)
    return factories.organisation(name="Birch", owner=mina)


def filled_in(client, address):
    return CHOSEN.findall(client.get(address).text)


def apply_page():
    return reverse("application_start", args=[factories.open_round().reference])


def booking_page():
    return reverse("workshops:book", args=[factories.session().reference])


def link_for(mina):
    """Another co-op asks Mina to apply together with it."""
    partner = factories.asked_to_join(factories.draft(), mina.memberships.first().organisation)
    mail = Email.objects.get(event="grants/partner_asked", key=partner.token_hash)
    return re.search(r"/partners/link/\w+/", mail.body).group()


def test_a_co_op_that_was_chosen_to_apply_is_filled_in_everywhere_else(mina, birch):
    client = factories.client_for(mina)
    pages = [apply_page(), booking_page(), link_for(mina)]
    assert [filled_in(client, page) for page in pages] == [[], [], []]

    client.post(apply_page(), {"organisation": birch.pk})

    assert [filled_in(client, page) for page in pages] == [[str(birch.pk)]] * 3


def test_a_link_that_was_taken_up_for_one_is_remembered_too(mina, birch):
    client = factories.client_for(mina)

    client.post(link_for(mina), {"organisation": birch.pk})

    assert filled_in(client, booking_page()) == [str(birch.pk)]


def test_what_is_filled_in_gives_nobody_a_right(mina, birch):
    client = factories.client_for(mina)
    client.post(apply_page(), {"organisation": birch.pk})
    birch.memberships.update(ended_at=birch.started_at)

    page = booking_page()
    assert filled_in(client, page) == [str(mina.memberships.get(ended_at=None).organisation_id)]
    refused = client.post(page, {"name": "Mina", "organisation": birch.pk})
    assert "Choose one of your co-ops" in refused.text
