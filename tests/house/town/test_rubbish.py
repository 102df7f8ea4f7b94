"""Rubbish in every box of every form, and behind the question mark, is answered in words."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project
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


@pytest.mark.parametrize("words", ["", "0", "-1", "9" * 400, "x", "\x00", "٣", "1.5", "🙂" * 25])
def test_rubbish_behind_the_question_mark_is_harmless(town, words):
    shown = {(page.who, page.name): page for page in town.pages if page.status == 200}
    query = dict.fromkeys(ASKED_FOR, words)

    for page in shown.values():
        response = town.clients[page.who].get(page.address, query)
        if response.streaming:
            b"".join(response.streaming_content)
        allowed = (400,) if "\x00" in words else (200, 302, 404)
        assert response.status_code in allowed, f"{page} with {words!r}"
