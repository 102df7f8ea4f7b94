"""Somebody new with a phone: books by email, gives one place back, waits and gets in, came and has
a paper that says so, and starts an application as the group that began with a nickname. And an
officer who moves a session and then has to cancel it."""

import re

import pytest
from playwright.sync_api import expect

from .by_hand import follow, heading, link_in, mail_to, press
from .looking import Listener, faults_of

FUND = "Co-operate Alderwick"
OFFICER, READER = "sian@alderwick.example", None
PHONE = {"width": 320, "height": 640}
PASSWORD = "lanterns-and-long-nights-7"
ANA, ADDRESS, FRIEND = "Ana Lisle", "ana@lanterns.example", "bo@lanterns.example"
GROUP = "The Lantern Makers"
BOOKED, FULL, YESTERDAY = (
    "Working out what we’re for",
    "What should the fund do next?",
    "Money without fear",
)


@pytest.fixture
def phone(window_apart):
    page = window_apart()
    page.set_viewport_size(PHONE)
    return page


def looks_well(page):
    page.set_viewport_size(PHONE)
    assert faults_of(page, FUND) == []
    page.set_viewport_size(PHONE)


def test_a_newcomer_goes_from_a_link_to_an_application(phone, window_apart):
    heard, reader, desk = Listener(phone), window_apart(), window_apart(OFFICER)

    book_for_three(phone, reader)
    say_what_would_help(phone)
    give_one_back(phone)
    assert "for the list" not in mail_to(reader, FRIEND, "A place for you")

    make_full(desk)
    wait_for_a_place(phone, reader)
    add_a_place(desk)
    get_in(phone, reader)

    come_without_a_booking(desk)
    show_the_certificate(phone, reader)

    make_an_account(phone, reader)
    start_as_the_group(phone)
    assert heard.taken() == []


def book_for_three(page, reader):
    open_session(page, BOOKED)
    looks_well(page)
    press(page, "Book a place")
    press(page, "Send me the link")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter your name")
    looks_well(page)
    page.get_by_label("Your name").fill(ANA)
    page.get_by_label("Your email address").fill(ADDRESS)
    page.get_by_label("Are you a group?").fill(GROUP)
    page.get_by_role("group", name=re.compile("How many")).get_by_label("3").check()
    page.get_by_text("Names of those who come with you").click()
    page.get_by_label("Name of person 2").fill("Bo Lind")
    page.get_by_label("Email of person 2").fill(FRIEND)
    press(page, "Send me the link")
    heading(page, "We sent you an email")
    looks_well(page)

    page.goto(link_in(mail_to(reader, ADDRESS, "Please confirm")))
    heading(page, "Is this right?")
    looks_well(page)
    press(page, "Yes, book it")
    expect(page.get_by_text("Place booked")).to_have_count(3)
    looks_well(page)


def say_what_would_help(page):
    follow(page, "tell us what would help you")
    page.get_by_label("A way in without steps").check()
    page.get_by_label("Anything else").fill("A seat near the front.")
    looks_well(page)
    press(page, "Send")
    expect(page.get_by_text("A seat near the front.")).to_be_visible()


def give_one_back(page):
    press(page, "I can’t come")
    page.get_by_role("checkbox").last.check()
    press(page, "Give back")
    expect(page.get_by_text("Place booked")).to_have_count(2)
    expect(page.get_by_text("Given back")).to_have_count(1)


def make_full(desk):
    """As many places as are taken, so that the next has to wait."""
    set_places(desk, lambda booked: booked)


def add_a_place(desk):
    set_places(desk, lambda booked: booked + 1)


def set_places(desk, number_for):
    open_session(desk, FULL)
    booked = int(re.search(r"(\d+) of \d+", desk.get_by_role("complementary").inner_text())[1])
    follow(desk, "Change this session")
    desk.get_by_label("Places", exact=True).fill(str(number_for(booked)))
    press(desk, "Save the number of places")
    expect(desk.get_by_role("alert")).to_be_visible()


def wait_for_a_place(page, reader):
    open_session(page, FULL)
    press(page, "Join the waiting list")
    page.get_by_label("Your name").fill(ANA)
    page.get_by_label("Your email address").fill(ADDRESS)
    looks_well(page)
    press(page, "Send me the link")
    heading(page, "We sent you an email")
    page.goto(link_in(mail_to(reader, ADDRESS, f"Please confirm: {FULL}")))
    heading(page, "Join the waiting list?")
    press(page, "Yes, put us on the list")
    expect(page.get_by_text("You are number 1 on the waiting list")).to_be_visible()
    looks_well(page)


def get_in(page, reader):
    page.goto(link_in(mail_to(reader, ADDRESS, "A place for you? Please answer")))
    expect(page.get_by_text("1 place is kept for you")).to_be_visible()
    looks_well(page)
    press(page, "Yes, we’re coming")
    expect(page.get_by_text("Place booked")).to_have_count(1)


