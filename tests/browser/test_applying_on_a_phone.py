"""A group of newcomers applies on phones: from the public page to the receipt, and past a crash.

Two members write, a partner says yes, the server dies once in the middle, and nothing that was
typed is lost. People follow links and read labels; nothing here knows an address.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.paper import Reading, squash

from . import what_a_new_group_writes as words
from .by_hand import answer, fill_table, follow, heading, link_in, mail_to, press
from .looking import Listener, faults_of_layout
from .service import Service, temporary_folder

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "accept_downloads": True,
}
SAVED = re.compile(r"^Saved at (\d|mid)")


@pytest.fixture
def own_service():
    """A service of our own, since we kill it."""
    with temporary_folder() as folder:
        service = Service(folder)
        try:
            service.start()
            yield service
        finally:
            service.stop()


@pytest.fixture
def phone_of(browser, own_service):
    """A phone that nobody has signed in with yet."""
    contexts = []

    def unlock():
        context = browser.new_context(base_url=own_service.address, **PHONE)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield unlock
    for context in contexts:
        context.close()


def test_a_group_applies_with_a_partner_on_phones(phone_of, own_service):
    maeve, idris, joan, mail = phone_of(), phone_of(), phone_of(), phone_of()
    complaints = [Listener(page) for page in (maeve, idris, joan)]

    see_if_we_can_apply(maeve)
    make_an_account(maeve, mail, *words.MAEVE)
    add_the_group(maeve)
    tell_about_us(maeve)
    invite(maeve, words.IDRIS)
    join(idris, mail, *words.IDRIS)
    write_in_one_section_at_once(maeve, idris)
    tell_what_changes(maeve)
    name_a_partner(maeve)
    plan_the_money(maeve)
    assert unexpected(complaints) == []
    write_through_a_crash(maeve, own_service)
    unexpected(complaints)  # while the service was dead, the browser said so
    agree_to_the_terms(maeve)
    attach(maeve)
    learn_that_the_partner_has_not_answered(maeve)
    say_yes_as_the_partner(joan, mail, own_service.logins[words.JOAN]["password"])
    reference = check_and_send(maeve)
    read_the_receipt(maeve, reference)
    follow_it(maeve, reference)
    hear_of_it(idris, mail, reference)
    assert unexpected(complaints) == []


# --- From the public page to the list of things to do --------------------------------------


def see_if_we_can_apply(page):
    page.goto("/")
    arrived(page, "Money and advice for co-ops")
    follow(page, words.ROUND)
    arrived(page, words.ROUND)
    press(page, "Check if you can apply")
    for question, right in words.CAN_WE_APPLY:
        arrived(page, question)
        page.get_by_label(right, exact=True).check()
        press(page, "Continue")
    arrived(page, "It looks as if you can apply")
    press(page, "Start")
    arrived(page, "Sign in")
    follow(page, "Make an account")


def make_an_account(page, mail, name, email):
    """By the link in the mail, and back to where they were going."""
    arrived(page, "Make an account")
    page.get_by_label("Your full name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(words.PASSWORD)
    press(page, "Make my account")
    arrived(page, "We’ve sent you an email")
    page.goto(link_in(mail_to(mail, email, "Confirm your email address")))
    arrived(page, "Confirm your email address")
    press(page, "Yes, it is mine")
    sign_in(page, email, words.PASSWORD)


def sign_in(page, email, password):
    arrived(page, "Sign in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")


def add_the_group(page):
    arrived(page, "Start your application")
    press(page, "Add your co-op or group")
    arrived(page, "Add your co-op or group")
    page.get_by_label("What is your co-op or group called?").fill(words.GROUP)
    page.get_by_label("Not formed yet").check()
    press(page, "Add it")
    arrived(page, "Start your application")
    page.get_by_label(words.GROUP).check()
    press(page, "Start")
    to_do(page, finished=0)


# --- Writing, alone and together -----------------------------------------------------------


def tell_about_us(page):
    follow(page, "About you")
    arrived(page, "About you")
    answer(page, words.ABOUT_US)
    page.get_by_label("We’re a group that meets").check()
    page.get_by_label("Not yet", exact=True).check()
    expect(status(page)).to_have_text(SAVED)  # by itself, before any button
    go_on(page, to="Your co-op")
    follow(page, "All sections")
    to_do(page, finished=1)


def invite(page, person):
    """From the application to the group's own page."""
    _name, email = person
    follow(page, "Home")
    arrived(page, "Hello, Maeve")
    follow(page, words.GROUP)
    arrived(page, words.GROUP)
    press(page, "Invite a person")
    arrived(page, "Invite a person to")
    page.get_by_label("Their email address").fill(email)
    page.get_by_label(re.compile("^Editor")).check()
    press(page, "Send invitation")
    expect(page.get_by_text(f"We’re sending {email} an invitation.")).to_be_visible()


