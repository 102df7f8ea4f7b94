"""The money goes to the account of the host."""

from datetime import date

import pytest

from applicants.access import Refused
from applicants.actions import register_organisation
from applicants.models import Email, LegalForm
from grants.awards.hosting.queries import payee_of
from grants.models import Application, BankDetails
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from grants.payments.queries import not_ready_to_pay, ready_to_pay
from tests import factories
from tests.factories import client_for, hosted
from tests.factories.cases import colleague
from tests.factories.people import owner_of

from .a_host import everybody_signs, oak, page

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ACCOUNT = {"account_name": "Oak Mill", "sort_code": "089999", "account_number": "66374958"}


@pytest.fixture
def held(group):
    """An accepted offer whose money a body holds."""
    hosted(group, host=oak())
    return everybody_signs(group)


def test_the_money_goes_to_the_account_of_the_host(held):
    host = payee_of(held)
    factories.confirmed_limit(held)
    accounts.enter_bank_details(held, **ACCOUNT, by=owner_of(host))
    factories.checked_account(held, note="Seen.", by=colleague("is_officer"))
    preparer = factories.staff("is_finance_preparer")

    (due,) = ready_to_pay(preparer)
    run = paying.prepare_payment_run([due], by=preparer)

    assert BankDetails.objects.get().organisation == host
    assert run.payments.get().bank_details.organisation == host


def test_the_group_hears_too_which_account_its_money_goes_to(held):
    host = payee_of(held)

    accounts.enter_bank_details(held, **ACCOUNT, by=owner_of(host))

    told = set(
        Email.objects.filter(event="grants/bank_details_entered").values_list("to", flat=True)
    )
    assert {owner_of(held.organisation).email, owner_of(host).email} <= told


def test_the_groups_own_account_is_not_paid(held):
    """The group has a checked account, from something that it was paid before."""
    BankDetails.objects.create(
        organisation=held.organisation,
        last_four="4958",
        sum_says="unknown",
        entered_by=held.started_by,
        usable_from=held.submitted_at,
        checked_by=colleague("is_officer"),
        checked_at=held.submitted_at,
        check_note="Seen.",
        **ACCOUNT,
    )
    factories.confirmed_limit(held)
    preparer = factories.staff("is_finance_preparer")

    assert held.award.pk in {one.award_id for one in not_ready_to_pay(preparer)}
    with pytest.raises(Refused, match="The payment to Oak Mill Society is not ready"):
        paying.prepare_payment_run(list(held.award.instalments.all()), by=preparer)


def test_the_host_gives_the_account_and_the_group_may_not(held):
    host = payee_of(held)
    address = page("bank_details", held)
    sent = {**ACCOUNT, "sort_code": "08-99-99"}

    assert client_for(owner_of(held.organisation)).post(address, sent).status_code == 403
    shown = client_for(owner_of(host)).get(address)
    client_for(owner_of(host)).post(address, sent)

    assert "Oak Mill Society" in shown.text
    assert BankDetails.objects.get().organisation == host
    progress = client_for(owner_of(held.organisation)).get(page("progress", held)).text
    assert address not in progress


def test_the_group_reads_who_gives_the_account(held):
    progress = client_for(owner_of(held.organisation)).get(page("progress", held)).text

    assert "Oak Mill Society holds the money for you" in progress


def test_the_host_holds_it_also_when_the_group_registers_later(held):
    register_organisation(
        held.organisation,
        by=owner_of(held.organisation),
        name="Weir Lane Bakers Limited",
        legal_form=LegalForm.COMPANY_GUARANTEE,
        registration_number="09506232",
        registered_on=date(2026, 3, 27),
        carrying_on=held.organisation.memberships.live(),
    )

    assert payee_of(Application.objects.get(pk=held.pk)).name == "Oak Mill Society"
