"""Forms that come back: what is wrong stands on top and beside each box, and leads to it."""

import re

import pytest
from playwright.sync_api import expect

from .looking import Listener, faults_of

FUND = "Co-operate Alderwick"
OFFICER, ADMINISTRATOR = "sian@alderwick.example", "ilknur@alderwick.example"
BAKER, COURIER = "ada@weirlanebakers.example", "temi@pedalpost.example"
REPAIRER = "kwame@secondspin.example"

# Who opens which page, and the button that sends it as it stands: empty, or nearly.
# A stage in braces stands for the reference of the demo's application there.
FORMS = [
    (None, "/accounts/login/", "Sign in"),
    (None, "/accounts/signup/", "Make my account"),
    (None, "/accounts/password/reset/", None),
    (None, "/accounts/login/code/", None),
    (BAKER, "/organisations/start/", None),
    (BAKER, "/organisations/weir-lane-bakers/members/add/", None),
    (BAKER, "/applications/{draft}/check/", "Agree and send"),
    (BAKER, "/applications/{draft}/files/add/", "Add this file"),
    (BAKER, "/applications/{offered}/offer/sign/", "Sign the offer"),
    (BAKER, "/applications/{offered}/offer/ask/", "Send my question"),
    (BAKER, "/applications/{offered}/offer/no/", "Say no thank you"),
    (OFFICER, "/cases/{offered}/offer/", "Give more time"),
    (REPAIRER, "/applications/{accepted}/bank-details/", "Save bank details"),
    (COURIER, "/reports/{in_monitoring}-R2/", "Send the report"),
    (OFFICER, "/cases/{submitted}/eligibility/", "Save the check"),
    (OFFICER, "/cases/{submitted}/return/", None),
    (OFFICER, "/cases/{submitted}/conflict/", "Tell us"),
    (OFFICER, "/cases/{in_assessment}/refer/", "Send it to the panel"),
    (OFFICER, "/cases/{in_monitoring}/terminate/", "End the grant"),
    (OFFICER, "/rounds/add/", None),
    (OFFICER, "/workshops/add/", None),
    (ADMINISTRATOR, "/people/add/", None),
]


@pytest.mark.parametrize(("who", "path", "button"), FORMS, ids=[path for _, path, _ in FORMS])
def test_an_empty_form_says_what_is_missing_and_where(who, path, button, page_of, service):
    page = page_of(who)
    listener = Listener(page)
    page.goto(path.format(**service.applications))
    buttons = page.get_by_role("main").get_by_role("button")
    buttons.get_by_text(button, exact=True).click() if button else send(page)

    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link").all()
    assert len(links) > 0
    for link in links:
        sentence = link.inner_text()
        assert "This field" not in sentence
        link.click()
        box = page.locator(":focus")
        expect(box).to_be_visible()
        assert box.evaluate("(box) => /input|select|textarea/i.test(box.tagName)"), sentence
        beside = page.locator(".govuk-error-message").filter(has_text=sentence)
        assert beside.count() > 0, f"“{sentence}” does not stand beside its box"
    assert faults_of(page, FUND) + listener.taken() == []


def send(page):
    """The only button that sends the page's own form."""
    page.get_by_role("main").locator("form button[type=submit]").first.click()


def test_a_file_that_is_too_large_is_said_so_before_it_is_sent(page_of, service, tmp_path):
    page = page_of(BAKER)
    listener = Listener(page)
    address = f"/applications/{service.applications['draft']}/files/add/"
    large, small = tmp_path / "large.pdf", tmp_path / "small.pdf"
    large.write_bytes(b"%PDF-1.7" + b"0" * 11 * 1024 * 1024)
    small.write_bytes(b"MZ")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto(address)
    sentence = page.get_by_text("The selected file must be smaller than 10MB")

    page.get_by_label("Choose a file").set_input_files(large)
    expect(sentence).to_be_visible()
    faults = faults_of(page, FUND)
    send(page)
    expect(page.get_by_label("Choose a file")).to_be_focused()
    assert sent == []

    page.get_by_label("Choose a file").set_input_files(small)
    expect(sentence).to_have_count(0)
    page.wait_for_timeout(1_100)  # within a second, a second click on a button does not count
    send(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert len(sent) == 1
    assert faults + listener.taken() == []
