"""Every email about accounts: it is sent, and says all that it means to say."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse

from applicants.models import Email
from tests.factories.people import PASSWORD
from tests.journeys.accounts import (
    GOOD_PASSWORD,
    MINA,
    code_in,
    code_of,
    known,
    newest_mail,
    open_link,
    send,
    sign_in,
)

from .undefined import showing_undefined, undefined_names

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def files_in(folder, ending):
    return {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / folder).rglob(f"*{ending}")}


# The fund signs people in by links and codes of its own choice; these wait for another choice.
SWITCHED_OFF = {
    "account/email/password_reset_code",
    "account/email/email_confirm",
    "account/email/password_set",
    "mfa/email/webauthn_added",  # made by a browser and a key: see the browser tests
    "mfa/email/webauthn_removed",
}


@pytest.fixture
def everything_about_accounts(db, django_capture_on_commit_callbacks):
    with showing_undefined():
        walk_through_accounts(django_capture_on_commit_callbacks)
        yield


def walk_through_accounts(django_capture_on_commit_callbacks):
    """Sign-up, codes, lost passwords, new addresses, the second step, each over the pages."""
    visitor = Client()
    send(visitor, "account_signup", **MINA)
    user = known(email="olu@example.org", name="Olu Owner")
    send(visitor, "account_signup", **MINA | {"email": user.email})
    send(visitor, "account_reset_password", email="nobody@example.org")
    send(visitor, "account_request_login_code", email=user.email)
    assert code_in(newest_mail(user.email))
    send(visitor, "account_reset_password", email=user.email)
    asked = open_link(visitor, newest_mail(user.email))
    new = {"password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    visitor.post(asked.request["PATH_INFO"], new)

    client = sign_in(user, password=GOOD_PASSWORD)
    send(client, "account_reauthenticate", password=GOOD_PASSWORD)
    passwords = {"oldpassword": GOOD_PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    send(client, "account_change_password", **passwords)
    send(client, "account_email", action_add="", email="second@example.org")
    EmailAddress.objects.filter(email="second@example.org").update(verified=True)
    send(client, "account_email", action_primary="", email="second@example.org")
    send(client, "account_email", action_remove="", email="olu@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        walk_through_the_second_step(client)


def walk_through_the_second_step(client):
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    send(client, "mfa_activate_totp", code=code_of(secret))
    send(client, "mfa_generate_recovery_codes")
    send(client, "mfa_deactivate_totp")


def test_every_account_email_is_sent_and_says_all_that_it_means_to_say(everything_about_accounts):
    subjects = files_in("account/email", "_subject.txt") | files_in("mfa/email", "_subject.txt")
    events = {name.removesuffix("_subject.txt") for name in subjects}

    assert events - set(Email.objects.values_list("event", flat=True)) == SWITCHED_OFF
    for email in Email.objects.all():
        said = f"{email.event}\n{email.subject}\n{email.body}"
        assert email.is_private, said
        assert not undefined_names(said), said
        assert 10 <= len(email.subject) <= 78, said
        assert email.body.startswith("Hello,"), said
        assert settings.FUND["name"] in email.body, said
        assert not re.search(r"\bNone\b|testserver|allauth|django|example\.com", said), said
