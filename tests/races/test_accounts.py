"""A signatory sends another bank letter while an officer confirms the account."""

from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import Organisation
from grants.history import faults_in
from grants.models import AccountFile, Application, Award, BankDetails
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence import actions as account_files
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.database

ACCOUNT = {"account_name": "Bakers", "sort_code": "089999", "account_number": "66374958"}


def another_letter_comes_while_it_is_checked():
    application = factories.accepted()
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    factories.shown_account(application)
    officer = colleague("is_officer")
    account_files.look_at_account_file(application, by=officer)
    return application, [
        partial(accounts.check_bank_details, application, note="Seen.", by=officer),
        partial(factories.shown_account, application, content=b"%PDF another"),
    ]


def is_checked_by_what_nobody_saw():
    return (
        BankDetails.objects.exclude(checked_at=None).exists()
        and AccountFile.objects.standing().filter(looked_at=None).exists()
    )


def test_one_of_the_two_is_refused(race):
    application, calls = another_letter_comes_while_it_is_checked()

    outcomes = race(*calls)

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    assert not is_checked_by_what_nobody_saw()
    assert not faults_in(application)


def test_without_the_locks_an_account_is_checked_by_what_nobody_saw(race, without_locks):
    _application, calls = another_letter_comes_while_it_is_checked()
    without_locks(Organisation, Application, Award, AccountFile)

    outcomes = race(*calls, before={"grants_accountfile"}, patience=5, first=1)

    assert is_checked_by_what_nobody_saw(), outcomes
