"""The words of letters, read back from the PDF as a screen reader would."""

import html
import re

import pytest

from applicants.paper import UnknownMarkup, UnprintableText
from grants.awards.letters.models import Kind
from tests.paper import Reading, failures, squash

from .a_letter import HEAD, RECIPIENT, letter, words

HOSTILE = [
    "<b>Co-op",
    '<img src="/etc/hostname">',
    '<a href="file:///etc/passwd">Bread</a>',
    "</para> & <para>Bread &amp; Butter",
    "{{ amount }} {% now 'Y' %}",
    "O'Brien & Söhne",
    "Tŷ Gwyn",
    "(Bread) \\ Tj ET",
]


# --- the words --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", Kind.values)
def test_the_pdf_says_what_the_page_says(name):
    markup = words(name)
    reading = Reading(letter(markup))
    opening = 5  # fund, strapline, how to reach it, recipient, date and reference

    spoken = " ".join(text for role, text in reading.spoken()[opening:] if role != "Lbl")

    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(strong|a)\b[^>]*>", "", markup)))
    assert squash(spoken) == squash(plain)


def test_the_opening_names_the_fund_the_recipient_the_date_and_the_reference():
    spoken = Reading(letter("<h1>Hello</h1>")).spoken()

    assert spoken == [
        ("P", "Co-operate Alderwick"),
        ("P", "Grants and support for co-ops"),
        ("P", "Town Hall Market Square Alderwick AW1 1AA 01632 960 123 hello@alderwick.example"),
        ("P", " ".join(RECIPIENT)),
        ("P", "22 November 2026 Our reference: CDF-2026-0042"),
        ("H1", "Hello"),
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_markup_is_printed_as_it_was_typed(name):
    markup = words("offer", organisation_name=name, purpose=name, recipient_name=name)
    data = letter(markup, recipient=(name,), title=name)
    reading = Reading(data)

    spoken = reading.spoken()

    assert spoken[3] == ("P", squash(name))
    assert ("P", f"Dear {squash(name)},") in spoken
    assert str(reading.pdf.docinfo["/Title"]) == name
    links = [str(area.A.URI) for page in reading.pdf.pages for area in page.get("/Annots", [])]
    assert {link.split(":")[0] for link in links} == {"https", "mailto"}
    assert failures(data) == []


def test_parts_that_do_not_apply_are_left_out():
    markup = words("offer", is_subsidy=False, advice_days="", conditions=[], reports=[])

    headings = [text for role, text in Reading(letter(markup)).spoken() if role == "H2"]

    assert headings == [
        "What it is for",
        "Why we said yes",
        "When the money comes",
        "What we will publish",
        "If your plans change",
        "If things go wrong",
        "What to do now",
        "Who to ask",
    ]


def test_help_without_money_promises_no_payment():
    markup = words("offer", award="3 advice days", pounds="", instalments=[], is_subsidy=False)

    spoken = Reading(letter(markup)).spoken()

    assert ("H1", "We would like to help your co-op") in spoken
    assert ("H2", "When the money comes") not in spoken
    assert (
        "Tŷ Gwyn Bakery Co-operative Ltd a grant of 3 advice days from the Grow Fund"
        in spoken[7][1]
    )


def test_a_fund_that_names_no_one_signs_once():
    names = {"contact_name": HEAD.name, "signed_name": HEAD.name}

    spoken = Reading(letter(words("decline", **names))).spoken()

    assert spoken[-2:] == [("P", "Yours sincerely,"), ("P", "Co-operate Alderwick")]
    assert not any("looks after" in text for _, text in spoken)


@pytest.mark.parametrize(
    ("typed", "named"), [("漢字 Co-op", "漢 (U+6F22), 字 (U+5B57)"), ("🍞", "🍞")]
)
def test_a_letter_without_a_shape_is_refused_and_named(typed, named):
    with pytest.raises(UnprintableText, match=re.escape(named)) as refusal:
        letter(words("offer", organisation_name=typed))

    assert set(refusal.value.characters) == set(typed) - set(" Co-op")


def test_text_from_other_keyboards_is_tidied_not_refused():
    typed = "Ty\u0302 Gwyn\u200b co\u2011op \u202aE\u0301\u202c\u2028Łódź\x07"

    spoken = Reading(letter(f"<h1>{typed}</h1>")).spoken()

    assert spoken[-1] == ("H1", "Tŷ Gwyn co-op É Łódź")


# --- faults of a template ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>Hello</h1><img src='/etc/hostname'>",
        "<script>alert(1)</script>",
        "<p>Open",
        "<p>Crossed <strong>tags</p></strong>",
        "Words outside",
        "<h2>Second first</h2>",
        "<ul><li><p>Too deep</p></li></ul>",
        "<li>No list</li>",
        "<tr><td>No table</td></tr>",
        "<table><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<p><a href='file:///etc/passwd'>a</a></p>",
        "<p><a href='javascript:alert(1)'>a</a></p>",
        "<p><a href='/relative'>a</a></p>",
    ],
)
def test_a_fault_in_a_template_is_refused(markup):
    with pytest.raises(UnknownMarkup):
        letter(markup)
