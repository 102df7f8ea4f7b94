"""The fund checks, scores and decides; the co-op reads its letter and signs."""

import re

from playwright.sync_api import expect

from grants.casework.demo import PASSWORD
from tests.browser import what_they_write as words
from tests.browser.by_hand import heading, look_again_until, press
from tests.browser.looking import faults_of

from .going_there import open_case, open_own


def check_eligibility(page, reference):
    open_case(page, reference)
    press(page, "Check eligibility")
    heading(page, "Check eligibility")
    for test in page.locator(".fund-card").filter(has_text="What makes you say so?").all():
        test.get_by_label("Yes", exact=True).check()
        test.get_by_label("What makes you say so?").fill(words.WHY_ELIGIBLE)
    press(page, "Save the check")
    open_case(page, reference)
    press(page, "Start assessment")
    press(page, "Start assessment")


def is_there(what, *, instead_of):
    """Which of two things a page shows. Counted at once, a page on its way would show neither."""
    expect(what.or_(instead_of).first).to_be_visible()
    return bool(what.count())


def look_up(page, reference):
    open_case(page, reference)
    press(page, "Due diligence")
    page.get_by_role("link", name="Write the risk note").click()
    page.get_by_label("Low", exact=True).check()
    page.get_by_label("Why?").fill(words.WHY_LOW_RISK)
    press(page, "Save")
    waiting = page.get_by_role("link", name=re.compile("^Look up"))
    done = page.get_by_text("All is looked up.")
    while is_there(waiting, instead_of=done):
        waiting.first.click()
        page.get_by_label("Yes", exact=True).check()
        page.get_by_label("What makes you say so?").fill(words.WHY_ELIGIBLE)
        page.get_by_label("Where did you see it?").fill(words.SEEN)
        press(page, "Save")
        heading(page, "Due diligence")
    expect(done).to_be_visible()


def assess(officer, assessor, reference):
    open_case(officer, reference)
    press(officer, "Choose assessors")
    officer.get_by_label("Desmond Clarke").check()
    press(officer, "Ask them")

    assessor.get_by_role("link", name="Home").click()
    assessor.get_by_role("link", name=re.compile(words.COOP)).click()
    heading(assessor, f"Are you close to {words.COOP}?")
    assessor.get_by_label("No", exact=True).check()
    press(assessor, "Tell us")
    heading(assessor, words.COOP)
    for card in assessor.locator(".fund-card").filter(has=assessor.get_by_role("group")).all():
        card.get_by_label("3: Clear and believable").check()
        card.get_by_label("Why?").fill(words.WHY_SCORE)
    press(assessor, "File my scores")
    expect(assessor.get_by_text("You filed your scores")).to_be_visible()

    open_case(officer, reference)
    press(officer, "Send to panel")
    officer.get_by_label("How much money do you advise?").fill("6,400")
    officer.get_by_label("How many advice days?").fill("2")
    officer.get_by_label("Low", exact=True).check()
    officer.get_by_label("Why?").fill(words.ADVICE)
    press(officer, "Send it to the panel")


def decide(page, reference):
    """One approver, without a meeting; what is missing is said, and minutes are signed at once."""
    open_case(page, reference)
    page.get_by_role("link", name="Decide without a meeting").click()
    heading(page, "Decide without a meeting")
    press(page, "Decide and sign")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.locator(".govuk-error-summary").get_by_role("link", name="Choose what you decide").click()
    expect(page.get_by_label("Fund in full")).to_be_focused()
    page.get_by_label("Fund in full").check()
    page.get_by_label("Extra conditions").fill(words.CONDITION)
    page.get_by_label("Did it decide?").first.select_option("Strong")
    page.get_by_label("In one sentence").first.fill(words.REASON_BY_CRITERION)
    page.get_by_label("Why, in your words?").fill(words.REASONS)
    press(page, "Decide and sign")
    heading(page, "Tell the co-ops")


def release(approver, officer):
    """A second person changes the words, the first reads them, and this one alone is released."""
    officer.get_by_role("link", name="Panels").first.click()
    officer.get_by_role("link", name=re.compile("Decided by Tomos .* without a meeting")).click()
    officer.get_by_role("link", name="Tell the co-ops").click()
    officer.get_by_role("link", name=f"Read or change the words for {words.COOP}").click()
    officer.get_by_label("2", exact=True).check()
    press(officer, "Save the words")

    approver.get_by_role("link", name=f"Read or change the words for {words.COOP}").click()
    press(approver, "I have read it, and it is right")
    press(approver, re.compile("See who is told"))
    heading(approver, "Release decisions")
    for box in approver.get_by_role("checkbox").all():
        box.uncheck()
    approver.get_by_label(words.COOP).check()
    press(approver, "Count again")
    expect(approver.get_by_text("about 1 application.")).to_be_visible()
    assert faults_of(approver, "Co-operate Alderwick") == []
    press(approver, "Release them")
    expect(approver.get_by_text("Offered.")).to_be_visible()


def read_the_letter(page, reference):
    """The letter is made in the background, so people may have to look again."""
    open_own(page)
    press(page, "Read and answer the offer")
    heading(page, re.compile("We offer you £6,400 and 2 advice days"))
    look_again_until(page, page.get_by_role("link", name="Read your offer letter"))
    page.get_by_role("link", name="Read your offer letter").click()
    letter = page.get_by_role("article")
    for part in (reference, "£6,400", "£3,200", words.CONDITION, words.REASONS):
        expect(letter.get_by_text(part).first).to_be_visible()
    address = page.get_by_role("button", name="Open as PDF").get_attribute("href")
    pdf = page.context.request.get(address)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    assert len(pdf.body()) > 10_000
    press(page, "Answer the offer")
    press(page, "Sign the offer")


def sign(page, name, capacity):
    """Whoever signed in some minutes ago is asked for the password first."""
    password = page.get_by_label("Your password")
    full_name = page.get_by_label("Type your full name")
    if is_there(password, instead_of=full_name):
        password.fill(PASSWORD)
        press(page, "Continue")
    full_name.fill(name)
    page.get_by_label(capacity, exact=True).check()
    press(page, "Sign the offer")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Tick to say that you have read")
    expect(page.get_by_label("Type your full name")).to_have_value(name)
    page.get_by_label("I have read the offer letter").check()
    press(page, "Sign the offer")
