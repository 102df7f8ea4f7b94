"""Rubbish in every box of every form, and behind the question mark, is answered in words."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.house import walking

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RUBBISH = [
    "",
    " ",
    "\x00",
    "x" * 20_000,
    "9" * 400,
    "-1",
    "NaN",
    "Infinity",
    "1e999999",
    "٣٣",
    "½",
    "\u202egnp.exe",
    "🙂" * 300,
    "e\u0301" * 300,
    "\r\n.\r\n",
    "'; drop table applicants_user; --",
    "0",
    "31",
    "2026",
    "99999",
    "1.005",
    "£1,2,3",
    "on",
    "{{ 7*7 }}",
    "%s%n",
]


def is_covered(page):
    """An assessor of a blind round reads the answers on another page, with the names covered."""
    _pattern, view = walking.PAGES.get(page.name, (None, None))
    reads = getattr(view, "permission", "") in ("grants.see_answers", "grants.see_attachment")
    return reads and (page.who, page.status) == ("assessor", 403)


def test_no_page_of_the_town_is_an_error(town):
    assert len(town.pages) > 500
    for page in town.pages:
        assert page.status in (200, 302, 404, 409) or is_covered(page), page


def test_every_room_has_forms_to_try(town):
    """Without this, a walk that finds no form would pass all that follows."""
    found = {re.sub(r"[^/]*\d[^/]*", "…", form.action) for _who, form in town.forms}

    assert {
        "/applications/…/sections/…/",
        "/applications/…/check/",
        "/applications/…/offer/sign/",
        "/applications/…/offer/no/",
        "/cases/…/offer/",
        "/applications/…/bank-details/",
        "/cases/…/eligibility/",
        "/cases/…/decide/",
        "/cases/…/bank-details/",
        "/assess/…/",
        "/payments/…/approve/",
        "/payments/…/bank-said/",
        "/reports/…/save/",
        "/reports/…/review/",
        "/organisations/start/",
        "/people/add/",
        "/rounds/add/",
        "/workshops/add/",
        "/workshops/…/book/",
        "/accounts/signup/",
        "/accounts/…/totp/activate/",
    } <= found


@pytest.mark.parametrize("turn", [0, 7, 14])
def test_rubbish_in_every_box_of_every_form_is_answered_in_words(town, turn):
    complaints = 0
    for who, form in town.forms:
        data = {
            name: RUBBISH[(turn + number) % len(RUBBISH)] for number, name in enumerate(form.fields)
        }
        page = walking.send(town, who, form.action, data)
        assert page.status in (200, 302, 400, 404, 409, 429), page
        complaints += "There is a problem" in page.text

    assert complaints > len(town.forms) / 3  # the rubbish did reach the forms


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_words_in_any_form_are_answered_in_words(town, data):
    who, form = data.draw(st.sampled_from(town.forms))
    words = st.one_of(st.sampled_from(RUBBISH), st.text(max_size=60), st.integers().map(str))
    sent = {name: data.draw(st.lists(words, max_size=3)) for name in [*form.fields, "unheard_of"]}

    page = walking.send(town, who, form.action, sent)

    assert page.status in (200, 302, 400, 404, 409, 429), page


def names_asked_for():
    """Every name that a page looks for behind the question mark, read from the code."""
    for app in ("applicants", "workshops", "grants"):
        for path in [
            *(root := Path(project.BASE_DIR, app)).rglob("views.py"),
            *root.rglob("views/*.py"),
        ]:
            code = path.read_text()
            yield from re.findall(r'request\.GET\.get\("(\w+)"', code)
            yield from re.findall(r'"(\w+)" in request\.GET', code)


ASKED_FOR = sorted({*names_asked_for(), "next"})


def test_the_names_behind_the_question_mark_are_found():
    assert {"page", "state", "words", "email", "then", "past"} <= set(ASKED_FOR)


MARK = "zebra-77"


def with_a_query(town, page, words):
    response = town.clients[page.who].get(page.address, dict.fromkeys(ASKED_FOR, words))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    allowed = (400,) if "\x00" in words else (200, 302, 404)
    assert response.status_code in allowed, f"{page} with {words!r}"
    return response, body


def listens(response, body):
    """It read what stands behind the question mark, or handed it on unread."""
    handed_on = MARK.encode() in body or MARK in response.headers.get("Location", "")
    return "GET" in vars(response.wsgi_request) or handed_on


@pytest.fixture(scope="module")
def listening(town, django_db_blocker):
    """The pages that listen; to the others one query is as good as another, so one will do."""
    shown = {(page.who, page.name): page for page in town.pages if page.status == 200}
    with django_db_blocker.unblock(), transaction.atomic():
        found = [page for page in shown.values() if listens(*with_a_query(town, page, MARK))]
        transaction.set_rollback(True)
    return found


def test_pages_that_listen_are_told_from_those_that_do_not(listening):
    names = {page.name for page in listening}
    assert {"application_list", "search", "people", "account_login"} <= names
    assert {"privacy", "accessibility", "contact"} & names == set()


@pytest.mark.parametrize("words", ["", "0", "-1", "9" * 400, "x", "٣", "1.5", "🙂" * 25])
def test_rubbish_behind_the_question_mark_is_harmless(town, listening, words):
    for page in listening:
        with_a_query(town, page, words)


def test_a_page_is_not_asked_with_an_empty_byte_behind_the_question_mark(town):
    """Our middleware refuses it before any page is asked, so no page is left out here."""
    for page in {(page.who, page.name): page for page in town.pages if page.status == 200}.values():
        with_a_query(town, page, "\x00")
