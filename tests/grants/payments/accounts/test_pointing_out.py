"""What an officer has to find out about an account before anybody is paid into it."""

import pytest
from django.urls import reverse

from applicants.actions import change_member, change_organisation, merge_organisations
from grants.models import AccountFile, BankDetails
from grants.payments.accounts import actions as accounts
from grants.payments.accounts.evidence.queries import others_with_file_of
from grants.payments.accounts.queries import is_in_another_name, others_with_account_of
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.factories.people import owner_of
from tests.grants.payments.pages import officer, page

pytestmark = pytest.mark.django_db

ACCOUNT = {"account_name": "Weir Lane Bakers", "sort_code": "089999", "account_number": "66374958"}
OTHER = {"account_name": "Weir Lane Bakers", "sort_code": "107999", "account_number": "88837491"}


def given(application, *, by=None, **facts):
    return accounts.enter_bank_details(
        application, **{**ACCOUNT, **facts}, by=by or application.started_by
    )


def check_page(application):
    return page(officer().get(reverse("bank_check", args=[application.reference])))


def test_an_account_that_another_co_op_had_a_minute_ago_is_pointed_out():
    before, application = with_bank_details(), factories.accepted()
    given(application)
    accounts.enter_bank_details(before, **OTHER, by=before.started_by)

    shown = check_page(application)

    assert f"{before.organisation.name} had this very account here until" in shown
    assert "gave us this very account too" not in shown


def test_a_co_op_that_has_the_account_today_stands_there_once_and_as_of_today():
    before, application = with_bank_details(), factories.accepted()
    accounts.enter_bank_details(before, **OTHER, by=before.started_by)
    given(before)

    (other,) = others_with_account_of(given(application))

    assert (other.organisation, other.until) == (before.organisation, None)


def test_the_account_of_a_record_that_was_joined_into_this_one_is_its_own():
    before, application = with_bank_details(), factories.accepted()
    merge_organisations(
        before.organisation,
        into=application.organisation,
        reason="One.",
        by=colleague("is_officer"),
    )
    application.refresh_from_db()

    assert others_with_account_of(given(application)) == []


@pytest.mark.parametrize(
    ("name", "given_as"),
    [
        ("Weir Lane Bakers", "WEIR LANE BAKERS"),
        ("Weir Lane Bakers Ltd", "Weir Lane Bakers Limited"),
        ("The Weir Lane Bakers", "Weir Lane Bakers C.I.C."),
        ("O’Brien & Söhne", "OBRIEN AND SOHNE"),
        ("Tŷ Gwyn Co-op", "Ty Gwyn Coop"),
        ("Weir Lane Bakers and Pastry Cooks Society", "Weir Lane Bakers and Pa"),
        ("Ltd", "Ltd"),
    ],
)
def test_a_name_is_the_same_however_a_bank_writes_it(name, given_as):
    application = factories.accepted(of=factories.organisation(name=name))

    details = given(application, account_name=given_as)

    assert not is_in_another_name(details)


@pytest.mark.parametrize(
    ("name", "given_as"),
    [
        ("Weir Lane Bakers", "Mr J Thief"),
        ("Weir Lane Bakers", "Weir"),
        ("Weir Lane Bakers", "Weir Lane Bakers and Mr J Thief"),
        ("Weir Lane Bakers", "Weir Lane Butchers"),
    ],
)
def test_another_name_is_pointed_out(name, given_as):
    application = factories.accepted(of=factories.organisation(name=name))

    given(application, account_name=given_as)

    assert f"The account is not in the name of {name}." in check_page(application)


def test_a_bank_letter_that_another_co_op_sent_too_is_pointed_out():
    """The same bytes for two accounts: one of the two was not meant by the bank."""
    before, application = factories.accepted(), factories.accepted()
    given(before)
    given(application, **OTHER)
    content = b"%PDF-1.7\nYour account, dear customer."
    factories.shown_account(before, content=content)
    factories.shown_account(application, content=content)
    words = "sent us this very bank letter or statement too."

    assert f"{before.organisation.name} {words}" in check_page(application)
    assert f"{application.organisation.name} {words}" in check_page(before)

    merge_organisations(
        before.organisation,
        into=application.organisation,
        reason="One.",
        by=colleague("is_officer"),
    )
    sent = AccountFile.objects.get(details__organisation=application.organisation)
    assert others_with_file_of(sent) == []


def test_an_earlier_name_of_the_co_op_is_one_of_its_names():
    application = factories.accepted(of=factories.organisation(name="Weir Lane Bakers"))
    of = application.organisation
    facts = {name: getattr(of, name) for name in ("legal_form", "registration_number")}
    change_organisation(of, name="Weir Lane Bread", **facts, by=owner_of(of))
    application.refresh_from_db()

    assert not is_in_another_name(given(application))
    assert "is not in the name of" not in check_page(application)


def test_whoever_gave_the_account_and_may_not_sign_any_more_is_pointed_out():
    application = factories.accepted()
    thief = factories.member(application.organisation, is_signatory=True)
    given(application, by=thief)
    assert "may not sign for" not in check_page(application)
    row = application.organisation.memberships.live().get(user=thief)

    change_member(row, role=row.role, is_signatory=False, by=owner_of(application.organisation))

    assert f"{thief} may not sign for {application.organisation.name} any more." in check_page(
        application
    )
    assert BankDetails.objects.get().checked_at is None
