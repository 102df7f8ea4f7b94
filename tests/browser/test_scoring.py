"""An assessor’s draft saves itself, counts its words, and loses nothing to a second window."""

import re

import pytest
from playwright.sync_api import expect

from .looking import Listener, faults_of

FUND = "Co-operate Alderwick"
ASSESSOR = "gulsen@alderwick.example"
SAVED = re.compile(r"^Saved at (\d|mid)")


@pytest.fixture
def scoring(page_of, service):
    """The page of a case that this assessor has begun to score."""

    def open_it():
        page = page_of(ASSESSOR)
        page.goto(f"/assess/{service.applications['in_assessment']}/")
        return page

    return open_it


def why(page):
    return page.locator("#id_reason_1")


def status(page):
    return page.locator("[data-autosave-words]")


def test_a_draft_of_scores_saves_itself_and_counts_its_words(scoring):
    page = scoring()
    listener = Listener(page)

    why(page).fill("Nine words that say what they showed us yesterday")

    expect(page.locator("#id_reason_1_helptext")).to_have_text("11 more words")
    expect(status(page)).to_have_text(SAVED)
    page.get_by_label("I can’t judge this").first.check()
    expect(page.locator("#id_reason_1_helptext")).to_have_text("A few words are enough")
    expect(status(page)).to_have_text(SAVED)
    assert faults_of(page, FUND) + listener.taken() == []
    expect(why(scoring())).to_have_value("Nine words that say what they showed us yesterday")


def test_two_windows_on_one_draft_show_both_texts(scoring):
    first, second = scoring(), scoring()
    why(first).fill("The words of the first window.")
    expect(status(first)).to_have_text(SAVED)

    why(second).fill("The words of the second window.")
    expect(status(second)).to_contain_text("What you typed since is not saved.")
    second.get_by_role("button", name="See both texts").click()

    expect(second.get_by_role("alert")).to_contain_text("You saved these scores in another window")
    expect(why(second)).to_have_value("The words of the second window.")
    expect(second.get_by_text("The words of the first window.")).to_be_visible()
