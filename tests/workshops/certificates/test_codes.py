"""The check code: random enough, and read the way that people type it."""

import pytest
from hypothesis import given, strategies as st

from workshops.certificates.codes import ALPHABET, LENGTH, in_groups, make_code, read_code

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_code_has_sixty_bits_and_no_sign_that_looks_like_another():
    assert len(ALPHABET) ** LENGTH == 2**60
    assert not set("ILOU") & set(ALPHABET)
    assert len({make_code() for _ in range(200)}) == 200


@given(codes, st.data())
def test_a_code_is_read_in_any_case_with_any_spaces_and_with_look_alikes(code, data):
    typed = "".join(
        data.draw(st.sampled_from(["", " ", "-", "\N{EN DASH}", "  "]))
        + data.draw(st.sampled_from([sign, sign.lower(), *{"0": "Oo", "1": "IilL"}.get(sign, "")]))
        for sign in code
    )

    assert read_code(typed) == code if len(typed) <= 60 else True
    assert read_code(in_groups(code)) == code


@pytest.mark.parametrize("typed", ["", "7K2M", "U" * 12, "7" * 13, "ж" * 12, "\x00" * 12, "'; --"])
def test_rubbish_is_no_code(typed):
    assert read_code(typed) == ""


@given(st.text())
def test_nothing_that_is_typed_is_a_fault(typed):
    assert read_code(typed) == "" or len(read_code(typed)) == LENGTH
