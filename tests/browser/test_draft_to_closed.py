"""One application, all the way, by the people who move it: each at their own screen.

Nothing here knows an address or a field's name: people follow links and read labels.
"""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from grants.casework.demo import PASSWORD

from . import what_they_write as words
from .by_hand import answer, fill_table, heading, look_again_until, press
from .looking import Listener, faults_of

COOP, OTHER, OFFICER, ASSESSOR, APPROVER, PREPARER, PAYER = PEOPLE = (
    "bronwen@harvesttable.example",
    "olusegun@harvesttable.example",
    "marek@alderwick.example",
    "desmond@alderwick.example",
    "tomos@alderwick.example",
    "zofia@alderwick.example",
    "michael@alderwick.example",
)


@pytest.fixture
def people(new_context, doorway):
    """Everybody who has a part, signed in by hand, each in a browser of their own."""
    pages = {}
    for email in PEOPLE:
        context = new_context(accept_downloads=True)
        context.set_default_timeout(15_000)
        pages[email] = doorway.sign_in(context.new_page(), email)
    return pages


def test_an_application_goes_from_a_draft_to_a_closed_award(people, page_of):
    coop, officer = people[COOP], people[OFFICER]
    complaints = {email: Listener(page) for email, page in people.items()}

    start(coop)
    fill_in(coop)
    reference = send(coop)
    check_eligibility(officer, reference)
    look_up(officer, reference)
    assess(officer, people[ASSESSOR], reference)
    decide(people[APPROVER], reference)
    release(people[APPROVER], officer)
    read_the_letter(coop, reference)
    sign(coop, "Bronwen Price", "Director")
    expect(coop.get_by_text("Thank you. You have signed.")).to_be_visible()
    open_own(people[OTHER])
    press(people[OTHER], "Read and answer the offer")
    press(people[OTHER], "Sign the offer")
    sign(people[OTHER], "Olúṣẹgun Ajàyí", "Secretary")
    expect(people[OTHER].get_by_text("The offer is accepted. Congratulations!")).to_be_visible()
    tell_of_public_money(coop)
    give_bank_details(coop)
    check_bank_details(officer, reference)
    pay(people, reference, instalment=1, amount="3200.00")
    start_monitoring(officer, reference)
    report(coop, officer, reference, "6 month report", words.SPENT)
    pay(people, reference, instalment=2, amount="3200.00")
    report(coop, officer, reference, "Final report", words.SPENT_IN_THE_END)
    close(officer, reference)

    open_own(coop)
    expect(coop.get_by_text("All is done.")).to_be_visible()
    expect(coop.locator("[aria-current=step]")).to_have_text(re.compile("Closed"))
    read_the_mail(page_of(), reference)
    assert {email: heard.taken() for email, heard in complaints.items() if heard.complaints} == {}


# --- The co-op applies ---------------------------------------------------------------------


def start(page):
    page.get_by_role("link", name="Funding").click()
    page.get_by_role("link", name=words.ROUND).click()
    press(page, "Start or carry on")
    heading(page, "Start your application")
    page.get_by_label(words.COOP).check()
    press(page, "Start")
    heading(page, f"Your application to {words.ROUND}")


def fill_in(page):
    page.get_by_role("link", name="About you").click()
    answer(page, words.ABOUT_YOU)
    page.get_by_label("We’re trading").check()
    page.get_by_label("Community interest company").check()
    see_a_mistake_and_mend_it(page)

    heading(page, "Your co-op")
    answer(page, words.YOUR_COOP)
    press(page, "Save and continue")

    heading(page, "The difference it makes")
    answer(page, words.DIFFERENCE)
    fill_table(page, "How many jobs and hours", words.JOBS)
    press(page, "Save and continue")

    heading(page, "Money and plan")
    fill_table(page, "What do you need from us?", words.BUDGET)
    fill_table(page, "What are the main steps", words.STEPS)
    fill_table(page, "What will come in and go out", words.YEAR)
    answer(page, {"What might go wrong?": words.RISKS})
    answer(page, {"What would you do if we offered part of it?": words.PART})
    press(page, "Save and continue")

    heading(page, "Checks")
    answer(page, {"Do you have links to anyone on our panel or staff?": words.LINKS})
    for statement in words.AGREED:
        page.get_by_label(statement).check()
    press(page, "Save and continue")


