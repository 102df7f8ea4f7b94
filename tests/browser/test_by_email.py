"""The pages that only somebody's own email, or a code at the door, leads to: who comes along, the
way to join online, how it was, a wish for a date. On a phone, and with the keyboard."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now
from playwright.sync_api import expect

from .by_hand import follow, heading, link_in, mail_to, press
from .looking import Listener, faults_of
from .test_keyboard import faults_of_tabbing, tab_to

FUND = "Co-operate Alderwick"
HOST, OFFICER = "marek@alderwick.example", "sian@alderwick.example"
PHONE = {"width": 320, "height": 640}
ONLINE, WITHOUT_DATE = "Meetings that don’t drain you", "Fair pay, fair rotas"
BOTH_WAYS = "Choose your legal form"
ON_NOW, YESTERDAY = "Choose your legal form", "Money without fear"
ANA, ADDRESS = "Ana Lisle", "ana@lanterns.example"
BO, FRIEND = "Bo Lind", "bo@lanterns.example"
CAME = "zuzana@fernhillpuppettheatre.example"
NOT_HERE_YET = "Siwan Tudur"
THE_LINK = "https://meet.example/in-half-an-hour"
CODE_OF = """
from workshops.booking.models import Place
from workshops.register.tickets import link_of
places = Place.objects.filter(name={name!r}, session__workshop__title={workshop!r})
print(link_of(places.order_by("session__starts_at").{which}()))
"""


@pytest.fixture
def phone(window_apart):
    page = window_apart()
    page.set_viewport_size(PHONE)
    return page


def looks_well(page):
    """At both widths, and to a screen reader."""
    assert faults_of(page, FUND) == []
    page.set_viewport_size(PHONE)


def works_well(page):
    """And to who opens it and goes through it with Tab alone."""
    looks_well(page)
    page.goto(page.url)
    assert faults_of_tabbing(page) == []


def test_who_comes_along_is_named_and_joins_online_by_their_own_link(phone, window_apart):
    reader, desk, heard = window_apart(), window_apart(OFFICER), Listener(phone)
    session = add_session_online(desk)
    book_for_two(phone, reader, session)

    follow(phone, "Change who comes")
    heading(phone, "Who comes with you?")
    works_well(phone)
    phone.get_by_label("Name of person 2").fill(BO)
    phone.get_by_label("Email of person 2").fill("bo at lanterns")
    press(phone, "Save the names")
    expect(phone.locator(".govuk-error-summary")).to_be_focused()
    expect(phone.get_by_label("Email of person 2")).to_have_value("bo at lanterns")
    looks_well(phone)
    phone.get_by_label("Email of person 2").fill(FRIEND)
    press(phone, "Save the names")
    expect(phone.get_by_role("main")).to_contain_text(BO)

    phone.goto(link_in(mail_to(reader, FRIEND, "A place for you")))
    expect(phone.get_by_role("main")).not_to_contain_text(ANA + "Place")
    follow(phone, "Open your way to join", role="button")
    heading(phone, "Join online")
    expect(phone.get_by_role("main")).not_to_contain_text(THE_LINK)  # opening is not pressing
    works_well(phone)
    tab_to(phone, phone.get_by_role("button", name="Show me the link"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name=THE_LINK)).to_be_visible()
    looks_well(phone)

    desk.goto(f"{session}register/")
    row = desk.locator(".fund-register__row")
    expect(row.filter(has_text=BO)).to_contain_text("opened their way to join")
    expect(row.filter(has_text=ANA)).not_to_contain_text("opened their way to join")
    assert heard.taken() == []


def test_the_way_to_join_is_not_shown_weeks_before(phone, window_apart):
    book_for_two(phone, window_apart(), session_of(phone, ONLINE, "Places free"))
    expect(phone.get_by_role("button", name="Open your way to join")).to_have_count(0)
    phone.goto(f"{phone.url}join/")
    expect(phone.get_by_role("main")).to_contain_text("from a day before the start")
    expect(phone.get_by_role("main")).not_to_contain_text("https://meet.example")
    expect(phone.get_by_role("button", name="Show me the link")).to_have_count(0)
    looks_well(phone)


def test_a_place_is_booked_named_and_given_back_without_scripts(window_apart):
    page, reader = window_apart(java_script_enabled=False), window_apart()
    page.set_viewport_size(PHONE)
    book_for_two(page, reader, session_of(page, BOTH_WAYS, "Places free"), BOTH_WAYS, "Online")
    follow(page, "Change who comes")
    page.get_by_label("Name of person 2").fill(BO)
    press(page, "Save the names")
    expect(page.get_by_role("main")).to_contain_text(BO)
    follow(page, "I can’t come", role="button")
    page.get_by_role("checkbox").last.check()
    press(page, "Give back")
    expect(page.get_by_text("Given back")).to_have_count(1)
    expect(page.get_by_text("Place booked")).to_have_count(1)


def test_somebody_says_how_it_was_once(phone, window_apart):
    link = re.search(
        r"http://\S+/feedback/\S+", mail_to(window_apart(), CAME, f"Thank you: {YESTERDAY}")
    )[0]
    phone.goto(link)
    heading(phone, "How was it?")
    works_well(phone)
    tab_to(phone, phone.get_by_role("button", name="Send"))
    phone.keyboard.press("Enter")
    expect(phone.locator(".govuk-error-summary")).to_contain_text("Answer one question at least")
    looks_well(phone)
    tab_to(phone, phone.get_by_label("Very good"))
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_label("Good", exact=True)).to_be_checked()
    phone.get_by_label("What should we do differently?").fill("Open a window.")
    press(phone, "Send")
    heading(phone, "Thank you")
    looks_well(phone)
    phone.goto(link)
    heading(phone, "You have told us already")
    expect(phone.get_by_role("main")).not_to_contain_text("Open a window.")
    looks_well(phone)
    phone.goto(link[:-9] + "/")
    heading(phone, "This link does not work")
    looks_well(phone)


def test_somebody_wants_to_hear_of_a_date_and_then_no_more(phone, window_apart):
    phone.goto("/workshops/without-a-date/")
    follow(phone, WITHOUT_DATE)
    phone.get_by_label("Your name").fill(ANA)
    phone.get_by_label("Your email address").fill(ADDRESS)
    press(phone, "Tell me")
    heading(phone, "Now look at your emails")
    looks_well(phone)
    phone.goto(link_in(mail_to(window_apart(), ADDRESS, "Do you want to hear of a date?")))
    works_well(phone)
    tab_to(phone, phone.get_by_role("button", name="Yes, tell me"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("main")).to_contain_text(f"We write to {ADDRESS} once")
    looks_well(phone)
    press(phone, "Stop, I don’t need it any more")
    expect(phone.get_by_role("main")).to_contain_text("We won’t write to you about this workshop")
    looks_well(phone)
    follow(phone, "Ask to hear of another date")
    heading(phone, WITHOUT_DATE)


def test_a_code_at_the_door_says_who_comes_and_where_else_they_belong(window_apart, service_apart):
    door = window_apart(HOST)
    door.set_viewport_size(PHONE)
    code = code_of(service_apart, NOT_HERE_YET, ON_NOW)
    door.goto(code)
    heading(door, NOT_HERE_YET)
    works_well(door)
    tab_to(door, door.get_by_role("button", name="They are here"))
    door.keyboard.press("Enter")
    expect(door.get_by_role("main")).to_contain_text(NOT_HERE_YET)

    door.goto(code)
    expect(door.get_by_role("main")).to_contain_text("Already here")
    looks_well(door)
    here, theirs = code.rsplit("/", 2)[0], code_of(service_apart, NOT_HERE_YET, YESTERDAY)
    door.goto(f"{here}/{theirs.rstrip('/').rsplit('/', 1)[1]}/")
    heading(door, "This code is for another session")
    expect(door.get_by_role("main")).to_contain_text(YESTERDAY)
    looks_well(door)
    door.goto(f"{here}/no-code-of-ours/")
    heading(door, "We don’t know this code")
    looks_well(door)


# --- What they do --------------------------------------------------------------------------


def add_session_online(desk):
    """One that begins in half an hour; returns its address."""
    begins = localtime(now()).replace(second=0) + timedelta(minutes=30)
    if begins.hour == 23 and begins.minute > 50:
        begins += timedelta(minutes=15)  # it ends on the day on which it begins
    desk.goto("/workshops/add/")
    desk.get_by_label("Which workshop?").select_option(label=ONLINE)
    date = desk.get_by_role("group", name="Date", exact=True)
    for name, number in (("Day", begins.day), ("Month", begins.month), ("Year", begins.year)):
        date.get_by_label(name, exact=True).fill(str(number))
    desk.get_by_label("Starts at").fill(f"{begins:%H:%M}")
    ends = min(begins + timedelta(hours=1), begins.replace(hour=23, minute=59))
    desk.get_by_label("Ends at").fill(f"{ends:%H:%M}")
    desk.get_by_label("Where", exact=True).fill("Online")
    desk.get_by_label("It is only online").check()
    desk.get_by_label("Link to join online").fill(THE_LINK)
    desk.get_by_label("Places", exact=True).fill("12")
    press(desk, "Add session")
    address = desk.url
    follow(desk, "Change or publish this session")
    press(desk, "Publish this session")
    expect(desk.get_by_role("alert")).to_be_visible()
    return address


def session_of(page, workshop, standing):
    page.goto("/workshops/")
    of_it = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=workshop))
    return of_it.filter(has_text=standing).last.get_by_role("link").get_attribute("href")


def book_for_two(page, reader, session, workshop=ONLINE, way=None):
    """The email of the newest asking leads to the page of what they have."""
    page.goto(session)
    press(page, "Book a place")
    page.get_by_label("Your name").fill(ANA)
    page.get_by_label("Your email address").fill(ADDRESS)
    page.get_by_role("group", name=re.compile("How many")).get_by_label("2").check()
    if way:
        page.get_by_role("group", name="How do you want to come?").get_by_label(way).check()
    press(page, "Send me the link")
    heading(page, "We sent you an email")
    day = page.get_by_role("main").inner_text()
    day = re.search(r"\d+ [A-Z][a-z]+ 20\d\d", day)[0]
    page.goto(link_in(mail_to(reader, ADDRESS, f"Please confirm: {workshop}, {day}")))
    press(page, "Yes, book it")
    expect(page.get_by_text("Place booked")).to_have_count(2)


def code_of(service, name, workshop):
    """What a camera reads in the code of somebody, as an address on this service."""
    which = "last" if workshop == ON_NOW else "first"
    said = service.manage(
        *("shell", "--no-imports", "-c", CODE_OF.format(name=name, workshop=workshop, which=which))
    )
    return re.search(r"http://[^/]+(\S+)", said)[1]
