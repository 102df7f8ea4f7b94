"""Two pages are taken for one only where axe would say the same of both."""

import pytest

from .looking import NARROW, WIDE, faults_of
from .shapes import SHAPE, Shapes

FUND = "Co-operate Alderwick"
OFFICER = "sian@alderwick.example"
CASES = "/cases/"
# What a template could get wrong on one page of many: what is done to the page that is open.
PLANTED = {
    "a picture without words": "main.append(document.createElement('img'))",
    "pale words": "main.querySelector('p').style.color = '#bbb'",
    "a pale ground": "main.querySelector('h1').style.background = '#333'",
    "pale words in a row of many": "row.querySelector('td').style.color = '#bbb'",
    "a link without words": "main.querySelector('a').textContent = ''",
    "a button without words": "main.querySelector('button').textContent = ''",
    "a field without a label": "field.labels[0].remove()",
    "a label that leads elsewhere": "field.labels[0].htmlFor = 'nowhere'",
    "a name twice": "main.append(Object.assign(document.createElement('p'), {id: field.id}))",
    "a role that is none": "main.querySelector('p').setAttribute('role', 'paragraf')",
    "a mark that is none": "main.querySelector('a').setAttribute('aria-pressed', 'maybe')",
    "a heading too deep": "main.querySelector('h2').outerHTML = '<h5>Too deep</h5>'",
    "an empty heading": "main.querySelector('h2').textContent = ''",
    "a list of something else": "main.append(document.createElement('ul')); "
    "main.lastChild.append(document.createElement('p'))",
    "another language": "document.documentElement.lang = 'xx-nowhere'",
    "nothing to skip to": "main.id = 'elsewhere'",
}
ON_A_PHONE_ONLY = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('@media (width < 400px) { %s }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]"""
NAMES = """
  const main = document.querySelector('main'), row = main.querySelectorAll('tbody tr')[7];
  const field = [...main.querySelectorAll('input')].find((each) => each.labels?.length);"""
SMALL = "main a { display: block; height: 9px; overflow: hidden; font-size: 6px }"
HIDDEN = "main h1 { display: none !important }"


def plant(page, change):
    page.evaluate(f"() => {{ {NAMES} {change} }}")


def shape_at(page, size):
    page.set_viewport_size(size)
    return page.evaluate(SHAPE)


def test_other_words_and_addresses_are_the_same_shape(page_of):
    page = page_of(OFFICER)
    page.goto(CASES)
    before = shape_at(page, WIDE)
    page.reload()
    assert shape_at(page, WIDE) == before
    plant(page, "main.querySelector('h1').firstChild.data = 'Other words'")
    plant(page, "main.querySelector('tbody a').href = '/cases/CDF-2026-9999/'")
    plant(page, "row.remove()")
    assert shape_at(page, WIDE) == before


def test_each_planted_fault_is_another_shape(page_of):
    page = page_of(OFFICER)
    page.goto(CASES)
    before, taken_for_the_same = shape_at(page, WIDE), []
    for fault, change in PLANTED.items():
        page.reload()
        plant(page, change)
        if shape_at(page, WIDE) == before:
            taken_for_the_same.append(fault)
    assert taken_for_the_same == []


@pytest.mark.parametrize("style", [SMALL, HIDDEN])
def test_a_fault_on_a_phone_only_is_found_on_a_page_seen_before(style, page_of):
    shapes = Shapes()
    page = page_of(OFFICER)
    page.goto(CASES)
    assert faults_of(page, FUND, shapes) == []
    plant(page, ON_A_PHONE_ONLY % style)
    wide, narrow = f"at {WIDE['width']} px: axe", f"at {NARROW['width']} px: axe"
    found = faults_of(page, FUND, shapes)
    assert [fault for fault in found if fault.startswith(narrow)] != []
    assert [fault for fault in found if fault.startswith(wide)] == []


def test_what_was_seen_is_not_looked_at_again(page_of):
    """Else the shapes would save nothing."""
    shapes = Shapes()
    page = page_of(OFFICER)
    page.goto(CASES)
    assert shapes.is_new(page, WIDE["width"])
    assert not shapes.is_new(page, WIDE["width"])
    assert shapes.is_new(page, NARROW["width"])
