"""An approval is of one payee, account, amount and award; another one of them makes it void."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import change_organisation, merge_organisations
from grants.models import Award, Instalment, Payment
from grants.payments import actions
from grants.payments.accounts.actions import enter_bank_details
from grants.payments.queries import void_payments
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.grants.payments.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ACCOUNT = {"account_name": "Weir Lane Bakers", "sort_code": "089999", "account_number": "66374958"}


def approved_run(application):
    due = application.award.instalments.exclude(released_at=None)
    run = actions.prepare_payment_run(due, by=colleague("is_finance_preparer"))
    return actions.approve_payment_run(run, by=colleague("is_finance_approver"))


def another_account(**facts):
    def change(application):
        enter_bank_details(application, **{**ACCOUNT, **facts}, by=application.started_by)

    return change


def another_payee(application):
    Award.objects.filter(pk=application.award.pk).update(payee=factories.organisation())


def another_award(application):
    other = factories.accepted().award
    Instalment.objects.filter(award=application.award).update(award=other, number=9)


def another_amount(application):
    application.award.instalments.update(amount=Decimal(3999))


def another_body(application):
    change_organisation(
        application.organisation,
        by=application.started_by,
        name="Another Body Ltd",
        legal_form="clg",
        registration_number="09506232",
    )


def joined(application):
    merge_organisations(
        application.organisation,
        into=factories.organisation(),
        reason="One.",
        by=factories.staff("is_officer"),
    )


CHANGES = {
    "name": (another_account(account_name="Weir Lane Bakery"), "The bank details of"),
    "roll number": (another_account(roll_number="12/345"), "The bank details of"),
    "account": (another_account(account_number="66374966"), "The bank details of"),
    "payee": (another_payee, "Who gets the money of"),
    "body": (another_body, "The name, legal form or number of"),
    "joined": (joined, "Who gets the money of"),
    "amount": (another_amount, "The amount for"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_after_approval_makes_it_void(what):
    change, says = CHANGES[what]
    application = with_bank_details()
    run = approved_run(application)
    assert not void_payments(run.payments.all()).exists()

    change(application)

    client = factories.client_for(colleague("is_finance_approver"))
    shown = page(client.get(reverse("run", args=[run.reference])))
    assert "The approval does not count any more." in shown
    assert "Make the payment file" not in shown
    assert void_payments(run.payments.all()).exists()
    with pytest.raises(Refused, match=rf"{says} .* changed after this run was prepared"):
        actions.export_payment_run(run, by=colleague("is_finance_preparer"))
    run.refresh_from_db()
    assert (run.state, run.file) == ("approved", "")


def test_an_instalment_of_another_award_is_not_what_was_approved():
    application = with_bank_details()
    run = approved_run(application)

    another_award(application)

    with pytest.raises(Refused, match="changed after this run was prepared"):
        actions.export_payment_run(run, by=colleague("is_finance_preparer"))


def test_before_approval_it_is_refused_as_well():
    application = with_bank_details()
    due = application.award.instalments.exclude(released_at=None)
    run = actions.prepare_payment_run(due, by=colleague("is_finance_preparer"))

    joined(application)

    with pytest.raises(Refused, match=r"Who gets the money of .* changed"):
        actions.approve_payment_run(run, by=colleague("is_finance_approver"))


@pytest.mark.parametrize(
    ("of", "fact", "value"),
    [
        ("bank_details", "account_name", "Weir Lane Bakery"),
        ("bank_details", "sort_code", "107999"),
        ("bank_details", "account_number", "66374966"),
        ("bank_details", "roll_number", "12/345"),
        ("bank_details", "organisation_id", 0),
        ("bank_details", "pk", 0),
        ("instalment", "award_id", 0),
        (None, "instalment_id", 0),
        (None, "amount", Decimal("3999.99")),
    ],
)
def test_the_hash_binds_each_of_them(of, fact, value):
    """Also where a row is written past the code, as the database's owner can."""
    approved_run(with_bank_details())
    payment = Payment.objects.select_related("instalment", "bank_details").get()
    assert payment.compute_details_hash() == payment.details_hash

    # Not by setattr of a key on the payment: that would drop the related row.
    record = getattr(payment, of) if of else payment
    kept = payment.instalment
    setattr(record, fact, value)
    if fact == "instalment_id":
        payment._state.fields_cache["instalment"] = kept

    assert payment.compute_details_hash() != payment.details_hash


def test_once_it_went_to_the_bank_a_join_changes_nothing_of_it():
    application = with_bank_details()
    run = approved_run(application)
    run = actions.export_payment_run(run, by=colleague("is_finance_preparer"))

    joined(application)

    payment = run.payments.get()
    assert payment.compute_details_hash() == payment.details_hash
    assert actions.download_payment_file(run, by=colleague("is_finance_preparer")) == run.file