def see_a_mistake_and_mend_it(page):
    """A wrong postcode is named, nothing that was typed is lost, and the link leads to the box."""
    box = page.get_by_label("What is the postcode where most of the work happens?")
    right = words.ABOUT_YOU["What is the postcode where most of the work happens?"]
    box.fill("Alderwick")
    press(page, "Save and continue")
    expect(page).to_have_title(re.compile("^Error: About you"))
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter a full UK postcode").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("Alderwick")
    expect(page.get_by_label("Who’s involved?")).to_have_value(words.ABOUT_YOU["Who’s involved?"])
    box.fill(right)
    press(page, "Save and continue")


def send(page):
    expect(page.get_by_text("You’ve finished 5 of 5 sections.")).to_be_visible()
    page.get_by_role("link", name="Check your answers and send").click()
    heading(page, "Check your answers")
    expect(page.get_by_text("£6,400 and 2 advice days")).to_be_visible()
    page.get_by_label("I have checked these answers").check()
    press(page, "Agree and send")
    heading(page, "Application sent")
    reference = page.locator(".govuk-panel__body strong").inner_text()
    assert re.fullmatch(r"CDF-\d{4}-\d{4}", reference)
    press(page, "Follow your application")
    expect(page.get_by_text("You sent your application.")).to_be_visible()
    return reference


# --- The fund decides ----------------------------------------------------------------------


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


# --- Money ---------------------------------------------------------------------------------


def give_bank_details(page):
    open_own(page)
    press(page, "Give bank details")
    page.get_by_label("Name on the account").fill("Harvest Table CIC")
    page.get_by_label("Sort code").fill("30-94-3")
    page.get_by_label("Account number").fill("733445")
    press(page, "Save bank details")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a valid sort code")
    page.get_by_label("Sort code").fill("30-94-30")
    press(page, "Save bank details")
    expect(page.get_by_text("the account ending in 3445")).to_be_visible()
    letter = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": words.BANK_LETTER}
    page.get_by_label("Choose a file").set_input_files(letter)
    press(page, "Send this file")
    expect(page.get_by_text("Ends in 3445")).to_be_visible()


def tell_of_public_money(page):
    """The sum is worked out by the server, and what is confirmed is what stood on the page."""
    open_own(page)
    press(page, "Tell us about other public money")
    line = ("Borough food fund", "900", "31 2 2026", "Minimal financial assistance")
    fill_table(page, "Help from other public bodies", [line])
    press(page, "Work out the sum")
    expect(page.locator(".govuk-error-summary")).to_contain_text("must be a real date")
    fill_table(page, "Help from other public bodies", [(*line[:2], "27 3 2026", line[3])])
    press(page, "Work out the sum")
    expect(page.get_by_text("£8,100 of £315,000")).to_be_visible()
    page.get_by_label("I may sign for my co-op").check()
    page.get_by_label("Type your full name").fill("Bronwen Price")
    press(page, "Confirm")
    expect(page.get_by_text("We wrote to you that we gave you £7,200")).to_be_visible()


def check_bank_details(page, reference):
    open_case(page, reference)
    press(page, "Check bank details")
    press(page, "Show the full numbers")
    expect(page.get_by_text("00733445")).to_be_visible()
    with page.expect_download() as letter:
        page.get_by_role("button", name="Open it").click()
    assert letter.value.suggested_filename == "letter.pdf"
    page.get_by_label("How did you check?").fill(words.CHECKED)
    press(page, "Confirm the bank details")


