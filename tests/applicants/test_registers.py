"""What the numbers of an organisation look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applicants.models import LegalForm
from applicants.registers import REGISTERS, normalise, problem_with


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
        (LegalForm.CIO, "SC042386", "SC042386"),
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
