"""Bank details are taken as people type them, and kept as digits."""

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from grants.payments.accounts.numbers import (
    ACCOUNT_NAME,
    NotAnAccount,
    account_name_of,
    account_number_of,
    in_eight_digits,
    roll_number_of,
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
    assert in_eight_digits("309430", account_number_of(typed)) == ("309430", kept)


@pytest.mark.parametrize(
    ("bank", "sort_code", "typed", "kept"),
    [
        ("Santander", "090128", "712345678", ("090127", "12345678")),
        ("the Co-operative Bank", "089200", "1234567800", ("089200", "12345678")),
        ("NatWest", "601234", "0012345678", ("601234", "12345678")),
    ],
)
def test_banks_that_write_longer_numbers_are_understood(bank, sort_code, typed, kept):
    assert in_eight_digits(sort_code, account_number_of(typed)) == kept


@pytest.mark.parametrize(
    ("sort_code", "typed"),
    [("309430", "123456789"), ("309430", "1234567890"), ("089200", "123456789")],
)
def test_a_longer_number_of_another_bank_is_a_mistake(sort_code, typed):
    with pytest.raises(NotAnAccount, match="must be between 6 and 8 digits"):
        in_eight_digits(sort_code, account_number_of(typed))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" d/1234 5678-9 ab ", "D/1234 5678-9 AB"), ("A.1/2-3", "A.1/2-3")],
)
def test_a_roll_number_is_understood(typed, kept):
    assert roll_number_of(typed) == kept


@pytest.mark.parametrize("typed", ["A" * 19, "12=34", "£1", "Ω12"])
def test_a_roll_number_that_no_payment_carries_is_refused(typed):
    with pytest.raises(NotAnAccount, match="The roll number must be 18 letters or fewer"):
        roll_number_of(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter an account number"),
        ("12345", "Account number must be between 6 and 8 digits"),
        ("12345678901", "Account number must be between 6 and 8 digits"),
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
        (
            account_number_of,
            lambda kept: 6 <= len(kept) <= 10 and kept.isascii() and kept.isdecimal(),
        ),
        (account_name_of, lambda kept: ACCOUNT_NAME.fullmatch(kept) is not None),
    ):
        with suppress(NotAnAccount):
            kept = understand(typed)
            assert fits(kept)
            assert understand(kept) == kept
