"""Accounts: making one, getting in without a password, and the second step of fund staff."""

import re

import pytest
from playwright.sync_api import expect

from .by_hand import mail_to
from .looking import Listener, faults_of
from .service import code_from
from .signing_in import wait_for_the_next_code
from .what_they_write import SEASON

FUND = "Co-operate Alderwick"
ADMINISTRATOR = "ilknur@alderwick.example"
PASSWORD = "kettle-oxbow-tandem"


@pytest.fixture
def mailbox(page_of):
    """What somebody was sent, read on the page that only a developer has: `mailbox(to, words)`."""
    reader = page_of()
    return lambda to, subject: mail_to(reader, to, subject)


def test_somebody_new_makes_an_account_and_begins_an_application(page_of, mailbox):
    page = page_of()
    listener = Listener(page)
    page.goto("/")
    page.get_by_role("link", name=f"Start Fund, {SEASON}").click()
    page.get_by_role("button", name="Start or carry on").click()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Your full name").fill("Dilys Okafor")
    page.get_by_label("Email address").fill("dilys@ropeandladder.example")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make my account").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("at least 10")
    assert faults_of(page, FUND) == []
    expect(page.get_by_label("Your full name")).to_have_value("Dilys Okafor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/confirm-email/")
    assert faults_of(page, FUND) == []

    mail = mailbox("dilys@ropeandladder.example", "Confirm your email address")
    page.goto(re.search(r"http://\S+", mail)[0])
    assert faults_of(page, FUND) == []
    page.get_by_role("button", name=re.compile("Confirm|Yes")).click()
    sign_in(page, "dilys@ropeandladder.example", PASSWORD)

    page.get_by_role("button", name="Add your co-op").click()
    page.get_by_label("What is your co-op or group called?").fill("Rope and Ladder")
    page.get_by_label("Not formed yet").check()
    page.get_by_role("main").locator("form button").first.click()
    page.get_by_role("link", name="Home").click()
    page.get_by_role("link", name=f"Start Fund, {SEASON}").click()
    page.get_by_role("button", name="Start or carry on").click()
    page.get_by_label("Rope and Ladder").check()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("You’ve finished 0 of 5 sections.")).to_be_visible()
    assert listener.taken() == []


def test_a_code_by_email_opens_the_door_too(page_of, mailbox):
    page = page_of()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("Email address").fill("joan@tanyardtools.example")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    mail = mailbox("joan@tanyardtools.example", "Your code to sign in")
    page.get_by_label("Code").fill("AAAAAA")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("That code is wrong")
    assert faults_of(page, FUND) == []
    page.get_by_label("Code").fill(re.search(r"sign in is:\s+(\S+)", mail)[1])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Joan Whitcombe")


def test_a_forgotten_password_is_replaced(page_of, mailbox):
    page = page_of()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgot").click()
    page.get_by_label("Email address").fill("emre@tanyardtools.example")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_url("**/password/reset/done/")
    assert faults_of(page, FUND) == []
    mail = mailbox("emre@tanyardtools.example", "Choose a new password")
    page.goto(re.search(r"http://\S+", mail)[0])
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("The same again", exact=True).fill(PASSWORD)
    assert faults_of(page, FUND) == []
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    sign_in(page, "emre@tanyardtools.example", PASSWORD)


def test_a_new_colleague_sets_up_the_second_step_before_anything_else(page_of, mailbox):
    boss = page_of(ADMINISTRATOR)
    boss.goto("/people/add/")
    boss.get_by_label("Their full name").fill("Owain Fraser")
    boss.get_by_label("Their email address").fill("owain@alderwick.example")
    boss.get_by_role("button", name="Make the account").click()
    boss.get_by_label("Auditor").check()
    boss.get_by_role("button", name="Save roles").click()

    page = page_of()
    mail = mailbox("owain@alderwick.example", "Your account at Co-operate Alderwick")
    page.goto(re.search(r"http://\S+", mail)[0])
    page.get_by_label("Email address").fill("owain@alderwick.example")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    mail = mailbox("owain@alderwick.example", "Your code to sign in")
    page.get_by_label("Code").fill(re.search(r"sign in is:\s+(\S+)", mail)[1])
    page.get_by_role("button", name="Continue").click()
    for path in ("/cases/", "/outbox/", "/accounts/email/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Set up a code from your phone")
    assert faults_of(page, FUND) == []
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("That code is wrong")
    secret = page.locator(".fund-code-big").inner_text()
    page.get_by_label("Code from your app").fill(code_from(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("button", name="Turn it on")).to_have_count(0)
    page.wait_for_load_state()
    assert faults_of(page, FUND) == []
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it still you?")
    page.goto("/cases/")  # the new step has to be taken once before anything opens
    page.get_by_label("Code from your app").fill(code_from(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Applications")


def test_a_passkey_is_a_second_step(browser, base_url, service):
    """Chromium pretends to be a key. Keys know a site by its name, so it is localhost here."""
    person = service.logins["grace@lanternsound.example"]
    context = browser.new_context(base_url=base_url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    listener = Listener(page)
    chromium = context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    key |= {"hasUserVerification": True, "isUserVerified": True}
    chromium.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**key, "automaticPresenceSimulation": True}},
    )
    page.goto("/accounts/login/")
    sign_in(page, person["email"], person["password"])
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Extra protection").click()
    page.get_by_role("button", name="Add a key").click()
    page.get_by_label("Your password", exact=True).fill(person["password"])
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A name for it").fill("Grace’s phone")
    page.get_by_role("button", name="Add this key").click()
    expect(page.locator(".govuk-notification-banner").first).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Grace’s phone")).to_be_visible()
    assert faults_of(page, FUND) == []
    page.get_by_role("button", name="Sign out").click()

    page.goto("/accounts/login/")
    type_password(page, person["email"], person["password"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    assert faults_of(page, FUND) == []
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Grace Adu")
    assert listener.taken() == []
    context.close()


def test_a_code_opens_the_door_only_once(page_of, service, doorway):
    email = "tomos@alderwick.example"
    login = service.logins[email]
    wait_for_the_next_code(at_least=12)
    code = doorway.code(email, login["totp_secret"])
    for turn in ("first", "second"):
        page = page_of()
        page.goto("/accounts/login/")
        type_password(page, email, login["password"])
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if turn == "first":
            expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Tomos ap Rhys")
        else:
            expect(page.locator(".govuk-error-summary")).to_contain_text("That code is wrong")


def sign_in(page, email, password):
    if page.get_by_role("button", name="Sign out").count() == 0:
        if "/accounts/login/" not in page.url:
            page.goto("/accounts/login/")
        type_password(page, email, password)
    expect(page.get_by_role("button", name="Sign out")).to_be_attached()
    page.goto("/")


def type_password(page, email, password):
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
