"""Making an account: the address is proved before anybody is let in."""

from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from applicants.models import Email, User
from applicants.queries import person_with_email
from tests import factories

from .accounts import (
    GOOD_PASSWORD,
    MINA,
    is_signed_in,
    known,
    link_in,
    newest_mail,
    open_link,
    send,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_somebody_makes_an_account_confirms_the_address_and_signs_in():
    browser = Client()
    send(browser, "account_signup", **MINA)
    mail = newest_mail(MINA["email"])
    signing_in = {"login": MINA["email"], "password": GOOD_PASSWORD}
    assert not is_signed_in(sign_in(User.objects.get(), password=GOOD_PASSWORD))

    asked = open_link(browser, mail)
    assert not EmailAddress.objects.get().verified  # a mail scanner that opens links is no yes
    browser.post(asked.request["PATH_INFO"])

    assert EmailAddress.objects.get().verified
    send(browser, "account_login", **signing_in)
    assert is_signed_in(browser)
    assert person_with_email(MINA["email"]).name == "Mina Patel"


def test_what_accounts_send_is_for_one_pair_of_eyes():
    send(Client(), "account_signup", **MINA)

    mail = Email.objects.get()

    assert mail.is_private
    officer = factories.client_for(factories.staff("is_officer"))
    page = officer.get(reverse("email", args=[mail.uuid])).text
    assert urlsplit(link_in(mail)).path not in page


def test_links_lead_to_our_own_address_whatever_the_browser_claims(settings):
    settings.SITE_URL = "https://fund.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    browser = Client(headers={"host": "thief.example"})
    user = known()

    send(browser, "account_signup", **MINA)
    send(browser, "account_reset_password", email=user.email)
    send(browser, "account_reset_password", email="nobody@example.org")
    send(browser, "account_signup", **MINA | {"email": user.email})

    assert Email.objects.count() == 4
    for mail in Email.objects.all():
        assert link_in(mail).startswith("https://fund.example.org/accounts/")
        assert "thief" not in mail.body


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "mina"}, "Enter an email address in the right form, like name@example.org"),
        ({"password1": "short"}, "This password is too short."),
        ({"password1": "password12"}, "This password is too common."),
        ({"password1": "9384756102"}, "This password is entirely numeric."),
        ({"password1": "mina-patel"}, "The password is too similar to the full name."),
        ({"password1": "mina@example"}, "The password is too similar to the email address."),
        ({"name": "x" * 121}, "Your name must be 120 characters or fewer"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_beside_the_box(wrong, sentence):
    response = send(Client(), "account_signup", **MINA | wrong)

    assert response.text.count(sentence) == 2  # in the summary and beside the box
    assert "<title>Error: " in response.text
    assert not User.objects.exists()


def test_a_password_is_never_sent_back():
    response = send(Client(), "account_signup", **MINA | {"email": "mina"})

    assert GOOD_PASSWORD not in response.text


def test_a_link_works_once_and_for_three_days():
    browser = Client()
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        send(browser, "account_signup", **MINA)
    mail = newest_mail(MINA["email"])
    with time_machine.travel("2026-11-26T12:00:00Z", tick=False):
        late = open_link(browser, mail)

    assert "This link no longer works" in late.text
