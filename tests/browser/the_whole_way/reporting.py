"""What was spent, and the end."""

import re

from playwright.sync_api import expect

from tests.browser import what_they_write as words
from tests.browser.by_hand import answer, heading, look_again_until, press

from .going_there import open_case, open_own


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
