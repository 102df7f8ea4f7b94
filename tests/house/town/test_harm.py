"""Harmful words in every place: on the pages of the town they are only ever words."""

import html
import json
import re

import pytest
from django.test import Client

from tests.house import walking
from tests.house.a_town import HARM
from tests.house.walking import PAGES

ESCAPED = html.escape(HARM)
IN_A_BLOCK_OF_DATA = json.dumps(HARM)[1:-1].replace("<", "\\u003C").replace(">", "\\u003E")
# What is left of it where a page may not show it as it is: in addresses.
TAMED = re.compile(r"scriptalert1script-77")

# What somebody uploaded is shown in a box of its own.
FILES = (
    *("attachment", "covered_file", "evidence_file", "account_file_open"),
    *("material", "my_material"),
)


def wounds(text):
    """Places where harmful words stand in a page otherwise than escaped."""
    rest = text.replace(ESCAPED, "").replace(ESCAPED.lower(), "").replace(IN_A_BLOCK_OF_DATA, "")
    return [
        rest[max(spot.start() - 60, 0) : spot.end() + 40]
        for spot in re.finditer(r"alert\(|<script>|7\*7", rest, re.IGNORECASE)
        if not TAMED.search(rest[spot.start() - 10 : spot.end() + 20])
    ]


@pytest.mark.parametrize("planted", [HARM, html.escape(HARM, quote=False), HARM[2:]])
def test_the_search_finds_a_planted_wound(planted):
    assert wounds(f"<p>{ESCAPED}</p>") == []
    assert bool(wounds(f"<p>{planted}</p>")) == (planted != ESCAPED)


@pytest.mark.django_db
def test_harmful_names_notes_and_files_are_only_ever_words(town):
    seen = 0
    for page in town.pages:
        if page.type == "text/html":
            assert not wounds(page.text), page
            seen += ESCAPED in page.text

    assert seen > 300


@pytest.mark.django_db
def test_harmful_words_were_seen_in_every_kind_of_place(town):
    """Without this, a walk that shows no harmful words would pass the test above."""
    text = "\n".join(page.text for page in town.pages if page.type == "text/html")

    people = ("Why", "No", "My aunt", "All well.", "Olu", "Bread")
    rounds = ("Round", "Plan", "Guide", "Fair", "Is it", "Part", "Ask", "Hint")
    for words in people + rounds:
        assert f"{words} {ESCAPED}" in text, words
    assert f"{ESCAPED}.pdf" in text


@pytest.mark.django_db
def test_harmful_words_typed_into_a_form_come_back_as_words(town):
    shown = 0
    for who, form in town.forms:
        page = walking.send(town, who, form.action, dict.fromkeys(form.fields, HARM))
        assert not wounds(page.text), page
        shown += ESCAPED in page.text

    assert shown > 30


@pytest.mark.django_db
def test_a_template_is_never_made_from_what_people_type(town):
    """{{ 7*7 }} would be no valid template at all, so a page would be an error and not a 49."""
    for page in town.pages:
        assert page.status < 500, page


@pytest.mark.django_db
def test_letters_hold_the_words_and_not_the_mark_up(town):
    letters = [page for page in town.pages if page.name == "letter" and page.status == 200]

    assert letters
    for page in letters:
        assert ESCAPED in page.text


def headers_of(town, page):
    response = town.clients[page.who].get(page.address)
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, so that its file is closed
    return response.headers


@pytest.mark.django_db
def test_every_page_tells_the_browser_the_rules(town):
    seen = {}
    for page in town.pages:
        seen.setdefault((page.name, page.status), page)

    for page in seen.values():
        headers = headers_of(town, page)
        assert "unsafe" not in headers["Content-Security-Policy"], page
        is_a_file = page.name in FILES and page.status == 200
        wanted = "'none'" if is_a_file else "'self'"
        assert f"default-src {wanted}" in headers["Content-Security-Policy"], page
        assert headers["X-Content-Type-Options"] == "nosniff", page
        may_stand_in_ours = page.name == "letter_wording_pdf" and page.status == 200
        assert headers["X-Frame-Options"] == ("SAMEORIGIN" if may_stand_in_ours else "DENY"), page
        if page.who != "visitor" and page.name not in ("theme", "health"):
            assert "no-store" in headers["Cache-Control"], page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["attachment", "covered_file", "material"])
def test_uploads_are_handed_out_as_files_that_can_do_nothing(town, name):
    page = next(page for page in town.pages if page.name == name and page.status == 200)

    headers = headers_of(town, page)

    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] == "application/pdf"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "\n" not in headers["Content-Disposition"]
    assert "<script>" not in headers["Content-Disposition"]


@pytest.mark.django_db
def test_every_page_that_can_be_posted_asks_for_the_token(town):
    stranger = Client(enforce_csrf_checks=True)
    asked = 0
    for name, address in walking.addresses(town):
        if "POST" in PAGES[name][1].methods:
            assert stranger.post(address, {"x": "1"}).status_code == 403, address
            asked += 1

    assert asked > 100