def pay(people, reference, *, instalment, amount):
    """Three people: one prepares, another approves, and the bank's file says what was agreed."""
    preparer, payer = people[PREPARER], people[PAYER]
    preparer.get_by_role("link", name="Payments").first.click()
    preparer.get_by_label(words.COOP).check()
    press(preparer, "Prepare a payment run")
    run = re.search(r"RUN-\d{4}-\d{4}", preparer.get_by_role("heading", level=1).inner_text())[0]
    expect(preparer.get_by_role("button", name="Approve these payments")).to_have_count(0)

    payer.get_by_role("link", name="Payments").first.click()
    payer.get_by_role("link", name=run).click()
    press(payer, "Approve these payments")

    preparer.get_by_role("link", name="Payments").first.click()
    preparer.get_by_role("link", name=run).click()
    press(preparer, "Make the payment file")
    with preparer.expect_download() as download:
        preparer.get_by_role("button", name="Download the payment file").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    [line] = csv.DictReader(io.StringIO(text))
    assert download.value.suggested_filename.endswith(".csv")
    paid_for = line.pop("Reference")
    assert line == {
        "Payee name": "Harvest Table CIC",
        "Sort code": "309430",
        "Account number": "00733445",
        "Amount": amount,
    }
    assert paid_for == f"{reference}-{instalment}"
    preparer.get_by_role("link", name="Write down what the bank did").click()
    heading(preparer, "Write down what the bank did")
    assert faults_of(preparer, "Co-operate Alderwick") == []
    preparer.get_by_label("It paid", exact=True).check()
    preparer.get_by_label("Where can one see it?").fill("Statement of today.")
    press(preparer, "Write it down")
    expect(preparer.get_by_role("heading", level=1)).to_contain_text("Waiting for a second")

    payer.reload()
    payer.get_by_role("link", name=f"{run}, note 1").click()
    press(payer, "I saw it too: confirm")
    expect(payer.get_by_role("heading", level=1)).to_contain_text("Settled")


# --- Reporting and closing -----------------------------------------------------------------


def start_monitoring(page, reference):
    open_case(page, reference)
    press(page, "Start monitoring")
    press(page, "Start monitoring")


def report(coop, officer, reference, name, spent):
    open_own(coop)
    coop.get_by_role("link", name=name).or_(coop.get_by_role("button", name=name)).first.click()
    heading(coop, name)
    answer(coop, words.REPORT)
    for (_kind, what, *_), amount in zip(words.BUDGET, spent, strict=False):
        coop.get_by_label(f"Spent on {what}").fill(amount)
    press(coop, "Send the report")

    open_case(officer, reference)
    officer.get_by_role("link", name=name).or_(
        officer.get_by_role("button", name=re.compile(name))
    ).first.click()
    officer.get_by_label("Accept it").check()
    press(officer, "Save and tell the co-op")


def close(page, reference):
    open_case(page, reference)
    press(page, "Close")
    page.get_by_label("A few words for the co-op").fill("Thank you. We ate very well.")
    press(page, re.compile("Close"))
    open_case(page, reference)
    expect(page.get_by_role("main").get_by_text("Closed", exact=True).first).to_be_visible()


def read_the_mail(page, reference):
    """Each step wrote to the co-op; the developer's page shows what would have been sent."""
    page.goto("/demo/mail/")
    for subject in ("Your grant is complete", "We have paid £3,200", "We have accepted your final"):
        look_again_until(page, page.get_by_text(subject).first)
    expect(page.get_by_text(reference).first).to_be_attached()


# --- What everybody does -------------------------------------------------------------------


def open_case(page, reference):
    """From wherever they are, by the menu and the search box."""
    page.get_by_role("link", name="Applications").first.click()
    page.get_by_label("Name or reference").fill(reference)
    press(page, "Find")
    page.get_by_role("link", name=words.COOP).click()
    heading(page, words.COOP)


def open_own(page):
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("link", name=f"{words.COOP}: {words.ROUND}").click()
    heading(page, words.ROUND)
