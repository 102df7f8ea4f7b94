"""Writing a section: it saves itself, asks what applies, adds up, and loses nothing when killed."""

import json
import re

import pytest
from playwright.sync_api import expect

from .looking import Listener, faults_of
from .service import Service, temporary_folder
from .signing_in import Doorway

FUND = "Co-operate Alderwick"
BAKER = "ada@weirlanebakers.example"
SAVED = re.compile(r"^Saved at (\d|mid)")
WORK = "What will you do, and who pays for it?"
SECTION = "/applications/{draft}/sections/{number}/"


@pytest.fixture
def section(page_of, service):
    """A section of the baker’s draft: `section(2)`."""

    def open_for(number):
        page = page_of(BAKER)
        page.goto(SECTION.format(draft=service.applications["draft"], number=number))
        return page

    return open_for


def status(page):
    return page.locator("[data-autosave-words]")


def test_what_is_typed_is_saved_without_a_button(section):
    page = section(2)
    listener = Listener(page)
    page.get_by_label(WORK).fill("We bake bread, and our neighbours buy it.")

    expect(status(page)).to_have_text(SAVED)
    expect(status(page)).to_have_attribute("role", "status")
    page.get_by_label(WORK).fill("We bake bread and cake, and our neighbours buy it.")
    page.get_by_role("link", name="All sections").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your application to")

    again = section(2)
    expect(again.get_by_label(WORK)).to_have_value(
        "We bake bread and cake, and our neighbours buy it."
    )
    assert faults_of(again, FUND) + listener.taken() == []


def test_two_windows_on_one_section_overwrite_nothing(section):
    first, second = section(2), section(2)
    first.get_by_label(WORK).fill("The words of the first window.")
    expect(status(first)).to_have_text(SAVED)

    second.get_by_label(WORK).fill("The words of the second window.")
    expect(status(second)).to_contain_text("What you typed since is not saved.")
    expect(second.get_by_label(WORK)).to_have_value("The words of the second window.")
    second.get_by_role("button", name="See both texts").click()

    expect(second.get_by_label(WORK)).to_have_value("The words of the second window.")
    expect(second.locator(".fund-theirs")).to_contain_text("The words of the first window.")
    second.get_by_label(WORK).fill("The words of both windows.")
    second.get_by_role("button", name="Save and come back later").click()
    expect(section(2).get_by_label(WORK)).to_have_value("The words of both windows.")


def test_a_question_comes_and_goes_with_the_answer_that_it_depends_on(section):
    page = section(1)
    rule = {"match": "all", "tests": [{"field": "q2", "test": "is", "value": "trading"}]}
    with_a_rule(page, "q4", rule)
    box = page.get_by_label("Who’s involved?")

    page.get_by_label("It’s an idea").check()
    expect(box).to_be_hidden()
    page.get_by_label("We’re trading").check()
    expect(box).to_be_visible()
    box.fill("Ada and Ben.")
    page.get_by_label("It’s an idea").check()
    expect(box).to_be_hidden()
    page.get_by_label("We’re trading").check()
    expect(box).to_have_value("Ada and Ben.")


def with_a_rule(page, question, rule):
    """The same page with one question made to depend on another."""
    told = json.dumps(rule).replace('"', "&quot;")

    def put_in(route):
        answer = route.fetch()
        place = f'id="{question}" data-question'
        assert place in answer.text()
        route.fulfill(
            response=answer, body=answer.text().replace(place, f'{place} data-rule="{told}"')
        )

    page.route("**/sections/*/", put_in)
    page.reload()
    page.unroute("**/sections/*/")


def test_a_table_grows_and_its_sums_keep_up(section):
    page = section(4)
    for line in (3, 4, 5):
        take_out(page, "q14", line)
    page.get_by_role("button", name="Save and come back later").click()
    page = section(4)
    button = page.locator("[data-add-line]").first
    expect(button).to_have_text("Add another line")
    name = button.get_attribute("data-add-line")
    lines = page.locator(f'[data-name="{name}"] tbody tr')
    before = lines.count()

    button.click()

    expect(lines).to_have_count(before + 1)
    added = page.locator(":focus")
    assert added.get_attribute("name").startswith(f"{name}-{before}-")
    expect(lines.last.get_by_role("textbox").first).to_have_value("")
    sums = page.locator('[data-sums="budget"]')
    said = sums.inner_text()
    page.locator('[name="q14-0-amount"]').fill("£1,111.50")
    expect(sums).not_to_have_text(said)
    expect(sums).to_contain_text(".50")
    expect(status(page)).to_have_text(SAVED)
    assert faults_of(page, FUND) == []


def take_out(page, name, line):
    """Empty one line of a budget."""
    for column in ("what", "amount"):
        page.locator(f'[name="{name}-{line}-{column}"]').fill("")
    for column in ("kind", "local"):
        page.locator(f'[name="{name}-{line}-{column}"]').select_option("")


def test_a_server_that_dies_takes_nothing_that_was_called_saved(browser):
    with temporary_folder() as folder:
        service = Service(folder)
        try:
            service.start()
            context = browser.new_context(base_url=service.address)
            context.set_default_timeout(15_000)
            write_through_a_kill(Doorway(service).sign_in(context.new_page(), BAKER), service)
            context.close()
        finally:
            service.stop()


def write_through_a_kill(page, service):
    address = SECTION.format(draft=service.applications["draft"], number=2)
    page.goto(address)
    page.get_by_label(WORK).fill("Called saved.")
    expect(status(page)).to_have_text(SAVED)

    service.kill()
    page.get_by_label(WORK).fill("Called saved. Typed in the dark.")
    expect(status(page)).to_contain_text("Not saved yet.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label(WORK)).to_have_value("Called saved. Typed in the dark.")
    service.start_again()

    assert "Called saved." in page.context.request.get(service.address + address).text()
    expect(status(page)).to_have_text(SAVED, timeout=60_000)
    page.reload()
    expect(page.get_by_label(WORK)).to_have_value("Called saved. Typed in the dark.")
