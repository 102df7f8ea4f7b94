"""Making an account or adding a co-op on the way somewhere: people come back to where they were
going, and only ever to a page of our own.
"""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from applicants.models import Email, Organisation
from tests.factories import client_for, open_round, person

pytestmark = pytest.mark.django_db

NEW = "mina@example.org"
PASSWORD = "weir-lane-42-buns"
GROUP = {"name": "Tuesday people", "legal_form": "not_formed"}
NOT_OURS = ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]


def signed_up_with(wanted):
    """Where somebody new lands who was going to `wanted`, after confirming and signing in."""
    browser = Client()
    details = {"name": "Mina Patel", "email": NEW, "password1": PASSWORD, "next": wanted}
    browser.post(reverse("account_signup"), details)
    mail = Email.objects.filter(to=NEW, is_private=True).latest("pk")
    browser.post(urlsplit(re.search(r"https?://\S+", mail.body)[0]).path)
    login = {"login": NEW, "password": PASSWORD}
    return browser.post(reverse("account_login"), login).url


def adding(wanted):
    return f"{reverse('organisation_start')}?{urlencode({'next': wanted})}"


def test_a_new_account_leads_on_to_the_application():
    start = reverse("application_start", args=[open_round().reference])

    assert signed_up_with(start) == start


def test_adding_a_co_op_leads_back_to_the_application():
    round = open_round()
    start = reverse("application_start", args=[round.reference])
    client = client_for(person())
    link = re.search(r'href="([^"]*organisations/start/[^"]*)"', str(client.get(start).content))[1]

    response = client.post(link, GROUP)

    assert response.url == start
    assert b"Tuesday people" in client.get(start).content


@pytest.mark.parametrize("wanted", NOT_OURS)
def test_a_new_account_never_leads_to_another_site(wanted):
    assert signed_up_with(wanted) == reverse("home")


@pytest.mark.parametrize("wanted", NOT_OURS)
def test_adding_a_co_op_never_leads_to_another_site(wanted):
    response = client_for(person()).post(adding(wanted), GROUP)

    assert response.url == reverse("organisation", args=[Organisation.objects.get().reference])
