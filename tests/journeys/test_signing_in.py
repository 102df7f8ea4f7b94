"""Signing in: by a password, by a code in the mail, after a forgotten password."""

import pytest
from django.test import Client

from .accounts import (
    GOOD_PASSWORD,
    code_in,
    is_signed_in,
    known,
    newest_mail,
    open_link,
    send,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_signing_in_by_password_and_out_again():
    browser = sign_in(known())
    assert is_signed_in(browser)

    send(browser, "account_logout")

    assert not is_signed_in(browser)


def test_signing_in_by_an_emailed_code():
    user, browser = known(), Client()
    send(browser, "account_request_login_code", email=user.email)

    send(browser, "account_confirm_login_code", code=code_in(newest_mail(user.email)))

    assert is_signed_in(browser)


def test_a_code_belongs_to_the_browser_that_asked_for_it():
    user, browser = known(), Client()
    send(browser, "account_request_login_code", email=user.email)
    thief = Client()

    send(thief, "account_confirm_login_code", code=code_in(newest_mail(user.email)))

    assert not is_signed_in(thief)


def test_three_wrong_codes_are_the_end_of_a_code():
    user, browser = known(), Client()
    send(browser, "account_request_login_code", email=user.email)
    for _ in range(3):
        send(browser, "account_confirm_login_code", code="ZZZ-ZZZ")

    send(browser, "account_confirm_login_code", code=code_in(newest_mail(user.email)))

    assert not is_signed_in(browser)


def test_a_forgotten_password_is_replaced_by_an_emailed_link():
    user, browser = known(), Client()
    elsewhere = sign_in(user)
    send(browser, "account_reset_password", email=user.email)
    mail = newest_mail(user.email)
    asked = open_link(browser, mail)

    browser.post(
        asked.request["PATH_INFO"], {"password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    )

    assert not is_signed_in(elsewhere)
    assert not is_signed_in(sign_in(user))  # the old password is dead
    assert is_signed_in(sign_in(user, password=GOOD_PASSWORD))
    assert "This link no longer works" in open_link(Client(), mail).text


def test_someone_who_is_switched_off_cannot_sign_in():
    user = known(is_active=False)

    browser = sign_in(user)

    assert not is_signed_in(browser)
