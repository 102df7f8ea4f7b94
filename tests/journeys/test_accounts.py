"""Making an account, signing in, the second step, and what keeps strangers out."""

import re
import time
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from applicants.models import Email, User
from applicants.queries import person_with_email
from tests import factories
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

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


# --- Making an account -----------------------------------------------------------------------


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


# --- Signing in ------------------------------------------------------------------------------


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


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer():
    user = known(email="aaaa@example.org")

    answers = [
        said(send(Client(), "account_login", login=email, password="wrong-words-1"), email)
        for email in (user.email, "bbbb@example.org")
    ]

    assert answers[0] == answers[1]
    assert "The email address or the password is wrong" in answers[0][1]


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


def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    user = known()

    work = []
    for email in (user.email, "nobody@example.org"):
        before = CountingHasher.count
        send(Client(), "account_login", login=email, password="wrong-words-1")
        work.append(CountingHasher.count - before)

    assert work == [1, 1]


# --- The second step --------------------------------------------------------------------------

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


# --- Guessing ---------------------------------------------------------------------------------


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


def test_asking_for_too_many_codes_is_refused_in_a_sentence():
    user = known()
    for _ in range(3):
        send(Client(), "account_request_login_code", email=user.email)

    response = send(Client(), "account_request_login_code", email=user.email)

    assert "That was tried too often" in response.text
    assert Email.objects.count() == 3


# --- Sessions ---------------------------------------------------------------------------------


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
