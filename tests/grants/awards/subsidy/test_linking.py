"""Two co-ops are found to be one enterprise after both said that they are within the limit."""

from decimal import Decimal

import pytest

from applicants.access import Refused
from applicants.actions import merge_organisations
from grants.awards.subsidy import actions
from grants.models import Instalment, LimitConfirmation, SubsidyNotice
from grants.payments.actions import (
    approve_payment_run,
    export_payment_run,
    prepare_payment_run,
)
from grants.payments.queries import ready_to_pay
from tests import factories
from tests.factories.cases import colleague, pay_next, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def two(settings):
    """Each is within the limit by itself, and both together are not; the second came later."""
    settings.SUBSIDY_LIMIT = Decimal(9000)
    return factories.accepted(), with_bank_details()


def prepared(application):
    instalments = Instalment.objects.filter(award__application=application)
    return prepare_payment_run(instalments, by=colleague("is_finance_preparer"))


def confirmed(application):
    return LimitConfirmation.objects.current().filter(award__application=application).exists()


def linked(first, second):
    factories.linked_enterprises(first.organisation, second.organisation)


def joined(first, second):
    merge_organisations(
        first.organisation, into=second.organisation, reason="One.", by=colleague("is_officer")
    )


@pytest.mark.parametrize("become_one", [linked, joined])
def test_the_later_one_waits_and_is_asked_again(two, become_one):
    first, second = two

    become_one(first, second)

    assert (confirmed(first), confirmed(second)) == (True, False)
    ready = ready_to_pay(colleague("is_finance_preparer"))
    assert not ready.filter(award__application=second).exists()
    with pytest.raises(Refused, match="can’t be paid yet"):
        prepared(second)
    assert second.history.filter(verb="notify_subsidy").exists()
    assert second.letters.filter(kind="subsidy_notification").exists()


def test_a_run_that_it_is_in_already_can_not_go_on(two):
    first, second = two
    run = approve_payment_run(prepared(second), by=colleague("is_finance_approver"))

    linked(first, second)

    with pytest.raises(Refused, match="can’t be paid now"):
        export_payment_run(run, by=colleague("is_finance_preparer"))


def test_it_can_not_say_again_that_it_is_within_the_limit(two):
    first, second = two
    linked(first, second)

    with pytest.raises(actions.OverTheLimit):
        factories.confirmed_limit(second)


def test_who_is_within_the_limit_together_is_left_alone(two, settings):
    settings.SUBSIDY_LIMIT = Decimal(90_000)
    first, second = two
    notices = SubsidyNotice.objects.count()

    linked(first, second)

    assert (confirmed(first), confirmed(second)) == (True, True)
    assert SubsidyNotice.objects.count() == notices


def test_what_is_paid_already_is_asked_about_no_more(two):
    first, second = two
    pay_next(second)

    linked(first, second)

    assert confirmed(second)


def test_a_second_click_asks_once(two):
    first, second = two
    for _click in range(2):
        linked(first, second)

    assert SubsidyNotice.objects.filter(award__application=second).count() == 2  # before, and now


def test_what_comes_back_to_minimal_assistance_over_the_limit_is_asked_again(two):
    """While it went another way nobody asked about it, so what was said before holds no longer."""
    first, second = two
    factories.assessed_subsidy(second, route="full")
    linked(first, second)

    factories.assessed_subsidy(second, route="minimal")

    assert (confirmed(first), confirmed(second)) == (True, False)
    with pytest.raises(Refused, match="can’t be paid yet"):
        prepared(second)


def no_subsidy_while_the_other_is_confirmed(first):
    """The second of one enterprise is confirmed while the first does not count."""
    second = with_bank_details(confirmed=False)
    linked(first, second)
    factories.assessed_subsidy(first, route="not_subsidy")
    factories.confirmed_limit(second)
    return second


def test_what_comes_back_counts_after_those_that_were_confirmed_without_it(settings):
    settings.SUBSIDY_LIMIT = Decimal(9000)
    first = with_bank_details()
    second = no_subsidy_while_the_other_is_confirmed(first)

    factories.assessed_subsidy(first, route="minimal")

    assert (confirmed(first), confirmed(second)) == (False, True)
    with pytest.raises(Refused, match="can’t be paid yet"):
        prepared(first)
    with pytest.raises(actions.OverTheLimit):
        factories.confirmed_limit(first)


def test_where_its_money_has_left_the_others_wait(settings):
    settings.SUBSIDY_LIMIT = Decimal(9000)
    first = factories.paid()
    second = no_subsidy_while_the_other_is_confirmed(first)

    factories.assessed_subsidy(first, route="minimal")

    assert not confirmed(second)
    with pytest.raises(Refused, match="can’t be paid yet"):
        prepared(second)


def test_what_comes_back_to_minimal_assistance_within_the_limit_stays_confirmed(two):
    _first, second = two
    factories.assessed_subsidy(second, route="full")

    factories.assessed_subsidy(second, route="minimal")

    assert confirmed(second)
