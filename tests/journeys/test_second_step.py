"""The second step: colleagues prove themselves twice, and nothing goes round it."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from tests.factories.people import PASSWORD

from .accounts import (
    GOOD_PASSWORD,
    code_in,
    code_of,
    known,
    newest_mail,
    open_link,
    send,
    sign_in,
    with_second_step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SOME_PAGES = ["home", "application_list", "outbox", "organisation_start", "workshops:session_list"]


ACCOUNT_PAGES = [
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
]


@pytest.mark.parametrize("role", ["is_officer", "is_finance_approver", "is_administrator"])
def test_a_colleague_without_a_second_step_reaches_only_the_page_that_sets_it_up(role):
    browser = sign_in(known(role))

    for name in SOME_PAGES + ACCOUNT_PAGES:
        response = browser.get(reverse(name))
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("mfa_activate_totp")), name
        assert browser.post(reverse(name)).status_code == 302, name


def test_a_colleague_sets_the_second_step_up_and_goes_on_working():
    browser = sign_in(known("is_officer"))
    first = browser.get(reverse("application_list"), follow=True)
    page = first.request["PATH_INFO"]
    assert page == reverse("account_reauthenticate")  # the password, once more
    asked = browser.post(
        f"{page}?{first.request['QUERY_STRING']}", {"password": PASSWORD}, follow=True
    )
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", asked.text)[1]

    wrong = send(browser, "mfa_activate_totp", code="000000")
    assert "That code is wrong, or too old" in wrong.text
    done = browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    proving = f"{done.request['PATH_INFO']}?{done.request['QUERY_STRING']}"
    spare = browser.post(proving, {"code": code_of(secret)}, follow=True)

    assert "spare codes" in spare.text
    assert browser.get(reverse("application_list")).status_code == 200


def test_a_colleague_signs_in_with_the_code_from_the_phone():
    user = known("is_officer")
    secret = with_second_step(user)
    browser = sign_in(user)
    assert browser.get(reverse("application_list")).url.startswith(reverse("account_login"))

    send(browser, "mfa_authenticate", code=code_of(secret))

    assert browser.get(reverse("application_list")).status_code == 200


def test_an_emailed_code_does_not_go_round_the_second_step():
    user, browser = known("is_officer"), Client()
    secret = with_second_step(user)
    send(browser, "account_request_login_code", email=user.email)
    send(browser, "account_confirm_login_code", code=code_in(newest_mail(user.email)))
    assert browser.get(reverse("application_list")).status_code == 302

    send(browser, "mfa_authenticate", code=code_of(secret))

    assert browser.get(reverse("application_list")).status_code == 200


def test_a_new_password_by_email_does_not_go_round_the_second_step():
    user, browser = known("is_officer"), Client()
    with_second_step(user)
    send(browser, "account_reset_password", email=user.email)
    asked = open_link(browser, newest_mail(user.email))
    browser.post(
        asked.request["PATH_INFO"], {"password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    )

    sign_in(user, browser, GOOD_PASSWORD)

    assert browser.get(reverse("application_list")).status_code == 302


def test_a_code_from_the_phone_works_once():
    user = known("is_officer")
    secret = with_second_step(user)
    now = time.time()
    with time_machine.travel(now, tick=False):
        send(sign_in(user), "mfa_authenticate", code=code_of(secret, now))
        second = sign_in(user)
        send(second, "mfa_authenticate", code=code_of(secret, now))

    assert second.get(reverse("application_list")).status_code == 302


def test_a_spare_code_works_once():
    user = known("is_officer")
    with_second_step(user)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]

    first, second = sign_in(user), sign_in(user)
    send(first, "mfa_authenticate", code=spare)
    send(second, "mfa_authenticate", code=spare)

    assert first.get(reverse("application_list")).status_code == 200
    assert second.get(reverse("application_list")).status_code == 302


def test_wrong_codes_from_the_phone_are_locked_out():
    user = known("is_officer")
    secret = with_second_step(user)
    browser = sign_in(user)
    for _ in range(5):
        send(browser, "mfa_authenticate", code="000000")

    response = send(browser, "mfa_authenticate", code=code_of(secret))

    assert "That was tried too often" in response.text
    assert browser.get(reverse("application_list")).status_code == 302


def test_a_session_from_before_the_second_step_does_not_count():
    user = known("is_officer")
    browser = sign_in(user)
    secret = with_second_step(user)

    for name in SOME_PAGES + ACCOUNT_PAGES:
        response = browser.get(reverse(name))
        assert response.url.startswith(reverse("mfa_reauthenticate")), name
        assert browser.post(reverse(name)).status_code == 302, name
    assert Authenticator.objects.filter(user=user).exists()  # it could not be turned off

    asked = browser.get(reverse("application_list"))
    back = browser.post(asked.url, {"code": code_of(secret)})
    assert back.url == reverse("application_list")
    assert browser.get(back.url).status_code == 200


def test_a_password_alone_does_not_prove_an_old_session():
    user = known("is_officer")
    browser = sign_in(user)
    with_second_step(user)

    send(browser, "account_reauthenticate", password=PASSWORD)

    assert browser.get(reverse("application_list")).status_code == 302
    assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 302


def test_secrets_of_the_second_step_are_kept_encrypted():
    user = known("is_officer")
    secret = with_second_step(user)
    codes = RecoveryCodes.activate(user).get_unused_codes()

    kept = "".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))

    assert secret not in kept
    assert not any(code in kept for code in codes)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))
