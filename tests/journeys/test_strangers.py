"""Strangers at the door: they learn of nobody’s account, and do not guess their way in."""

import re
import time

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from applicants.models import Email
from tests import factories

from .accounts import GOOD_PASSWORD, is_signed_in, known, send, sign_in

pytestmark = pytest.mark.django_db

# --- Nobody learns who has an account ---------------------------------------------------------


def said(response, email):
    """The whole answer, without what differs at every request."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.text)
    return response.status_code, page.replace(email, "…")


ASKING = {
    "reset": ("account_reset_password", {}),
    "code": ("account_request_login_code", {}),
    "signup": ("account_signup", {"name": "Some One", "password1": GOOD_PASSWORD}),
}


@pytest.mark.database
@pytest.mark.parametrize("way", ASKING)
def test_the_answer_is_the_same_whether_or_not_there_is_an_account(way):
    name, data = ASKING[way]
    user = known(email="aaaa@example.org")
    switched_off = known(email="cccc@example.org", is_active=False)

    answers = []
    for email in (user.email, "bbbb@example.org", switched_off.email):
        response = Client().post(reverse(name), {**data, "email": email}, follow=True)
        answers.append((response.redirect_chain, said(response, email)))

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][1][0] == 200
    assert Email.objects.count() == 3  # and each of them gets one email


@pytest.mark.database
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer():
    user = known(email="aaaa@example.org")

    answers = [
        said(send(Client(), "account_login", login=email, password="wrong-words-1"), email)
        for email in (user.email, "bbbb@example.org")
    ]

    assert answers[0] == answers[1]
    assert "The email address or the password is wrong" in answers[0][1]


@pytest.mark.database
def test_an_unconfirmed_address_is_not_told_apart_by_a_wrong_password():
    factories.person(email="aaaa@example.org")

    answers = [
        said(send(Client(), "account_login", login=email, password="wrong-words-1"), email)
        for email in ("aaaa@example.org", "bbbb@example.org")
    ]

    assert answers[0] == answers[1]


class CountingHasher(MD5PasswordHasher):
    """Stands in for the slow hasher, whose work is what a stopwatch would see."""

    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


@pytest.mark.database
def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    user = known()

    work = []
    for email in (user.email, "nobody@example.org"):
        before = CountingHasher.count
        send(Client(), "account_login", login=email, password="wrong-words-1")
        work.append(CountingHasher.count - before)

    assert work == [1, 1]


# --- Guessing ---------------------------------------------------------------------------------
# Tries are counted in the cache, which is the memory of the process whatever the database.


def test_a_thousand_guesses_at_one_account_are_locked_out():
    user = known()

    for number in range(1000):
        many = Client(REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}")
        response = send(many, "account_login", login=user.email, password=f"guess-{number}")

    assert "That was tried too often" in response.text
    assert not is_signed_in(sign_in(user, Client(REMOTE_ADDR="10.2.0.1")))
    with time_machine.travel(time.time() + 301):
        assert is_signed_in(sign_in(user, Client(REMOTE_ADDR="10.2.0.1")))


def test_guesses_at_many_accounts_from_one_address_are_locked_out(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.count = 0
    thief = Client(REMOTE_ADDR="10.0.0.1")

    for number in range(350):
        response = send(
            thief, "account_login", login=f"person{number}@example.org", password="Summer2026!"
        )

    assert CountingHasher.count == 120  # the others were turned away unread
    assert response.status_code == 429


def test_a_hundred_people_behind_one_address_sign_in_though_each_mistypes_once():
    people = [known() for _ in range(100)]

    signed_in = 0
    for user in people:
        browser = Client(REMOTE_ADDR="10.0.0.1")
        sign_in(user, browser, password="mistyped-words-1")
        signed_in += is_signed_in(sign_in(user, browser))

    assert signed_in == 100


def test_a_proxy_does_not_make_one_visitor_of_all(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = known()
    for number in range(130):
        thief = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "192.0.2.1"})
        send(thief, "account_login", login=f"nobody{number}@example.org", password="x")

    honest = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "192.0.2.2"})

    assert is_signed_in(sign_in(user, honest))


@pytest.mark.database
def test_asking_for_too_many_codes_is_refused_in_a_sentence():
    user = known()
    for _ in range(3):
        send(Client(), "account_request_login_code", email=user.email)

    response = send(Client(), "account_request_login_code", email=user.email)

    assert "That was tried too often" in response.text
    assert Email.objects.count() == 3
