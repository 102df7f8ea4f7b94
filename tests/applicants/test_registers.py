"""What the numbers of an organisation look like."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st
from localflavor.gb.forms import GBPostcodeField

from applicants.models import LegalForm
from applicants.registers import (
    CHARITABLE,
    COMPANY_PREFIXES,
    REGISTERS,
    normalise,
    normalise_charity,
    problem_with,
    problem_with_charity,
)


@pytest.mark.parametrize(
    ("form", "typed", "kept"),
    [
        (LegalForm.COMPANY_GUARANTEE, "09506232", "09506232"),
        (LegalForm.COMPANY_SHARES, " 950 6232 ", "09506232"),
        (LegalForm.COMPANY_SHARES, "sc 234456", "SC234456"),
        (LegalForm.CIC, "NI012345", "NI012345"),
        (LegalForm.LLP, "oc301234", "OC301234"),
        (LegalForm.COOP_SOCIETY, "31455r", "31455R"),
        (LegalForm.COOP_SOCIETY, "0123", "0123"),
        (LegalForm.COMMUNITY_BENEFIT, "235 C", "235C"),
        (LegalForm.COMMUNITY_BENEFIT, "RS007853", "RS007853"),
        (LegalForm.COOP_SOCIETY, "IP31455R", "IP31455R"),
        (LegalForm.CIO, "1164883", "1164883"),
        (LegalForm.CIO, "CE012345", "CE012345"),
        (LegalForm.SCIO, "sc 042386", "SC042386"),
        (LegalForm.SCIO, "cs000123", "CS000123"),
        (LegalForm.COMPANY_SHARES, "1234567", "01234567"),  # the register writes eight figures
        (LegalForm.PARTNERSHIP, "lp012345", "LP012345"),
        (LegalForm.PARTNERSHIP, "SL01234A", "SL01234A"),
        (LegalForm.SOLE_TRADER, "", ""),
        (LegalForm.NOT_FORMED, "  ", ""),
        (LegalForm.UNINCORPORATED, "", ""),
    ],
)
def test_a_real_number_is_written_as_its_register_writes_it(form, typed, kept):
    number = normalise(form, typed)

    assert (number, problem_with(form, number)) == (kept, "")


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        (LegalForm.COMPANY_GUARANTEE, "ZZ123456"),
        (LegalForm.COMPANY_GUARANTEE, "123456789"),
        (LegalForm.COMPANY_GUARANTEE, "OC301234"),  # a partnership’s number
        (LegalForm.COMPANY_SHARES, "IP31455R"),  # a society’s number
        (LegalForm.CIC, "CE012345"),  # a charity’s number
        (LegalForm.COMPANY_SHARES, "٠٩٥٠٦٢٣٢"),  # digits, but not ours
        (LegalForm.LLP, "09506232"),
        (LegalForm.COOP_SOCIETY, "09506232"),
        (LegalForm.CIO, "123"),
        (LegalForm.NOT_FORMED, "09506232"),
        (LegalForm.UNINCORPORATED, "1164883"),
        (LegalForm.PARTNERSHIP, "OC301234"),
        (LegalForm.SOLE_TRADER, "09506232"),
        (LegalForm.CIO, "SC042386"),  # Scotland’s register: another form
        (LegalForm.SCIO, "1164883"),
        (LegalForm.LLP, "LP012345"),
        (LegalForm.COMPANY_SHARES, "OE012345"),  # an overseas owner of land
    ],
)
def test_a_number_that_does_not_fit_its_legal_form_is_refused(form, typed):
    assert problem_with(form, normalise(form, typed))


@given(st.sampled_from(list(LegalForm)), st.text(max_size=20))
def test_any_text_gets_an_answer_and_normalising_twice_changes_nothing(form, typed):
    once = normalise(form, typed)

    assert normalise(form, once) == once
    assert isinstance(problem_with(form, once), str)


def test_each_example_passes_its_own_register():
    for form, register in REGISTERS.items():
        assert problem_with(form, register.example) == ""


# --- The vectors of fact sheet section 4, "Organisation types and numbers" ---------------------


def forms_that_take(number):
    """As it is written, without normalising it first."""
    return {form for form, register in REGISTERS.items() if register.pattern.fullmatch(number)}


COMPANIES = {LegalForm.COMPANY_GUARANTEE, LegalForm.COMPANY_SHARES, LegalForm.CIC}
SOCIETIES = {LegalForm.COOP_SOCIETY, LegalForm.COMMUNITY_BENEFIT}


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        ("09506232", COMPANIES),
        ("SC234456", COMPANIES | {LegalForm.SCIO}),  # OSCR numbers look the same
        ("OC301234", {LegalForm.LLP}),
        ("CE012345", {LegalForm.CIO}),
        ("IP31455R", SOCIETIES),
        ("RS007853", SOCIETIES),
        ("31455R", SOCIETIES),
        ("235C", SOCIETIES),
        ("0123", SOCIETIES),
    ],
)
def test_the_valid_numbers_of_the_fact_sheet_belong_to_their_forms(number, forms):
    assert forms_that_take(number) == forms


def test_the_invalid_numbers_of_the_fact_sheet_are_no_company_s():
    for number in ("1234567", "ZZ123456"):
        assert not COMPANIES & forms_that_take(number)
    assert forms_that_take("ZZ123456") == set()


def test_every_prefix_of_companies_house_has_its_form():
    listed = (
        "AC CE CS FC FE GE GS IC LP NC NF NI NL NO NP OC OE PC R0 RC SA SC SE SF SG SI SL SO "
        "SR SZ ZC IP SP RS"
    ).split()
    without = {prefix for prefix in listed if not forms_that_take(f"{prefix}123456")}

    assert without == {"OE"}  # an overseas entity only owns land here
    assert set(COMPANY_PREFIXES.split("|")) <= set(listed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1164883", "1164883"),
        ("1164883-1", "1164883-1"),
        (" sc 042386", "SC042386"),
        ("nic 100019", "NIC100019"),
        ("100019", "100019"),
        ("", ""),
    ],
)
def test_a_charity_number_of_any_of_the_three_registers_is_taken(typed, kept):
    number = normalise_charity(typed)

    assert number == kept
    for form in CHARITABLE:
        assert problem_with_charity(form, number) == ""


@pytest.mark.parametrize("typed", ["12345", "12345678", "SC12345", "NIC12345", "CE012345", "x"])
def test_other_numbers_are_no_charity_s(typed):
    said = problem_with_charity(LegalForm.COMPANY_GUARANTEE, normalise_charity(typed))

    assert said.startswith("Enter the number as the charity register writes it")


@pytest.mark.parametrize("form", sorted(set(LegalForm) - CHARITABLE))
def test_a_form_that_cannot_be_a_charity_besides_is_told_to_leave_it_empty(form):
    assert problem_with_charity(form, "1164883").endswith("Leave this empty.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("N1 2UD", "N1 2UD"),
        ("ec1v2nx", "EC1V 2NX"),
        ("W1A 1AA", "W1A 1AA"),
        (" e20  2st ", "E20 2ST"),
    ],
)
def test_a_postcode_is_written_with_one_space(typed, kept):
    assert GBPostcodeField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["QQ1 1AA", "N1 2IC", "BFPO 12", "N1", "\u0661"])
def test_a_postcode_that_cannot_exist_is_refused(typed):
    with pytest.raises(ValidationError):
        GBPostcodeField().clean(typed)
