"""A fund chooses the letters of its references, and all that makes or reads one goes by them."""

import pytest
from django.urls import reverse

from grants.awards.letters.models import Kind
from grants.awards.letters.wordings.checking import accounts_in
from grants.models import Application, Letter
from grants.payments.results.values import looks_ours, named_in
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.grants.payments.pages import page, preparer
from tests.grants.payments.results.files import in_one_run, line_of, outcomes, taken_in, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def weir(settings):
    """A fund whose references begin with WEIR."""
    settings.REFERENCE_PREFIX = "WEIR"


@pytest.mark.usefixtures("weir")
def test_reference_letter_payment_and_the_bank_s_answer_go_by_the_letters_of_the_fund():
    application = with_bank_details()
    assert application.reference.startswith("WEIR-20")

    letter = Letter.objects.get(application=application, kind=Kind.OFFER)
    assert letter.reference.startswith(f"{application.reference}-")
    assert application.reference in letter.html

    (payment,) = in_one_run(application).payments.all()
    assert payment.reference == f"{application.reference}-1"
    narrative = f"FP WEIR LANE BAKERS {payment.reference} FASTER PAYMENT"
    assert named_in(narrative) == {payment.reference.replace("-", "")}
    result = taken_in(line_of(payment, reference=narrative))
    assert verdicts(result) == ["matched"]
    assert outcomes(payment) == ["paid"]
    assert not Application.objects.filter(reference__startswith="CDF").exists()


@pytest.mark.usefixtures("weir")
def test_what_another_fund_would_call_its_own_is_nothing_to_this_one():
    assert named_in("FP CDF-2026-0042-1 FASTER PAYMENT") == set()
    assert not looks_ours("CDF-2026-0042 THANKS")
    assert looks_ours("weir 2026 0042 B1 THANKS")
    assert looks_ours("PAYWEIR20260042")
    assert not looks_ours("WEIRD STUFF LTD")
    # Of the digits in a letter about money, our own references are no account, and others may be.
    assert list(accounts_in("As we wrote about WEIR-2026-0042-1.")) == []
    assert [found for found, _at in accounts_in("Pay CDF-2026-0042-1.")] == ["2026-0042-1"]


@pytest.mark.usefixtures("weir")
def test_what_people_read_as_an_example_begins_so_too():
    officer = factories.client_for(colleague("is_officer"))
    finance = preparer()
    application = with_bank_details()
    run = in_one_run(application)

    names = page(officer.get(reverse("letter_wording_edit", args=[Kind.REMINDER])))
    preview = page(officer.get(reverse("letter_wording", args=[Kind.REMINDER, 0])))
    wrong = page(
        officer.get(reverse("letter_wording", args=[Kind.REMINDER, 0]), {"case": "x" * 21})
    )
    by_hand = page(finance.get(reverse("run_say", args=[run.reference])))

    assert "such as WEIR-2026-0042" in names
    assert "WEIR-2026-0000" in preview
    assert "Enter a reference, like WEIR-2026-0042" in wrong
    for shown in (names, preview, wrong, by_hand):
        assert "CDF-" not in shown
