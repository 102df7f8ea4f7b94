"""Nothing is paid before public money is settled: listed, refused, and refused by the database."""

import pytest
from django.db import DatabaseError, transaction

from applicants.access import Refused
from grants.awards.subsidy.actions import ask_again
from grants.models import Award, BankDetails, Instalment, LimitConfirmation, Payment, PaymentRun
from grants.payments import actions
from grants.payments.next_step import what_is_missing
from grants.payments.queries import not_ready_to_pay, ready_to_pay
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOT_CONFIRMED = "The co-op has not confirmed that it stays within the limit for public money"
NOT_FINISHED = "A second person has to finish the subsidy assessment"


def preparer():
    return colleague("is_finance_preparer")


def prepare(application):
    due = Instalment.objects.filter(award__application=application)
    return actions.prepare_payment_run(due, by=preparer())


def lists():
    """What finance can pay, and what is missing for the rest."""
    finance = preparer()
    finance.forget()
    waiting = not_ready_to_pay(finance)
    return [each.pk for each in ready_to_pay(finance)], [what_is_missing(each) for each in waiting]


def test_without_the_confirmation_nothing_is_paid():
    application = with_bank_details(confirmed=False)

    ready, missing = lists()

    assert (ready, missing) == ([], [[NOT_CONFIRMED]])
    with pytest.raises(Refused, match="has not confirmed that it stays within the limit"):
        prepare(application)
    assert not PaymentRun.objects.exists()


def test_with_the_confirmation_it_is_paid():
    application = with_bank_details(confirmed=False)
    factories.confirmed_limit(application)

    ready, missing = lists()

    assert (len(ready), missing) == (1, [])
    assert prepare(application).payments.count() == 1


def test_what_is_no_subsidy_needs_no_confirmation():
    application = with_bank_details(confirmed=False)
    factories.assessed_subsidy(application, route="not_subsidy")

    assert prepare(application).payments.count() == 1


@pytest.mark.parametrize("route", ["streamlined", "full"])
def test_a_longer_route_is_paid_when_somebody_has_done_it(route):
    application = with_bank_details()  # what they confirmed for minimal assistance helps nothing
    factories.assessed_subsidy(application, route=route)
    assert lists() == ([], [[NOT_FINISHED]])
    with pytest.raises(Refused, match="finish the subsidy assessment"):
        prepare(application)

    factories.finished_route(application)

    assert prepare(application).payments.count() == 1


def test_a_finished_route_that_is_assessed_anew_is_to_be_finished_again():
    application = with_bank_details()
    factories.assessed_subsidy(application, route="full")
    factories.finished_route(application)
    factories.assessed_subsidy(application, route="streamlined")

    with pytest.raises(Refused, match="finish the subsidy assessment"):
        prepare(application)


def test_asked_again_nothing_is_approved_or_sent_to_the_bank():
    application = with_bank_details()
    run = prepare(application)
    ask_again(Award.objects.get(application=application), by=colleague("is_officer"))

    with pytest.raises(Refused, match=r"has not confirmed.*Cancel the run first"):
        actions.approve_payment_run(run, by=colleague("is_finance_approver"))
    factories.confirmed_limit(application)
    run = actions.approve_payment_run(run, by=colleague("is_finance_approver"))

    factories.assessed_subsidy(application, route="full")
    with pytest.raises(Refused, match="finish the subsidy assessment"):
        actions.export_payment_run(run, by=preparer())
    run.refresh_from_db()
    assert run.file == ""


@pytest.mark.parametrize("route", ["", "minimal", "streamlined", "full"])
def test_the_database_refuses_such_a_payment_whoever_writes_it(route):
    paid = with_bank_details()
    payment = prepare(paid).payments.get()
    other = with_bank_details(confirmed=False)
    if route:
        factories.assessed_subsidy(other, route=route)
    payment.pk = None
    payment.instalment = Instalment.objects.get(award__application=other)
    payment.bank_details = BankDetails.objects.get(organisation=other.organisation)
    payment.bank_checked_by = payment.bank_details.checked_by
    payment.reference = "another"

    with pytest.raises(DatabaseError), transaction.atomic():
        payment.save(force_insert=True)

    factories.assessed_subsidy(other, route="not_subsidy")
    payment.save(force_insert=True)
    assert Payment.objects.count() == 2


def test_a_list_costs_the_same_however_many_wait(django_assert_num_queries):
    finance = preparer()
    for confirmed in (True, False, True, False):
        with_bank_details(confirmed=confirmed)
    finance.forget()
    finance.conflicts.exists()
    from grants.involvement import conflicts_of

    conflicts_of(finance)
    with django_assert_num_queries(4):
        assert len(ready_to_pay(finance)) == 2
        waiting = list(not_ready_to_pay(finance))
        assert [what_is_missing(each) for each in waiting] == [[NOT_CONFIRMED]] * 2
    assert LimitConfirmation.objects.count() == 2