def come_without_a_booking(desk):
    """Yesterday she came along with somebody; the officer writes her down, and signs."""
    open_session(desk, YESTERDAY, "over")
    follow(desk, "See who is coming")
    form = desk.locator("form[data-walk-in]")
    form.locator("[name=name]").fill(ANA)
    form.locator("[name=email]").fill(ADDRESS)
    press(desk, "Add them")
    expect(desk.locator(".fund-register__row").filter(has_text=ANA)).to_contain_text("Here")
    expect(desk.get_by_role("status")).to_contain_text("All is saved")
    desk.reload()
    press(desk, "Sign the register")
    press(desk, "I was there, and it was so: sign")


def show_the_certificate(page, reader):
    mail = mail_to(reader, ADDRESS, "Your certificate")
    page.goto(link_in(mail))
    expect(page.get_by_role("main")).to_contain_text(ANA)
    looks_well(page)
    code = re.search(r"check code: (\S+)\.", mail)[1]
    page.goto("/workshops/certificates/")
    page.get_by_label("Code").fill(f" {code.lower()} ")
    press(page, "Check it")
    heading(page, "This certificate is right")
    looks_well(page)


def make_an_account(page, reader):
    page.goto("/accounts/signup/")
    page.get_by_label("Your full name").fill(ANA)
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Make my account")
    page.wait_for_url("**/confirm-email/")
    page.goto(link_in(mail_to(reader, ADDRESS, "Confirm your email address")))
    press(page, re.compile("Confirm|Yes"))
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)


def start_as_the_group(page):
    page.goto("/workshops/")
    page.get_by_role("region", name="What you have booked").get_by_role("link").filter(
        has_text=BOOKED
    ).click()
    heading(page, BOOKED)
    looks_well(page)
    press(page, "Add our group")
    expect(page.get_by_text(f"{GROUP} is added")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Start Fund, [a-z]+ 20", re.IGNORECASE)).first.click()
    press(page, "Start or carry on")
    expect(page.get_by_role("main")).to_contain_text(GROUP)


# --- A change of plan ---


def test_an_officer_moves_a_session_and_then_cancels_it(phone, window_apart):
    """On their own pages, on a phone. Each hears of each change once, with an entry that their
    calendar understands; the officer reads afterwards what they did."""
    reader, desk = window_apart(), window_apart(OFFICER)
    desk.set_viewport_size(PHONE)
    heard = Listener(desk)
    open_session(phone, BOOKED)
    press(phone, "Book a place")
    phone.get_by_label("Your name").fill("Carys")
    phone.get_by_label("Your email address").fill("carys@boats.example")
    press(phone, "Send me the link")
    phone.goto(link_in(mail_to(reader, "carys@boats.example", "Please confirm")))
    press(phone, "Yes, book it")
    own_page = phone.url

    open_session(desk, BOOKED)
    follow(desk, "Change this session")
    looks_well(desk)
    follow(desk, "Move it")
    expect(desk.get_by_role("main")).to_contain_text("Carys: 1 place")
    desk.get_by_label("Starts at").fill("19:30")
    desk.get_by_label("Ends at").fill("21:00")
    looks_well(desk)
    press(desk, "Move it and tell them")
    expect(desk.get_by_role("alert")).to_contain_text("The session has moved")
    moved = mail_to(reader, "carys@boats.example", "New time")
    assert "When before:" in moved
    assert "7:30pm to 9pm" in moved
    assert "You need do nothing to keep your place" in moved
    phone.goto(own_page)
    expect(phone.get_by_role("main")).to_contain_text("7:30pm")
    looks_well(phone)

    open_session(desk, BOOKED)
    follow(desk, "Change this session")
    follow(desk, "Cancel it")
    press(desk, "Cancel it and tell them")
    expect(desk.locator(".govuk-error-summary")).to_contain_text("Say why")
    desk.get_by_label("Why?").fill("Our trainer is ill.")
    looks_well(desk)
    press(desk, "Cancel it and tell them")
    expect(desk.get_by_role("alert")).to_contain_text("The session is cancelled")
    follow(desk, "Change this session")
    for said in ("Moved,", "Cancelled,", "Our trainer is ill."):
        expect(desk.get_by_role("main")).to_contain_text(said)
    looks_well(desk)
    assert heard.taken() == []
    cancelled = mail_to(reader, "carys@boats.example", "Cancelled")
    assert "Why: Our trainer is ill." in cancelled
    assert "it goes from your calendar" in cancelled
    assert "you hear of it first" in cancelled
    hers = reader.locator("details").filter(has_text="to carys@boats.example")
    expect(hers.filter(has_text="New time")).to_have_count(1)
    expect(hers.filter(has_text="Cancelled")).to_have_count(1)
    phone.goto(own_page)
    expect(phone.get_by_role("main")).to_contain_text("You need do nothing")
    looks_well(phone)


def open_session(page, workshop, standing=""):
    page.goto("/workshops/" + ("?past=1" if standing == "over" else ""))
    of_it = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=workshop))
    if standing:
        of_it = of_it.filter(has_text=re.compile(standing, re.IGNORECASE))
    of_it.get_by_role("link", name=workshop).first.click()
    heading(page, workshop)
