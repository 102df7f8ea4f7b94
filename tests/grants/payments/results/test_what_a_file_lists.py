"""A file that says nothing of what was done lists what was paid; a list of returns is none."""

import pytest
from django.urls import reverse

from applicants.models import Email
from grants.models import LedgerEntry
from tests.grants.payments.pages import page, preparer

from .files import line_of, outcomes, sent, taken_in, uploaded, verdicts, whys

pytestmark = [pytest.mark.django_db, pytest.mark.database]

RETURNS = "Reference,Amount,Date,Code,Return reason"
PLAIN = "Reference,Amount,Date,Code,Note"


def test_a_reason_without_a_status_is_no_payment():
    """What a bank’s list of returns looks like: every line gives a reason, and none a status."""
    (payment,) = sent()

    result = taken_in(line_of(payment, reason="0 - Refer to payer / account closed"), heads=RETURNS)

    assert verdicts(result) == ["unmatched"]
    assert "The bank gives a reason, and does not say what it did." in whys(result)[0]
    assert outcomes(payment) == [None]
    assert not LedgerEntry.objects.filter(kind="payment").exists()


@pytest.mark.parametrize("status", ["Sent", "Processed", "Accepted"])
def test_what_a_bank_only_took_from_us_is_listed_and_no_payment(status, settings):
    """At many banks these words mean: we have your file. The money may yet come back."""
    (payment,) = sent()

    result = taken_in(line_of(payment, status=status), "GAS,12.00,30/11/2025,Sent,")

    assert verdicts(result) == ["unmatched", "unmatched"]
    assert f"“{status}” is unclear" in whys(result)[0]
    assert "Look at your bank’s statement" in whys(result)[0]
    assert outcomes(payment) == [None]
    assert not Email.objects.filter(event="grants/letter_remittance").exists()
    other = result.lines.get(number=3)
    assert (other.reference, other.amount_text, other.status_text) == ("", "12.00", "")

    settings.RESULT_STATUSES = {status.casefold(): "paid"}

    assert verdicts(taken_in(line_of(payment, status=status), name="again.csv")) == ["matched"]
    assert outcomes(payment) == ["paid"]


def test_a_reason_beside_a_status_is_as_before():
    (payment,) = sent()

    result = taken_in(line_of(payment, status="Failed", reason="Account closed"))

    assert verdicts(result) == ["matched"]
    assert outcomes(payment) == ["failed"]


@pytest.mark.parametrize(("heads", "is_said"), [(PLAIN, True), (None, False)])
def test_the_page_says_first_that_lines_without_a_status_count_as_paid(heads, is_said):
    (payment,) = sent()
    result = uploaded(line_of(payment), **({"heads": heads} if heads else {}))

    shown = page(preparer().get(reverse("result", args=[result.reference])))

    assert ("If it lists what failed or came back, throw it away" in shown) == is_said
