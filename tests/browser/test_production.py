"""The service as a fund runs it, with DEBUG off: its style sheets, and the pages that say no."""

import secrets

import pytest

from .looking import Listener, faults_of
from .service import Service, temporary_folder
from .signing_in import Doorway

FUND = "Co-operate Alderwick"
ADA = "ada@weirlanebakers.example"


@pytest.fixture(scope="module")
def production():
    settings = {"DEBUG": "0", "FUND_IS_DEMO": "1", "SECRET_KEY": secrets.token_urlsafe(50)}
    with temporary_folder() as folder:
        service = Service(folder, **settings)
        try:
            service.start()
            yield service
        finally:
            service.stop()


@pytest.fixture
def window(production, browser):
    """A browser window of Ada, who is signed in."""
    context = browser.new_context(base_url=production.address)
    Doorway(production).key_of(context, ADA)
    yield context.new_page()
    context.close()


def test_style_sheets_and_scripts_arrive(window):
    listener = Listener(window)
    window.goto("/")
    assert faults_of(window, FUND) + listener.taken() == []
    colour = "getComputedStyle(document.querySelector('.govuk-generic-header')).backgroundColor"
    assert window.evaluate(colour) == "rgb(11, 92, 74)"
    assert window.evaluate("document.body.className.includes('govuk-frontend-supported')")
    styles = "[...document.querySelectorAll('link[rel=stylesheet]')].map((link) => link.href)"
    hashed = [address for address in window.evaluate(styles) if "theme.css" not in address]
    assert len(hashed) == 2
    assert all(address.count(".") >= 5 for address in hashed), hashed  # 127.0.0.1 has three


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing-here/", 404, "We can’t find this page"),
        ("/applications/CDF-2026-0010/", 404, "We can’t find this page"),  # another co-op's
        ("/demo/", 404, "We can’t find this page"),
        ("/cases/", 403, "This page is not open to you"),
    ],
)
def test_a_page_that_says_no_is_fit_to_show(window, path, status, words):
    answer = window.goto(path)
    assert answer.status == status
    assert window.locator("h1").inner_text() == words
    assert faults_of(window, FUND) == []


def test_a_form_from_a_stale_tab_is_refused_in_plain_words(window):
    window.goto("/organisations/start/")
    window.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'old'")
    with window.expect_navigation() as navigation:
        window.get_by_role("main").get_by_role("button").last.click()
    assert navigation.value.status == 403
    assert faults_of(window, FUND) == []