def join(page, mail, name, email):
    page.goto(link_in(mail_to(mail, email, "Maeve Adeyemi invites you to act for a co-op")))
    arrived(page, f"Maeve Adeyemi invites you to act for {words.GROUP}")
    press(page, "Make an account")
    make_an_account(page, mail, name, email)
    arrived(page, f"Maeve Adeyemi invites you to act for {words.GROUP}")
    press(page, "Yes, I’ll act for it")
    expect(page.get_by_text(f"You act for {words.GROUP} now.")).to_be_visible()


def write_in_one_section_at_once(maeve, idris):
    """He saves while she writes. She sees both texts, and keeps what she likes of each."""
    for page in (maeve, idris):
        open_own(page)
        follow(page, "Your co-op")
        arrived(page, "Your co-op")
    idris.get_by_label(words.WORK).fill(words.WORK_BY_IDRIS)
    expect(status(idris)).to_have_text(SAVED)

    maeve.get_by_label(words.WORK).fill(words.WORK_BY_MAEVE)
    expect(status(maeve)).to_contain_text("What you typed since is not saved.")
    press(maeve, "See both texts")
    expect(maeve.locator(".govuk-error-summary")).to_contain_text("Idris Pugh saved this section")
    expect(maeve.get_by_label(words.WORK)).to_have_value(words.WORK_BY_MAEVE)
    expect(maeve.get_by_text(words.WORK_BY_IDRIS)).to_be_visible()
    fits(maeve)
    answer(maeve, words.OUR_COOP)
    go_on(maeve, to="The difference it makes")

    idris.reload()
    expect(idris.get_by_label(words.WORK)).to_have_value(words.OUR_COOP[words.WORK])


def tell_what_changes(page):
    answer(page, words.DIFFERENCE)
    fill_table(page, "How many jobs and hours", words.JOBS)
    go_on(page, to="Money and plan")


def name_a_partner(page):
    follow(page, "All sections")
    to_do(page, finished=3)
    follow(page, "Are you applying together with others?")
    arrived(page, "Applying together")
    press(page, "Add a partner")
    arrived(page, "Add a partner")
    page.get_by_label("What is the partner called?").fill(words.PARTNER)
    page.get_by_label("Who can say yes for them?").fill(words.JOAN)
    page.get_by_label("What do they do in this work?").fill(words.THEY_DO)
    press(page, "Ask this partner")
    arrived(page, "Applying together")
    expect(page.get_by_text(f"We’ve asked {words.PARTNER}.")).to_be_visible()
    follow(page, "Your application")


def plan_the_money(page):
    """Each line of the budget is the group's own, or the partner's."""
    follow(page, "Money and plan")
    arrived(page, "Money and plan")
    fill_table(page, "What do you need from us?", words.BUDGET)
    expect(page.locator('[data-sums="budget"]')).to_contain_text("£6,300")
    fill_table(page, "What are the main steps", words.STEPS)
    fill_table(page, "What will come in and go out", words.YEAR)
    answer(page, words.PART)
    page.get_by_label(words.RISKS).fill(words.RISKS_BEFORE)
    expect(status(page)).to_have_text(SAVED)
    fits(page)


def write_through_a_crash(page, service):
    """The server dies while she writes. She goes on writing, and loses nothing."""
    service.kill()
    page.get_by_label(words.RISKS).fill(words.RISKS_AFTER)
    expect(status(page)).to_contain_text("Not saved yet.")
    press(page, "Save and continue")
    expect(page.get_by_label(words.RISKS)).to_have_value(words.RISKS_AFTER)
    service.start_again()

    expect(status(page)).to_have_text(SAVED, timeout=60_000)
    page.reload()
    expect(page.get_by_label(words.RISKS)).to_have_value(words.RISKS_AFTER)
    expect(page.locator('[data-sums="budget"]')).to_contain_text("£6,300")
    go_on(page, to="Checks")


def agree_to_the_terms(page):
    answer(page, words.LINKS)
    for statement in words.AGREED:
        page.get_by_label(statement).check()
    press(page, "Save and continue")
    to_do(page, finished=5)


