"""Two awards of one enterprise, confirmed at once, never count without each other."""

from decimal import Decimal
from functools import partial

import pytest

from applicants.access import Refused
from applicants.models import Organisation
from grants.awards.subsidy.actions import (
    OverTheLimit,
    assess_subsidy,
    confirm_limit,
    state_if_due,
)
from grants.models import Award, LimitConfirmation, Payment, SubsidyAssessment, SubsidyStatement
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = pytest.mark.database

WORTH = Decimal(5200)


def two_awards_of_one_enterprise():
    """Two linked co-ops, each with an award that fits alone; both together do not."""
    one, other = (factories.offered() for _ in range(2))
    factories.linked_enterprises(one.organisation, other.organisation)
    return one, other


def confirming(application):
    award = Award.objects.get(application=application)
    by = application.started_by
    return partial(confirm_limit, award, declared=[], name="Ama", seen=WORTH, by=by)


BEFORE = ["grants_limitconfirmation"]


def test_two_of_a_group_confirm_at_once_and_the_second_is_over(race, settings):
    settings.SUBSIDY_LIMIT = 2 * WORTH - 1
    awards = two_awards_of_one_enterprise()

    outcomes = race(*map(confirming, awards), before=BEFORE)

    assert {type(one) for one in outcomes} == {LimitConfirmation, OverTheLimit}, outcomes
    assert LimitConfirmation.objects.count() == 1


def test_without_the_lock_both_confirm_and_the_limit_is_exceeded(race, without_locks, settings):
    settings.SUBSIDY_LIMIT = 2 * WORTH - 1
    awards = two_awards_of_one_enterprise()
    without_locks(Organisation)

    race(*map(confirming, awards), before=BEFORE)

    assert LimitConfirmation.objects.count() == 2


def test_a_doubled_click_confirms_once(race):
    application = factories.accepted(confirmed=False)
    click = confirming(application)

    first, second = race(click, click)

    assert isinstance(first, LimitConfirmation), first
    assert first == second
    assert SubsidyStatement.objects.count() == 1


def test_signed_and_confirmed_at_once_it_is_stated_once(race):
    application = factories.offered()
    second, *_more = factories.add_signatories(application)
    factories.signed(application, by=application.started_by)
    sign = partial(factories.signed, application, by=second)

    outcomes = race(sign, confirming(application))

    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert SubsidyStatement.objects.count() == 1
    assert state_if_due(Award.objects.get()) is None


def test_no_payment_is_prepared_while_its_route_changes(race):
    application = with_bank_details()
    due = list(application.award.instalments.all())
    pay = partial(prepare_payment_run, due, by=factories.staff("is_finance_preparer"))
    assess = partial(
        assess_subsidy, application, route="full", reason="Large.", by=colleague("is_officer")
    )

    outcomes = race(pay, assess, before=["grants_payment", "grants_subsidyassessment"])

    # Whichever came first; what was prepared before is held back when it is to be approved.
    assert SubsidyAssessment.objects.count() == 1
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert Payment.objects.count() == 1 - len(refused)
