"""What is wrong with a page, in sentences; nothing when it is fit to show."""

import re
from contextlib import suppress

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

WIDE = {"width": 1280, "height": 1024}
# A phone; and what remains of a screen of 1280 × 1024 at 400 % zoom.
NARROW = {"width": 320, "height": 256}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Only what is wrong comes back: the whole answer is a hundred times larger.
ASK_AXE = """([standards, rules]) => axe
  .run(document, {
    resultTypes: ['violations'], runOnly: {type: 'tag', values: standards}, rules: rules})
  .then((found) => found.violations.flatMap((violation) => violation.nodes.slice(0, 3).map(
    (node) => `${violation.id}: ${violation.help}: ${node.html.slice(0, 160)}`)))"""
# Colours are the same at every width, and comparing them takes most of axe's time: once will do.
BUT_COLOURS = {"color-contrast": {"enabled": False}}
# What a page says, without the marks that differ each time that it is opened.
INSIDE = """() => document.querySelector('main').outerHTML
  .replace(/<input[^>]*csrfmiddlewaretoken[^>]*>/g, '')"""
# What stands further right than the window, so that the sentence says where to look.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const found = [...document.querySelectorAll('body *')].filter(
    (each) => each.getBoundingClientRect().right > wide + 1);
  return found.slice(0, 3).map((each) => each.outerHTML.slice(0, 120));
}"""


# Words are counted as the server counts them, which only the older of two options does.
EXPECTED = "Option `maxwords` is deprecated"


class Listener:
    """Keeps what the browser complains about: errors of scripts, refused files, the CSP."""

    def __init__(self, page):
        self.complaints = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _said(self, message):
        if message.type in ("error", "warning") and EXPECTED not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def taken(self):
        taken, self.complaints = self.complaints, []
        return taken


def faults_of(page, fund):
    """Everything wrong with the page that is open, at both widths."""
    # A button that was just pressed may still lead to it.
    with suppress(Error):
        page.locator("h1").first.wait_for(state="attached", timeout=5_000)
    faults = faults_of_outline(page, fund)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        at = f"at {size['width']} px"
        faults += [f"{at}: {fault}" for fault in faults_of_layout(page)]
        rules = BUT_COLOURS if size == NARROW else {}
        faults += [f"{at}: {fault}" for fault in faults_found_by_axe(page, rules)]
    page.set_viewport_size(WIDE)
    return faults


def inside_of(page):
    """The page without its frame: the same for two people who may do the same there."""
    return page.evaluate(INSIDE)


def faults_of_outline(page, fund):
    faults = []
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        faults.append(f"it has {len(headings)} main headings: {headings}")
    title = page.title()
    if not title.endswith(f" – {fund}") or title.startswith(" –"):
        faults.append(f"its title is “{title}”")
    leftovers = re.findall(r"{{|{%|\bNoneType\b|<\w+: |\w+ object at", page.inner_text("main"))
    if leftovers:
        faults.append(f"it shows leftovers: {leftovers}")
    return faults


def faults_of_layout(page):
    return [f"this stands out of the window: {html}" for html in page.evaluate(TOO_WIDE)]


def faults_found_by_axe(page, rules=None):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"axe, {fault}" for fault in page.evaluate(ASK_AXE, [STANDARDS, rules or {}])]
