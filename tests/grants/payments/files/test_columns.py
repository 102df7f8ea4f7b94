"""Payment files in columns: presets, layouts of a bank’s own, and names that rails can carry."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from applicants.access import Refused
from grants.payments.files import columns
from grants.payments.files.characters import BACS, ISO_20022, carried
from grants.payments.files.profiles import PROFILES, payer, profile_now

from .batches import SAMPLE, batch_of, line


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def test_the_usual_columns():
    found = rows(columns.write(SAMPLE, columns.LAYOUTS["csv"]))

    assert found == [
        ["Payee name", "Sort code", "Account number", "Amount", "Reference"],
        ["Cafe Worker Co-op Ltd", "107999", "88837491", "12500.00", "COI-2026-0007"],
        ["Browns Repair and Re-use Society", "202959", "63748472", "999.99", "COI-2026-0011-T1"],
    ]


def test_presets_have_the_order_that_each_software_wants():
    sddirect = rows(columns.write(SAMPLE, columns.LAYOUTS["sddirect"]))
    paygate = rows(columns.write(SAMPLE, columns.LAYOUTS["paygate"]))

    assert sddirect[0][0] == "Destination Account Name"
    assert sddirect[1] == [
        "CAFE WORKER CO-OP", "107999", "88837491", "COI-2026-0007", "12500.00", "99",
    ]  # fmt: skip
    assert paygate[0] == [
        "107999", "88837491", "CAFE WORKER CO-OP", "12500.00", "99", "089999", "66374958",
        "CO-OPERATE FUND", "COI-2026-0007", "25/11/2026",
    ]  # fmt: skip


def test_a_bank_may_want_columns_of_its_own(settings):
    settings.PAYMENT_COLUMNS = "Sort=sort_code, Acct=account_number, =nothing, £=amount"
    profile = profile_now()

    assert rows(profile.write(batch_of(line())))[0] == ["Sort", "Acct", "", "£"]

    settings.PAYMENT_COLUMNS = "sort_code, account_number, amount"
    assert rows(profile_now().write(batch_of(line()))) == [["107999", "88837491", "12500.00"]]


@pytest.mark.parametrize(
    ("characters", "written"),
    [("iso", "Brown and Soehne Repair Society"), ("bacs", "BROWN & SOEHNE REP")],
)
def test_which_characters_columns_of_its_own_take_is_a_setting(settings, characters, written):
    settings.PAYMENT_COLUMNS, settings.PAYMENT_CHARACTERS = "name", characters

    text = profile_now().write(batch_of(line(name="Brown & Soehne Repair Society")))

    assert rows(text) == [[written]]


def test_a_column_that_we_do_not_know_is_named():
    with pytest.raises(ValueError, match=r"“iban” is no column. Choose from: name, sort_code"):
        columns.layout_of("Payee=name, IBAN=iban")


def test_the_settings_name_the_profile_and_the_account(settings):
    settings.PAYMENT_PROFILE = "pain001"
    assert profile_now() is PROFILES["pain001"]

    settings.PAYER = {"name": "A fund", "sort_code": "", "account_number": "", "user_number": ""}
    with pytest.raises(Refused, match="set PAYER_SORT_CODE and PAYER_ACCOUNT"):
        payer(profile_now())
    assert payer(PROFILES["csv"]).name == "A fund"  # which does not say who pays


@pytest.mark.parametrize(
    ("name", "in_bacs", "in_xml"),
    [
        ("Tŷ Gwyn", "TY GWYN", "Ty Gwyn"),
        ("O’Brien & Söhne", "OBRIEN & SOHNE", "OBrien and Sohne"),
        ("Łódź Bakers", "LODZ BAKERS", "Lodz Bakers"),
        ("Smørrebrød/Ærø", "SMORREBROD/AERO", "Smorrebrod AEro"),
        ("Straße 7 (Co-op)", "STRASSE 7 CO-OP", "Strasse 7 Co-op"),
        ("-=+@ Bakers", "BAKERS", "Bakers"),
        ("İstanbul Kıyı", "ISTANBUL KIYI", "Istanbul Kiyi"),  # noqa: RUF001 - a name
    ],
)
def test_a_name_is_written_as_the_rail_carries_it(name, in_bacs, in_xml):
    assert carried(name, BACS, "the account name") == in_bacs
    assert carried(name, ISO_20022, "the account name") == in_xml


@pytest.mark.parametrize("name", ["Кооператив", "合作社", "Café Ω"])
def test_a_letter_of_another_script_is_refused_by_field(name):
    with pytest.raises(Refused, match=r"No payment can carry the letter .* in the account name"):
        carried(name, BACS, "the account name")


def test_a_name_of_signs_alone_is_refused():
    with pytest.raises(Refused, match="Nothing of the account name “!!!” can be written"):
        carried("!!!", BACS, "the account name")


@given(st.text(max_size=80))
def test_whatever_is_carried_is_carried_by_every_bank(name):
    try:
        written = [carried(name, rail, "the account name") for rail in (BACS, ISO_20022)]
    except Refused:
        return
    for text, signs in zip(written, ("&./- ", "- "), strict=True):
        assert all(sign.isascii() and (sign.isalnum() or sign in signs) for sign in text)
        assert text[0].isalnum()
        assert text == text.strip()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"sort_code": "1079"}, "is not complete"),
        ({"account_number": "8883749"}, "is not complete"),
        ({"reference": "£1"}, "No payment can carry the reference “£1”"),
        ({"reference": "A" * 19}, "No payment can carry the reference"),
        ({"amount": Decimal(0)}, "can’t be paid"),
        ({"amount": Decimal("-1")}, "can’t be paid"),
        ({"amount": Decimal("1.005")}, "can’t be paid"),
    ],
)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_no_file_carries_a_broken_payment(profile, wrong, says):
    with pytest.raises(Refused, match=says):
        profile.write(batch_of(line(**wrong)))
