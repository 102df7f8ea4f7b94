"""What somebody does to get in, and what they find in their mail."""

import re
import time
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client
from django.urls import reverse

from applicants.models import Email
from tests import factories
from tests.factories.people import PASSWORD

GOOD_PASSWORD = "weir-lane-42-buns"


MINA = {"name": "Mina Patel", "email": "mina@example.org", "password1": GOOD_PASSWORD}


def known(*roles, **facts):
    """Somebody whose email address is confirmed, so that they can sign in by hand."""
    user = factories.staff(*roles, **facts)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def with_second_step(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret, at=None):
    return format_hotp_value(hotp_value(secret, int(at or time.time()) // 30))


def send(browser, page, /, **data):
    return browser.post(reverse(page), data)


def sign_in(user, browser=None, password=PASSWORD):
    browser = browser or Client()
    send(browser, "account_login", login=user.email, password=password)
    return browser


def is_signed_in(browser):
    return browser.get(reverse("organisation_start")).status_code in (200, 403)


def newest_mail(to):
    return Email.objects.filter(to=to).latest("pk")


def link_in(mail):
    return re.search(r"https?://\S+", mail.body)[0]


def code_in(mail):
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.body, re.MULTILINE)[1]


def open_link(browser, mail):
    """Follow a link as a mail program does, whatever site it leads to."""
    return browser.get(urlsplit(link_in(mail)).path, follow=True)