def attach(page):
    follow(page, "Add documents")
    arrived(page, "Add documents")
    file = {"name": words.PICTURE, "mimeType": "image/png", "buffer": page.screenshot()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Add this file")
    expect(page.get_by_role("link", name=words.PICTURE, exact=True)).to_be_visible()
    fits(page)
    follow(page, "I’m done")


# --- Everybody says yes, and it goes -------------------------------------------------------


def learn_that_the_partner_has_not_answered(page):
    to_do(page, finished=5)
    follow(page, "Check your answers and send")
    arrived(page, "Check your answers")
    agree_and_send(page)
    problems = page.locator(".govuk-error-summary")
    expect(problems).to_contain_text(words.PARTNER)


def say_yes_as_the_partner(page, mail, password):
    """Their own member reads it all, sees their own lines, and says yes to these."""
    page.goto(link_in(mail_to(mail, words.JOAN, "You’re asked to apply for a grant together")))
    sign_in(page, words.JOAN, password)
    arrived(page, f"{words.GROUP} asks {words.PARTNER} to apply together")
    page.get_by_label(words.PARTNER).check()
    press(page, "Read the application")
    arrived(page, f"The part of {words.PARTNER}")
    _kind, what, *_ = next(line for line in words.BUDGET if line[-1] == words.PARTNER)
    expect(page.get_by_text(what)).to_be_visible()
    expect(page.get_by_text("Two dryers")).to_have_count(0)
    follow(page, "Read the whole application")
    expect(page.get_by_text(words.RISKS_AFTER)).to_be_visible()
    fits(page)
    page.go_back()
    press(page, "Yes, we apply together")
    expect(page.get_by_text("We’ve told the lead that you said yes.")).to_be_visible()
    fits(page)


def check_and_send(page):
    open_own(page)
    expect(page.get_by_text("Everybody said yes")).to_be_visible()
    follow(page, "Check your answers and send")
    arrived(page, "Check your answers")
    for part in (words.RISKS_AFTER, words.PICTURE, words.THEY_DO, words.ASKED_FOR):
        expect(page.get_by_text(part).first).to_be_visible()
    answer_what_is_kept_apart(page)
    agree_and_send(page)
    arrived(page, "Application sent")
    reference = page.locator(".govuk-panel__body strong").inner_text()
    assert re.fullmatch(r"CDF-\d{4}-\d{4}", reference)
    return reference


def answer_what_is_kept_apart(page):
    press(page, "Answer questions about you")
    arrived(page, "Questions about you")
    page.get_by_label("35 to 44").check()
    press(page, "Save and go on")
    arrived(page, "Check your answers")
    expect(page.get_by_text("Somebody in your group has answered")).to_be_visible()
    expect(page.get_by_text("35 to 44")).to_have_count(0)


def read_the_receipt(page, reference):
    """What the page says of the content stands in the PDF too, with every answer."""
    fingerprint = " ".join(page.locator(".fund-fingerprint code").all_inner_texts())
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint.replace(" ", ""))
    expect(page.get_by_text(words.PICTURE)).to_be_visible()
    with page.expect_download() as download:
        follow(page, re.compile("Download your copy"))
    reading = Reading(download.value.path().read_bytes())
    said = squash(" ".join(text for _role, text in reading.spoken()))
    told = (reference, fingerprint, words.GROUP, words.OUR_COOP[words.WORK], words.RISKS_AFTER)
    assert [each for each in told if each not in said] == []
    assert [each for each in (words.PICTURE, words.PARTNER, "£900") if each not in said] == []


def follow_it(page, reference):
    press(page, "Follow your application")
    arrived(page, words.ROUND)
    expect(page.get_by_text("You sent your application.")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_be_visible()
    expect(page.get_by_text(reference).first).to_be_visible()


def hear_of_it(page, mail, reference):
    """Every member gets the receipt, and finds the application on their own phone."""
    for _name, email in (words.MAEVE, words.IDRIS):
        mail_to(mail, email, f"We have your application {reference}")
    open_own(page)
    expect(page.get_by_text("You sent your application.")).to_be_visible()


# --- What they do again and again ----------------------------------------------------------


def arrived(page, name):
    heading(page, name)
    fits(page)


def fits(page):
    """Nothing stands out of the narrow window."""
    assert faults_of_layout(page) == [], page.url


def to_do(page, *, finished):
    arrived(page, f"Your application to {words.ROUND}")
    expect(page.get_by_text(f"You’ve finished {finished} of 5 sections.")).to_be_visible()


def go_on(page, *, to):
    press(page, "Save and continue")
    arrived(page, to)


def agree_and_send(page):
    page.get_by_label("I have checked these answers").check()
    press(page, "Agree and send")


def unexpected(complaints):
    """What the browsers complained of, but for the clash, which answers 409."""
    heard = [complaint for listener in complaints for complaint in listener.taken()]
    return [complaint for complaint in heard if "status of 409" not in complaint]


def status(page):
    return page.locator("[data-autosave-words]")


def open_own(page):
    """By the name of the service, which stands on top of every page."""
    page.goto("/")
    follow(page, f"{words.GROUP}: {words.ROUND}")
