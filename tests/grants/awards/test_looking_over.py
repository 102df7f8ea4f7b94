"""What is looked over before words are sent."""

import pytest

from grants.awards.releasing.looking_over import gaps_in, hard_to_read


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "There are no words for the co-op yet."),
        (" \n ", "There are no words for the co-op yet."),
        ("Ring [name] soon.", "Something is still to be filled in: “[name]”."),
        ("We liked …", "Something is still to be filled in: “…”."),
        ("We liked it...", "Something is still to be filled in: “...”."),
        ("The day is tbc.", "Something is still to be filled in: “tbc”."),
        ("Ask XXXX.", "Something is still to be filled in: “XXXX”."),
        ("Dear ____,", "Something is still to be filled in: “____”."),
        ("Ask  about it.", "A word may be missing between “Ask” and “about”."),
    ],
)
def test_a_gap_is_found(words, says):
    assert gaps_in(words) == [says]


def test_whole_words_have_no_gap():
    assert gaps_in("We liked it. You said (in May) why.\n\nWhat was strong:\nPeople: all.") == []


def test_the_same_gap_is_said_once():
    assert len(gaps_in("[name] and [name], and TBC")) == 2


def test_a_long_sentence_is_pointed_out_with_its_length():
    words = "It is good. " + " ".join(["word"] * 31) + ". It is fine."

    assert hard_to_read(words) == ["This may be hard to read: 31 words in a sentence."]


def test_many_long_words_are_pointed_out():
    assert hard_to_read("Organisational sustainability matters here.") == [
        "This may be hard to read: 2 of 4 words are long."
    ]


def test_plain_words_are_left_alone():
    assert hard_to_read("The panel liked how your members decide.\nMoney: who pays is clear.") == []
    assert hard_to_read("") == []
