"""How people come to a case: by what they read and follow."""

from tests.browser import what_they_write as words
from tests.browser.by_hand import heading, press


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
