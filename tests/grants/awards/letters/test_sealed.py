"""A letter that was changed behind our back is neither shown nor signed."""

import importlib
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse

from applicants.access import Refused
from grants.models import Letter, Signature
from tests import factories
from tests.factories import client_for
from tests.factories.people import owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

guards = importlib.import_module("grants.migrations._guards")
SAID = "This letter is not as we made it. Don’t act on it"


def by_hand(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def offered():
    application = factories.offered()
    guards.remove(SimpleNamespace(connection=connection, execute=by_hand))
    return application


def page(name, letter):
    return reverse(name, args=[letter.reference])


def test_a_letter_opens_as_it_was_made(offered):
    client, letter = client_for(offered.started_by), Letter.objects.get()

    assert client.get(page("letter", letter)).status_code == 200
    assert client.get(page("letter_pdf", letter)).content == bytes(letter.pdf)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"html": "<h1>Pay to another account.</h1>"}, "letter"),
        ({"pdf": b"%PDF-1.7 of somebody else"}, "letter_pdf"),
    ],
)
def test_a_changed_letter_is_neither_shown_nor_signed(offered, change, name):
    Letter.objects.update(**change)

    shown = client_for(offered.started_by).get(page(name, Letter.objects.get()))
    with pytest.raises(Refused, match=SAID):
        factories.signed(offered, by=offered.started_by)

    assert shown.status_code == 409
    assert SAID in shown.text
    assert "another account" not in shown.text
    assert not Signature.objects.exists()


def test_a_host_gets_no_changed_letter():
    group = factories.offered(of=factories.organisation(legal_form="not_formed"))
    hosting = factories.hosted(group)
    client = client_for(owner_of(hosting.host))
    address = reverse("hosting_letter", args=[hosting.reference])
    assert client.get(address).status_code == 200
    guards.remove(SimpleNamespace(connection=connection, execute=by_hand))
    Letter.objects.update(pdf=b"%PDF-1.7 of somebody else")

    assert client.get(address).status_code == 409
