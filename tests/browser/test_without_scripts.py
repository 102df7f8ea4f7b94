"""Everything that matters works when scripts don't: an old phone, a strict office, a bad line."""

import re

import pytest
from playwright.sync_api import expect

HALINA = "halina@millstreetmending.example"


@pytest.fixture
def plain_page(new_context):
    context = new_context(java_script_enabled=False)
    context.set_default_timeout(15_000)
    return context.new_page()


def test_somebody_signs_in_saves_a_section_and_sends(plain_page, service):
    page = plain_page
    page.goto("/accounts/login/")
    sign_in(page, "not-her-password")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_contain_text("password is wrong")
    expect(page.get_by_label("Email address")).to_have_value(HALINA)
    sign_in(page, service.logins[HALINA]["password"])

    page.get_by_role("link", name=re.compile("Mill Street Mending Circle: Start Fund")).click()
    page.get_by_role("link", name="About you").click()
    fill_in_all(page)
    page.get_by_label("What is the postcode").fill("nowhere")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a full UK postcode")
    expect(page.get_by_label("What is the postcode")).to_have_value("nowhere")
    page.get_by_label("What is the postcode").fill("E25 1GQ")
    for _section in range(5):
        page.get_by_role("button", name="Save and continue").click()
        if page.get_by_role("button", name="Save and continue").count() == 0:
            break
        fill_in_all(page)

    page.get_by_role("link", name="Come to a workshop").click()
    page.get_by_label("We could not come").check()
    page.get_by_label("Tell us more").fill("We mend on the evenings of all dates.")
    page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_role("link", name="Check your answers and send").click()
    page.get_by_role("button", name="Agree and send").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Tick the box to say")
    page.get_by_label("I have checked these answers").check()
    page.get_by_role("button", name="Agree and send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Application sent")


def test_the_menu_stands_open_on_a_phone(new_context):
    context = new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="Workshops", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def sign_in(page, password):
    page.get_by_label("Email address").fill(HALINA)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def fill_in_all(page):
    """Something sensible in each box that is still empty."""
    main = page.get_by_role("main")
    for group in main.get_by_role("group").all():
        if group.get_by_role("radio").count():
            group.get_by_role("radio").first.check()
        for tick in group.get_by_role("checkbox").all():
            tick.check()
    for box in main.locator("div > textarea, div > input[type=text]").all():
        if not box.input_value():
            box.fill("We mend clothes together on Mill Street.")
    for table in main.locator("table.fund-lines").all():
        for cell in table.locator("tbody tr").first.locator("td").all():
            if cell.get_by_role("combobox").count():
                cell.get_by_role("combobox").select_option(index=1)
            elif not cell.get_by_role("textbox").input_value():
                cell.get_by_role("textbox").fill("500")
