"""A building society’s roll number takes our reference’s place in a file, and banks repeat it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from grants.payments.accounts import actions as accounts
from tests import factories

from .files import in_one_run, line_of, outcomes, taken_in, verdicts, whys

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def of_society(roll_number="AB/123-4", number=1, **facts):
    """Payments of one run to accounts that a building society finds by this."""
    cases = []
    for _one in range(number):
        application = factories.accepted(**facts)
        accounts.enter_bank_details(
            application,
            account_name="Weir Lane Bakers",
            sort_code="089999",
            account_number="66374958",
            roll_number=roll_number,
            by=application.started_by,
        )
        factories.checked_account(application)
        cases.append(application)
    return list(in_one_run(*cases).payments.order_by("pk"))


@pytest.mark.parametrize("echoed", ["AB/123-4", "ab 123 4", None])
def test_a_payment_is_found_by_what_stood_in_its_file_and_by_our_reference(echoed):
    (payment,) = of_society()

    result = taken_in(line_of(payment, reference=echoed))

    assert verdicts(result) == ["matched"]
    assert outcomes(payment) == ["paid"]


def test_a_roll_number_with_another_amount_or_day_fits_nothing():
    (payment,) = of_society()

    result = taken_in(
        line_of(payment, reference="AB/123-4", amount="1.00"),
        line_of(payment, reference="AB/123-4", on=localdate() - timedelta(1)),
    )

    assert verdicts(result) == ["unmatched", "unmatched"]
    assert outcomes(payment) == [None]


def test_one_roll_number_of_two_payments_is_not_guessed_between():
    one, two = of_society(number=2)

    result = taken_in(line_of(one, reference="AB/123-4"), line_of(two))

    assert "we don’t guess which" in whys(result)[0]
    assert outcomes(one, two) == [None, "paid"]
