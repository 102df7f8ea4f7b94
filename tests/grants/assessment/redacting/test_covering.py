"""Words are found as people write them, and never inside a longer word."""

import re
import time

import pytest
from hypothesis import given, strategies as st

from grants.assessment.redacting.covering import cover, pieces, spans, stands_in
from grants.assessment.redacting.finding import Known, proposals
from grants.blindness import COVERED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We are Tŷ Gwyn.", "ty gwyn"),
        ("We are TY GWYN.", "Tŷ Gwyn"),
        ("We are Ty\u0302 Gwyn.", "Tŷ Gwyn"),  # the accent as a letter of its own
        ("We are Tŷ\n  Gwyn.", "Tŷ Gwyn"),
        ("We are Tŷ\u00a0Gwyn.", "Tŷ Gwyn"),
        ("We are Al\u00adder Co.", "Alder"),  # a soft hyphen that nobody sees
        ("It is O’Shea’s place.", "O'Shea"),
        ("It is O'Shea's place.", "O’Shea"),
        ("Half–Moon bakes.", "half-moon"),
        ("ﬁne ﬁsh bake.", "fine fish"),  # letters that are printed as one
        ("Straße 3", "STRASSE"),
        ("(Alder)", "alder"),
        ("_Alder_", "alder"),
        ("<b>Alder</b>", "<b>Alder</b>"),
        ("Cost: (a+)+$ [x] .*", "(a+)+$ [x] .*"),
        ("R&D Co", "r&d co"),
        ("at www.alder.example/us", "www.alder.example/us"),
    ],
)
def test_a_name_is_found_however_it_is_written(text, words):
    assert stands_in(words, [text])
    assert COVERED in cover(text, [words])
    assert not stands_in(words, [cover(text, [words])])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We start with art.", "tar"),
        ("A start.", "Art"),
        ("The bakery", "Bake"),
        ("2019", "201"),
        ("anything at all", ".*"),
        ("aaa", "(a+)+"),
        ("", "Alder"),
        ("Alder", ""),
        ("Alder", " \n "),
    ],
)
def test_what_is_not_the_name_stays(text, words):
    assert cover(text, [words]) == text


def test_words_that_overlap_leave_no_rest():
    text = "Ask Weir Lane Bakers today"

    assert cover(text, ["Weir Lane", "Lane Bakers"]) == f"Ask {COVERED} today"


def test_how_many_words_a_name_has_is_not_told():
    assert cover("Ask Ana Maria Sousa.", ["Ana", "Maria", "Sousa"]) == f"Ask {COVERED}."


def test_an_accent_does_not_stay_behind():
    assert cover("Ty\u0302", ["Tŷ"]) == COVERED
    assert cover("Gwyne\u0301 x", ["Gwyné"]) == f"{COVERED} x"


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_pieces_are_the_whole_text_and_what_was_covered_is_gone(text, words):
    cut = pieces(text, words)

    assert "".join(piece for piece, _is_covered in cut) == text
    rest = "\0".join(piece for piece, is_covered in cut if not is_covered)
    assert not any(spans(rest, [each]) for each in words)


def test_ten_thousand_letters_take_no_time():
    began = time.perf_counter()

    cover("a" * 10_000, ["(a+)+$", "a" * 5_000, "a " * 2_000])
    cover(" ".join(["a"] * 5_000), [" ".join(["a"] * 100) + " b"])

    assert time.perf_counter() - began < 5


# What is proposed


def found(text, *known):
    return {each.words: each for each in proposals([text], known)}


def test_what_our_records_know_is_proposed_where_it_stands():
    text = "WEIR LANE BAKERS of Weir Lane. Ana Sousa leads it. Sousa bakes."
    known = (
        Known("Weir Lane Bakers Limited", "a name"),
        Known("Ana Sousa", "a person", is_person=True),
        Known("IP12345R", "a number"),
    )

    ticked = found(text, *known)

    assert set(ticked) == {"Weir Lane Bakers", "Ana Sousa", "Ana", "Sousa"}
    assert all(each.is_ticked for each in ticked.values())


def test_addresses_are_found_by_how_they_look():
    text = (
        "Write to ana@weirlane.coop, see www.weirlane.coop/us or weirlane.org.uk. "
        "Ring 020 7946 0000 or +44 7700 900123. We are @weirlane at E24 5ab. "
        "It costs £10,000 in 2026, 0 to 4 points, and starts at 9.30."
    )

    assert set(found(text)) == {
        "ana@weirlane.coop",
        "www.weirlane.coop/us",
        "weirlane.org.uk",
        "020 7946 0000",
        "+44 7700 900123",
        "@weirlane",
        "E24 5ab",
    }


def test_a_name_that_is_a_plain_word_too_is_shown_but_not_ticked():
    known = Known("May Brook", "a person", is_person=True)

    offered = found("May sings by the brook, and we may sing too.", known)

    assert {name: each.is_ticked for name, each in offered.items()} == {
        "May": False,
        "Brook": False,
    }


def test_a_name_in_an_address_is_no_plain_word():
    known = Known("May Brook", "a person", is_person=True)

    offered = found("May sings. Write to may@brook.example, @may or brook.org.uk/may.", known)

    assert offered["May"].is_ticked


def test_ways_to_shorten_a_name_are_known():
    known = Known("Thread and Thimble Tailors Ltd", "a name")

    assert "Thread & Thimble Tailors Ltd" in found("Thread & Thimble Tailors Ltd", known)
    assert "Thread and Thimble Tailors" in found("thread and thimble tailors", known)
    assert "TTTL" in found("We at TTTL sew.", known)


@given(st.text(max_size=300))
def test_each_proposal_can_be_covered(text):
    for each in proposals([text], [Known("Alder Co-op Ltd", "a name")]):
        assert re.search(re.escape(COVERED), cover(text, [each.words]))
