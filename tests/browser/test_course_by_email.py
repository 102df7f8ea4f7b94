"""A whole course, and another date of the same thing, with a name and an address only. On a phone,
and with the keyboard."""

import pytest
from playwright.sync_api import expect

from .by_hand import follow, heading, link_in, mail_to, press
from .looking import Listener
from .test_by_email import ADDRESS, ANA, BO, FRIEND, OFFICER, PHONE, looks_well, works_well
from .test_keyboard import tab_to

COURSE, PICK_ONE = "Money without fear: two evenings", "Is a co-op right for us? Pick your evening"


@pytest.fixture
def phone(window_apart):
    page = window_apart()
    page.set_viewport_size(PHONE)
    return page


def test_a_course_is_booked_by_one_link_and_given_back(phone, window_apart):
    reader, heard = window_apart(), Listener(phone)
    phone.goto("/workshops/programmes/")
    follow(phone, COURSE)
    follow(phone, "Book the whole course", role="button")
    press(phone, "Send me the link")
    expect(phone.locator(".govuk-error-summary")).to_be_focused()
    looks_well(phone)
    phone.get_by_label("Your name, as you’d like it on the list").fill(ANA)
    phone.get_by_label("Your email address").fill(ADDRESS)
    press(phone, "Send me the link")
    heading(phone, "We sent you an email")
    looks_well(phone)

    link = link_in(mail_to(reader, ADDRESS, "Please confirm: the course"))
    phone.goto(link)
    heading(phone, "Is this right?")
    looks_well(phone)
    tab_to(phone, phone.get_by_role("button", name="Yes, book the whole course"))
    phone.keyboard.press("Enter")
    heading(phone, COURSE)
    expect(phone.get_by_text("Place booked").first).to_be_visible()
    works_well(phone)
    course = phone.url

    follow(phone, "I can’t come any more", role="button")
    heading(phone, "Give back the course?")
    works_well(phone)
    follow(phone, "No, we’re coming")
    assert phone.url == course
    follow(phone, "I can’t come any more", role="button")
    press(phone, "Give back the course")
    expect(phone.get_by_text("Given back").first).to_be_visible()
    expect(phone.get_by_text("Place booked")).to_have_count(0)
    looks_well(phone)
    phone.goto(link)  # used already
    looks_well(phone)
    assert heard.taken() == []


def test_a_date_is_swapped_for_another_from_the_personal_page(phone, window_apart):
    reader, desk = window_apart(), window_apart(OFFICER)
    first, second = dates_of_pick_one(desk)
    more_places(desk, first)
    phone.goto(second)
    follow(phone, "Book a place", role="button")
    phone.get_by_label("Your name, as you’d like it on the list").fill(BO)
    phone.get_by_label("Your email address").fill(FRIEND)
    if phone.get_by_label("In the room").count():
        phone.get_by_label("In the room").check()
    press(phone, "Send me the link")
    phone.goto(link_in(mail_to(reader, FRIEND, "Please confirm")))
    press(phone, "Yes, book it")

    follow(phone, "Swap to another date")
    heading(phone, "Swap to another date")
    works_well(phone)
    phone.get_by_role("radio").first.check()
    press(phone, "Swap")
    expect(phone.get_by_role("main")).to_contain_text("3 December")
    expect(phone.get_by_text("Place booked").first).to_be_visible()
    looks_well(phone)


def dates_of_pick_one(desk):
    desk.goto("/workshops/programmes/")
    follow(desk, PICK_ONE)
    links = desk.locator(".fund-card a")
    return [links.nth(number).get_attribute("href") for number in (0, 1)]


def more_places(desk, session):
    desk.goto(f"{session}change/")
    desk.get_by_label("Places", exact=True).fill("40")
    press(desk, "Save the number of places")
