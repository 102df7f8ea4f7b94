"""The body that holds the money is joined into another record, and who acted for it stays out."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions import merge_organisations
from applicants.models import Email, Membership
from grants.awards.hosting.queries import hosting_of, payee_of
from grants.history import faults_in
from grants.involvement import conflicts_of
from grants.models import Application
from grants.payments.accounts.actions import enter_bank_details
from grants.payments.actions import approve_payment_run, prepare_payment_run
from tests import factories
from tests.factories import hosted
from tests.factories.cases import colleague
from tests.factories.people import owner_of

from .a_host import everybody_signs, oak

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ACCOUNT = {"account_name": "Oak Mill", "sort_code": "089999", "account_number": "66374958"}


@pytest.fixture
def held(group):
    hosted(group, host=oak())
    return everybody_signs(group)


def join(merged, kept, by=None):
    by = by or factories.staff("is_officer")
    merge_organisations(merged, into=kept, reason="One body.", by=by)


def was_with(user, organisation):
    """They acted for it once, and do so no more."""
    Membership.objects.create(
        organisation=organisation, user=user, role="editor", ended_at=now(), ended_by=user
    )
    user.forget()
    return user


@pytest.mark.parametrize("is_signed", [True, False])
def test_the_case_and_the_group_are_told_once(group, is_signed):
    hosted(group, host=oak())
    case = everybody_signs(group) if is_signed else group
    host, kept = hosting_of(case).host, factories.organisation(name="Oak Mill Limited")

    join(host, kept)

    case = Application.objects.get(pk=case.pk)
    assert hosting_of(case).host == kept
    assert payee_of(case) == (kept if is_signed else case.organisation)
    entry = case.history.get(verb="join_host")
    assert (entry.subject, entry.note) == (
        "Oak Mill Limited",
        "Oak Mill Society is now Oak Mill Limited.",
    )
    assert not case.history.filter(verb="join_organisations").exists()
    assert faults_in(case) == []
    told = Email.objects.filter(event="grants/host_joined")
    assert sorted(told.values_list("to", flat=True)) == sorted(
        person.email for person in case.organisation.people()
    )


def test_the_groups_own_join_is_one_line_and_no_word_of_a_host(held):
    join(held.organisation, factories.organisation(legal_form="not_formed"))

    assert held.history.filter(verb="join_organisations").count() == 1
    assert not held.history.filter(verb="join_host").exists()


def test_an_officer_with_a_conflict_in_a_case_whose_money_it_holds_asks_another(held):
    officer = was_with(factories.staff("is_officer"), held.organisation)

    with pytest.raises(Refused, match="Ask another officer"):
        join(payee_of(held), factories.organisation(), by=officer)


# Who acted for the body that is paid


def test_whoever_was_with_the_host_does_not_check_its_account_or_approve_its_money(held):
    host = payee_of(held)
    officer = was_with(factories.staff("is_officer"), host)
    approver = was_with(factories.staff("is_finance_approver"), host)
    factories.confirmed_limit(held)
    enter_bank_details(held, **ACCOUNT, by=owner_of(host))

    assert held.pk in conflicts_of(officer)
    assert not officer.has_perm("grants.check_bank_details", held)
    factories.checked_account(held, note="Seen.", by=colleague("is_officer"))
    due = held.award.instalments.exclude(released_at=None)
    run = prepare_payment_run(due, by=colleague("is_finance_preparer"))
    with pytest.raises(PermissionDenied):
        approve_payment_run(run, by=approver)


def test_nor_whoever_was_with_a_body_that_is_only_asked(group):
    host = oak()
    officer = was_with(factories.staff("is_officer"), host)
    assert group.pk not in conflicts_of(officer)

    hosted(group, host=host)
    officer.forget()

    assert group.pk in conflicts_of(officer)


@pytest.mark.parametrize("whose", ["host", "group"])
def test_who_left_before_the_record_was_joined_stays_out_of_its_cases(held, whose):
    record = payee_of(held) if whose == "host" else held.organisation
    officer = was_with(factories.staff("is_officer"), record)

    join(record, factories.organisation())
    officer.forget()

    assert held.pk in conflicts_of(officer)


def test_what_somebody_is_close_to_takes_no_more_queries(held, django_assert_num_queries):
    officer = was_with(factories.staff("is_officer"), payee_of(held))

    with django_assert_num_queries(3):
        conflicts_of(officer)
