"""Sessions: they end when they should, and lead nowhere else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from applicants.models import User
from tests.factories.people import PASSWORD

from .accounts import GOOD_PASSWORD, MINA, is_signed_in, known, send, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_signing_in_gives_the_session_a_new_key():
    user, browser = known(), Client()
    browser.get(reverse("account_login"))
    session = browser.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    browser.cookies["sessionid"] = planted

    sign_in(user, browser)

    assert browser.session.session_key != planted
    assert is_signed_in(browser)
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_signed_in(thief)


def test_signing_out_kills_the_session_itself_and_not_only_the_cookie():
    browser = sign_in(known())
    stolen = browser.session.session_key

    send(browser, "account_logout")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_signed_in(thief)


def test_a_new_password_ends_every_other_session_and_keeps_this_one():
    user = known()
    here, elsewhere = sign_in(user), sign_in(user)

    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    send(
        here,
        "account_change_password",
        oldpassword=PASSWORD,
        password1=GOOD_PASSWORD,
        password2=GOOD_PASSWORD,
    )

    assert User.objects.get().check_password(GOOD_PASSWORD)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_someone_who_is_switched_off_is_signed_out_at_once():
    user = known()
    browser = sign_in(user)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://thief.example/",
        "//thief.example/",
        "/\\thief.example/",
        "javascript:alert(1)",
        "http:thief.example",
        "https://testserver.thief.example/",
        "https://testserver@thief.example/",
    ],
)
@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_signup"])
def test_next_never_leads_away(elsewhere, name):
    user, browser = known(), Client()
    if name == "account_logout":
        sign_in(user, browser)
    data = {"login": user.email, "password": PASSWORD, **MINA, "next": elsewhere}

    response = browser.post(reverse(name), data)

    assert response.status_code == 302
    assert "thief" not in response.url
    assert response.url.startswith("/")
    assert "thief" not in re.sub(
        r'value="[^"]*"', "", browser.get(reverse("account_login"), {"next": elsewhere}).text
    )


def test_next_leads_back_to_where_the_person_was_going():
    user, browser = known(), Client()
    asked = browser.get(reverse("organisation_start"))

    back = browser.post(asked.url, {"login": user.email, "password": PASSWORD})

    assert back.url == reverse("organisation_start")
