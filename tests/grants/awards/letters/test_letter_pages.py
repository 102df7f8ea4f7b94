"""The pages of letters, as they come out of the printer."""

import re
from itertools import pairwise

import pikepdf
import pytest

from applicants.paper import Letterhead
from tests.paper import Reading, failures, squash

from .a_letter import HEAD, RECIPIENT, letter, words

MM = 72 / 25.4


def long_offer():
    needs = "Receipts and a short report, sent to us before the date. " * 3
    rows = [
        {"number": f"{n} of 150", "amount": f"£{n}", "when": "1 June 2027", "needs": needs}
        for n in range(1, 151)
    ]
    rows[40]["needs"] = "word " * 1500  # taller than a page
    return words("offer", instalments=rows, conditions=["Keep all receipts. " * 20] * 150)


def test_a_long_letter_repeats_the_heads_of_its_table_for_the_eye_only():
    data = letter(long_offer())
    reading = Reading(data)
    spoken, pages = reading.spoken(), len(reading.pdf.pages)

    table_pages = {n for n, _, text, *_ in reading.shown if re.search(r"of 150$|^word", text)}

    assert pages >= 30
    assert [text for role, text in spoken if role == "TH"].count("Amount") == 1
    assert reading.artifacts.count("Amount") == len(table_pages) - 1
    assert f"Page {pages} of {pages}" in reading.artifacts
    assert ("TD", squash("word " * 1500)) in spoken
    assert [text for role, text in spoken if role == "Lbl"][149] == "150."
    assert failures(data) == []


def test_nothing_runs_over_a_margin_or_into_the_foot():
    word = "Donaudampfschifffahrt" * 60
    markup = words(
        "offer",
        organisation_name=word,
        purpose=f"{word}\n\nhttps://a.example/{'x/' * 400}",
        instalments=[{"number": word, "amount": "£1", "when": word, "needs": word}] * 3,
        conditions=[word] * 3,
    )
    head = Letterhead(**{**vars(HEAD), "name": "Alderwick " * 15, "email": f"{word}@a.example"})

    reading = Reading(letter(markup, letterhead=head, recipient=(word, word), reference=word))

    for _, mark, text, x, y, width in reading.shown:
        assert x >= 22 * MM - 0.1, text
        assert x + width <= (210 - 22) * MM + 0.5, text
        assert y > (12 if isinstance(mark, str) else 24) * MM - 5, text
    assert ("LBody", word) in reading.spoken()


def test_the_address_alone_stands_in_the_window_of_the_envelope():
    recipient = (*RECIPIENT, "Tanyard", "Alderwick", "A very long line " * 6)

    reading = Reading(letter("<p>Hello</p>", recipient=recipient))

    def is_in_window(x, y):
        return x < 110 * MM and y > (297 - 80) * MM and y + 8 < (297 - 45) * MM

    seen = [text for page, _, text, x, y, _ in reading.shown if page == 0 and is_in_window(x, y)]
    assert squash("".join(f"{text} " for text in seen)) == squash(" ".join(recipient))


def test_an_address_too_long_for_the_window_is_printed_whole():
    recipient = tuple(f"Line {n}" for n in range(90))

    reading = Reading(letter("<h1>Hello</h1>", recipient=recipient))

    assert ("P", " ".join(recipient)) in reading.spoken()
    assert len(reading.pdf.pages) == 2


@pytest.mark.parametrize("count", range(20, 60))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(count):
    markup = f"<h1>Top</h1><p>{'line<br>' * count}</p><h2>Next</h2><p>Its words</p>"

    shown = Reading(letter(markup)).shown

    pages = {text: page for page, _, text, *_ in shown}
    assert pages["Next"] == pages["Its words"]


@pytest.mark.parametrize("count", range(20, 60))
def test_a_number_stands_beside_the_first_line_of_its_item(count):
    items = "".join(f"<li>First{n} {'words ' * 60}</li>" for n in range(5))

    shown = Reading(letter(f"<p>{'line<br>' * count}</p><ol>{items}</ol>")).shown

    numbers = [(page, y) for page, _, text, _, y, _ in shown if re.match(r"\d\.$", text)]
    firsts = [(page, y) for page, _, text, _, y, _ in shown if text.startswith("First")]
    assert numbers == firsts


def test_lines_do_not_run_into_each_other():
    shown = Reading(letter(words("offer"))).shown
    margin = [
        (page, y) for page, mark, _, x, y, _ in shown if isinstance(mark, int) and x < 22.1 * MM
    ]

    gaps = [above - below for (page, above), (other, below) in pairwise(margin) if page == other]

    assert min(gap for gap in gaps if gap > 0.01) > 12


@pytest.mark.parametrize(
    ("colour", "text"), [("#0b5c4a", [1, 1, 1]), ("#ffd400", [0.114, 0.165, 0.184])]
)
def test_words_on_the_fund_colour_have_contrast(colour, text):
    head = Letterhead(**{**vars(HEAD), "colour": colour})
    pdf = Reading(letter("<p>Hello</p>", letterhead=head)).pdf

    colour_now, on_band = None, []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "rg":
            colour_now = [round(float(part), 3) for part in operands]
        if str(operator) == "Tm" and float(operands[5]) > (297 - 28) * MM:
            on_band.append(colour_now)

    assert on_band == [text, text]  # the fund's name and its strapline
