"""An account that is checked, and payments that three people make."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.browser import what_they_write as words
from tests.browser.by_hand import fill_table, heading, press
from tests.browser.looking import faults_of

from .going_there import open_case, open_own
from .people import PAYER, PREPARER


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
    press(preparer, "Continue")
    press(preparer, "Prepare the payment run")
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
