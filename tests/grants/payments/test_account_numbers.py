"""Bank details are taken as people type them, and kept as digits."""

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from grants.payments.account_numbers import (
    ACCOUNT_NAME,
    NotAnAccount,
    account_name_of,
    account_number_of,
    sort_code_of,
)


@pytest.mark.parametrize("typed", ["309430", "30-94-30", " 30 94 30 ", "30–94–30", "30.94.30"])
def test_a_sort_code_is_understood(typed):
    assert sort_code_of(typed) == "309430"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter a sort code"),
        (" - ", "Enter a sort code"),
        ("30943", "Enter a valid sort code like 309430"),
        ("3094300", "Enter a valid sort code like 309430"),
        ("30943O", "Enter a valid sort code like 309430"),
        ("\uff13\uff10\uff19\uff14\uff13\uff10", "Enter a valid sort code like 309430"),
    ],
)
def test_a_sort_code_is_refused(typed, says):
    with pytest.raises(NotAnAccount, match=f"^{says}$"):
        sort_code_of(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("00733445", "00733445"),
        ("0073 3445", "00733445"),
        ("733445", "00733445"),
        ("6374958", "06374958"),
    ],
)
def test_an_account_number_is_understood(typed, kept):
    assert account_number_of(typed) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter an account number"),
        ("12345", "Account number must be between 6 and 8 digits"),
        ("123456789", "Account number must be between 6 and 8 digits"),
        ("GB29NWBK", "Enter a valid account number like 00733445"),
        (
            "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
            "Enter a valid account number like 00733445",
        ),
    ],
)
def test_an_account_number_is_refused(typed, says):
    with pytest.raises(NotAnAccount, match=f"^{says}$"):
        account_number_of(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Weir   Lane Bakers ", "Weir Lane Bakers"),
        ("O’Brien & Söhne", "O'Brien & Söhne"),
        ("Ty\u0302 Gwyn", "Tŷ Gwyn"),
        ("3rd Floor Co-op (Leeds) Ltd.", "3rd Floor Co-op (Leeds) Ltd."),
    ],
)
def test_a_name_is_understood(typed, kept):
    assert account_name_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "=1+1",
        "-5",
        "+44",
        "@home",
        "'quoted",
        "a=b",
        'a"b',
        "a;b",
        "£",
        "x" * 61,
        "日本",
        "a\x00b",
    ],
)
def test_a_name_is_refused(typed):
    with pytest.raises(NotAnAccount):
        account_name_of(typed)


@given(st.text())
def test_whatever_is_typed_gives_an_account_or_is_refused(typed):
    for understand, fits in (
        (sort_code_of, lambda kept: len(kept) == 6 and kept.isascii() and kept.isdecimal()),
        (account_number_of, lambda kept: len(kept) == 8 and kept.isascii() and kept.isdecimal()),
        (account_name_of, lambda kept: ACCOUNT_NAME.fullmatch(kept) is not None),
    ):
        with suppress(NotAnAccount):
            kept = understand(typed)
            assert fits(kept)
            assert understand(kept) == kept
