"""Where we choose who comes: somebody asks with a name and an address, and a colleague answers.
On a phone, and with the keyboard."""

import pytest
from playwright.sync_api import expect

from .by_hand import follow, heading, link_in, mail_to, press
from .looking import Listener, faults_of
from .test_by_email import ADDRESS, ANA, BO, FRIEND, FUND, OFFICER, PHONE, looks_well, works_well
from .test_keyboard import tab_to

WHY_NOT = "The others have never bid for work."


@pytest.fixture
def phone(window_apart):
    page = window_apart()
    page.set_viewport_size(PHONE)
    return page


def test_two_ask_and_one_has_a_place_and_one_reads_why_not(phone, window_apart):
    reader, desk, heard = window_apart(), window_apart(OFFICER), Listener(phone)
    session = find(phone)
    mine = ask(phone, reader, session, ANA, ADDRESS)
    ask(phone, reader, session, BO, FRIEND)

    desk.goto(f"{session}requests/")
    no_to(desk, BO)
    yes_to(desk, ANA)

    assert WHY_NOT in mail_to(reader, FRIEND, "Sorry, no place this time")
    assert "You have 1 place" in mail_to(reader, ADDRESS, "You have a place")
    phone.goto(mine)
    expect(phone.get_by_text("Place booked")).to_be_visible()
    works_well(phone)
    assert heard.taken() == []


def find(phone):
    """The session on the list that says so, and its page."""
    phone.goto("/workshops/")
    card = phone.locator("li", has_text="Ask for a place")
    card.get_by_role("link").first.click()
    expect(phone.get_by_role("main")).to_contain_text("Who gets a place")
    looks_well(phone)
    return phone.url


def ask(phone, reader, session, name, address):
    """Asks, says yes in the email, and sees that nothing is kept. The address of their page."""
    phone.goto(session)
    follow(phone, "Ask for a place", role="button")
    press(phone, "Send me the link")
    expect(phone.locator(".govuk-error-summary")).to_be_focused()
    looks_well(phone)
    phone.get_by_label("Your name, as you’d like it on the list").fill(name)
    phone.get_by_label("Your email address").fill(address)
    phone.get_by_label("Why would you like to come?").fill("We sew for the schools.")
    press(phone, "Send me the link")
    phone.goto(link_in(mail_to(reader, address, "Please confirm")))
    heading(phone, "Ask for this place?")
    looks_well(phone)
    tab_to(phone, phone.get_by_role("button", name="Yes, ask for it"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("You asked for 1 place.")).to_be_visible()
    works_well(phone)
    assert "You asked for a place" in mail_to(reader, address, "You asked for a place")
    return phone.url


def no_to(desk, name):
    follow(desk, f"Answer {name}")
    heading(desk, f"Answer {name}")
    expect(desk.get_by_role("main")).to_contain_text("We sew for the schools.")
    desk.get_by_label(name).uncheck()
    press(desk, "Send the answer")
    expect(desk.locator(".govuk-error-summary")).to_be_focused()
    expect(desk.get_by_label(name)).not_to_be_checked()
    assert faults_of(desk, FUND) == []
    desk.get_by_label("What shall we tell them?").fill(WHY_NOT)
    press(desk, "Send the answer")
    expect(desk.get_by_role("main")).to_contain_text(f"{name}: no")
    assert faults_of(desk, FUND) == []


def yes_to(desk, name):
    follow(desk, f"Answer {name}")
    press(desk, "Send the answer")
    expect(desk.get_by_role("main")).to_contain_text(f"{name}: yes")
