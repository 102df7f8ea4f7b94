"""What everybody does on a page, whoever they are: press, read, fill in, wait for mail."""

import re

from playwright.sync_api import expect


def press(page, name):
    page.get_by_role("button", name=name, exact=isinstance(name, str)).click()


def follow(page, name, role="link"):
    page.get_by_role(role, name=name, exact=isinstance(name, str)).first.click()


def heading(page, name):
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def answer(page, answers):
    for question, text in answers.items():
        page.get_by_label(question).fill(text)


def fill_table(page, question, lines):
    """Each box by its label: the line, then the column."""
    group = page.get_by_role("group", name=question)
    rows = group.locator("tbody tr")
    expect(rows.first).to_be_visible()
    while rows.count() < len(lines):
        group.get_by_role("button", name="Add another line").click()
    for row, line in zip(rows.all(), lines, strict=False):
        for cell, text in zip(row.locator("td").all(), line, strict=True):
            box = cell.get_by_role("combobox")
            if box.count():
                box.select_option(label=text)
            else:
                cell.get_by_role("textbox").fill(text)


def look_again_until(page, what, times=20):
    for _ in range(times):
        if what.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(what).to_be_attached()


def mail_to(reader, to, subject):
    """What somebody was sent, read in a window of its own on the page that only a developer has."""
    for _ in range(40):
        reader.goto("/demo/mail/")
        named = reader.locator("summary").filter(has_text=subject).filter(has_text=f"to {to}")
        mail = reader.locator("details").filter(has=named)
        if mail.count():
            return mail.first.locator(".govuk-details__text").text_content()
        reader.wait_for_timeout(500)
    raise AssertionError(f"“{subject}” did not reach {to}")


def link_in(mail):
    return re.search(r"http://\S+", mail)[0]
