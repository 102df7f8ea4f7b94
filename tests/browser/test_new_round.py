"""An officer makes next year's round in an afternoon: copies one, changes its form, tries it,
and opens it. Nobody writes code, and the co-op sees what the officer tried."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from .by_hand import heading, press
from .looking import NARROW, Listener, faults_of
from .what_they_write import ROUND

FUND = "Co-operate Alderwick"
OFFICER, BAKER = "sian@alderwick.example", "ada@weirlanebakers.example"
NAME = "Grow Fund, early spring"
HELPERS = "Do you work with volunteers?"
WHO_THEY_ARE = "Who are your volunteers?"


@pytest.fixture
def officer(page_of):
    return page_of(OFFICER)


def test_a_round_is_copied_changed_tried_and_opened(officer, page_of):
    page, complaints = officer, Listener(officer)

    copy_a_round(page)
    ask_something_new(page)
    try_it(page)
    open_it(page)

    assert complaints.taken() == []
    coop = page_of(BAKER, viewport=NARROW)
    see_it_as_a_coop(coop)


def copy_a_round(page):
    page.goto("/")
    page.get_by_role("link", name="Rounds").click()
    page.get_by_role("link", name=ROUND).first.click()
    page.get_by_role("link", name="Start a new round like this one").click()
    heading(page, "Add a round")
    page.get_by_label("Name of the round").fill(NAME)
    today = datetime.now(UTC).date()
    moment(page, "When does it open?", today - timedelta(days=1), "9am")
    moment(page, "When does it close?", today + timedelta(days=90), "5pm")
    moment(page, "By which day do you decide?", today + timedelta(days=120))
    press(page, "Add round")
    heading(page, NAME)


def ask_something_new(page):
    """A yes or no, and a table that only a Yes asks for."""
    page.get_by_role("link", name="The form: sections and questions").click()
    section = page.get_by_role("region", name="Section 2 Your co-op")
    section.get_by_role("button", name="Add a question").click()
    page.get_by_role("link", name="Yes or no").click()
    page.get_by_label("The question").fill(HELPERS)
    page.get_by_label("Truly co-operative").check()
    press(page, "Save question")

    section.get_by_role("button", name="Add a question").click()
    page.get_by_role("link", name="Table of your own").click()
    page.get_by_label("The question").fill(WHO_THEY_ARE)
    page.get_by_label("Name of column 1").fill("What they do")
    page.get_by_label("Name of column 2").fill("How many")
    page.get_by_label("What column 2 takes").select_option(label="A number")
    press(page, "Save question")
    heading(page, "The form")
    assert faults_of(page, FUND) == []

    card = page.locator(".fund-card").filter(has_text=WHO_THEY_ARE)
    card.get_by_role("link", name=re.compile("When it is asked")).click()
    page.get_by_label("Only when all of these are so").check()
    chosen = page.get_by_label("Answer that it waits for")
    chosen.select_option(label="Question 9 is “Yes”")
    press(page, "Save")
    expect(card).to_contain_text("Asked only when")


def try_it(page):
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Try it as an applicant").click()
    expect(page.get_by_text("Nothing that you type here counts")).to_be_visible()
    page.get_by_role("link", name="Your co-op").click()
    table = page.get_by_role("group", name=WHO_THEY_ARE)
    expect(table).to_be_hidden()
    page.get_by_role("group", name=HELPERS).get_by_label("Yes").check()
    expect(table).to_be_visible()
    page.get_by_role("group", name=HELPERS).get_by_label("No", exact=True).check()
    expect(table).to_be_hidden()
    press(page, "Save and continue")
    page.goto(page.url)


def open_it(page):
    page.goto("/rounds/")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_role("link", name="Who can apply, and who helped").click()
    page.get_by_label("Who helped to design this round?").fill(
        "Six co-ops read the draft form with us at the library in October."
    )
    press(page, "Save")
    page.goto("/rounds/")
    page.get_by_role("link", name=NAME).first.click()
    press(page, "Publish this round")
    expect(page.get_by_text(f"Everybody can see {NAME} now.")).to_be_visible()


def see_it_as_a_coop(page):
    page.goto("/rounds/")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_role("link", name="Read all questions").click()
    heading(page, "All questions")
    expect(page.get_by_text(WHO_THEY_ARE)).to_be_visible()
    assert faults_of(page, FUND) == []


def moment(page, question, day, clock=""):
    group = page.get_by_role("group", name=question)
    group.get_by_label("Day").fill(str(day.day))
    group.get_by_label("Month").fill(str(day.month))
    group.get_by_label("Year").fill(str(day.year))
    if clock:
        group.get_by_label("Time").fill(clock)
