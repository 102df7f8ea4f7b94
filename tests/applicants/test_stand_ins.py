"""What the typeface cannot draw is said in words, never as an empty box."""

import pytest
from hypothesis import given, strategies as st

from applicants.paper.markup import plain
from applicants.paper.stand_ins import with_stand_ins
from applicants.paper.typeface import unprintable


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Tŷ Gwyn, dziękuję, Ẹ kú iṣẹ́: €5", "Tŷ Gwyn, dziękuję, Ẹ kú iṣẹ́: €5"),
        ("Bread 🍞🥖!", "Bread [bread] [baguette bread]!"),
        ("🙂" * 300, "[slightly smiling face × 300]"),
        ("✊🏽 and ✊🏿", "[raised fist] and [raised fist]"),
        ("👩🏽‍🍳 🇫🇷", "[woman] [cooking] [flag FR]"),
        ("شكرا لكم جدا today", "[Arabic letters] today"),
        (
            "東京 and カフェ",
            "[Chinese, Japanese or Korean letters] and [Chinese, Japanese or Korean letters]",
        ),
        ("\U0001d401old and ①", "Bold and 1"),
        ("Total \u202egnp.exe", "Total gnp.exe"),
        ("Z\u0335\u0321a", "Za"),
        ("\ue000", "[a sign]"),
        ("", ""),
    ],
)
def test_it_is_said_what_stood_there(typed, printed):
    assert with_stand_ins(plain(typed)) == printed


@given(st.text())
def test_any_text_can_be_printed(typed):
    assert unprintable(with_stand_ins(plain(typed))) == []


@given(st.text("abc <>&;/'\"ŵé"))
def test_what_can_be_printed_is_left_alone(typed):
    assert with_stand_ins(typed) == typed
