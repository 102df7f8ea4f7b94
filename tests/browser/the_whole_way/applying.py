"""The co-op fills in its form, mends a mistake, and sends it."""

import re

from playwright.sync_api import expect

from tests.browser import what_they_write as words
from tests.browser.by_hand import answer, fill_table, heading, press


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
