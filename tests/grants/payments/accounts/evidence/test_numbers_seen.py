"""Where no letter is asked for, whoever confirms an account has looked at its numbers."""

import pytest

from applicants.access import Refused
from grants.payments.accounts import actions as accounts
from tests import factories

from .test_evidence import OTHER, check, give, given, officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_where_no_letter_is_asked_for_nobody_confirms_numbers_that_they_never_saw(settings):
    settings.BANK_EVIDENCE = "never"
    application, colleague = given(), factories.staff("is_officer")
    accounts.reveal_bank_details(application, by=colleague)
    with pytest.raises(Refused, match="Show the full numbers first"):
        check(application)
    accounts.reveal_bank_details(application, by=officer())
    give(application, **OTHER)

    with pytest.raises(Refused, match="Show the full numbers first"):
        check(application)

    accounts.reveal_bank_details(application, by=officer())
    assert check(application).checked_by == officer()
