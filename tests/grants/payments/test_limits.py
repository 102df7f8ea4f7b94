"""How much one person may approve at once."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from applicants.access import Refused
from applicants.actions import change_roles, close_account, forget_person
from applicants.models import Email, User
from grants.payments import actions
from grants.payments.accounts.actions import enter_bank_details
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.factories.people import PASSWORD

from .pages import page, prepared, to

pytestmark = pytest.mark.django_db


def approver():
    return colleague("is_finance_approver")


def given_the_role(**facts):
    """Somebody to whom the role to approve payments was given on the server: it counts at once."""
    return change_roles(factories.person(**facts), roles=["is_finance_approver"], by=None)


def with_a_new_address(user, email):
    """They change their own address, as everybody can, on the pages for it."""
    client = factories.client_for(factories.with_address(user))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": email})
    theirs = Email.objects.filter(to=email, body__contains="/confirm-email/")
    link = re.search(r"(/accounts/confirm-email/\S+)", theirs.latest("pk").body)[1]
    client.post(link)
    client.post("/accounts/email/", {"action_primary": "", "email": email})
    client.post("/accounts/email/", {"action_remove": "", "email": user.email})
    return User.objects.get(pk=user.pk, email=email)


@pytest.fixture
def run():
    return prepared(with_bank_details())  # £4,000


@pytest.mark.parametrize(
    ("everybody", "this_one", "may"),
    [
        (None, None, True),
        ("4000", None, True),
        ("3999.99", None, False),
        ("100", "4000", True),
        (None, "3999.99", False),
        ("10000", "0", False),
    ],
)
def test_a_run_is_approved_up_to_the_limit(settings, run, everybody, this_one, may):
    settings.APPROVAL_LIMIT = None if everybody is None else Decimal(everybody)
    boss = given_the_role(email="ana@fund.example")
    settings.APPROVAL_LIMITS = {"ana@fund.example": Decimal(this_one)} if this_one else {}

    if may:
        assert actions.approve_payment_run(run, by=boss).state == "approved"
        return
    with pytest.raises(Refused, match="This run is £4,000, and you may approve up to"):
        actions.approve_payment_run(run, by=boss)
    run.refresh_from_db()
    assert run.state == "prepared"


def test_a_new_address_lifts_no_limit(settings, run):
    small = given_the_role(email="small@fund.example")
    settings.APPROVAL_LIMIT = Decimal(20_000)
    settings.APPROVAL_LIMITS = {"small@fund.example": Decimal(100)}

    small = with_a_new_address(small, "other@fund.example")

    with pytest.raises(Refused, match="you may approve up to £100"):
        actions.approve_payment_run(run, by=small)


def test_nobody_gets_a_limit_with_an_address_that_somebody_left(settings, run):
    boss = given_the_role(email="boss@fund.example")
    small = given_the_role(email="small@fund.example")
    settings.APPROVAL_LIMITS = {"boss@fund.example": Decimal(50_000)}
    boss = with_a_new_address(boss, "married@fund.example")
    small = with_a_new_address(small, "boss@fund.example")

    with pytest.raises(Refused, match="you may approve up to £0"):
        actions.approve_payment_run(run, by=small)
    assert actions.approve_payment_run(run, by=boss).state == "approved"


def test_where_only_some_are_named_the_others_approve_nothing(settings, run):
    settings.APPROVAL_LIMITS = {"ana@fund.example": Decimal(50_000)}

    with pytest.raises(Refused, match="you may approve up to £0"):
        actions.approve_payment_run(run, by=given_the_role(email="ben@fund.example"))


def test_the_address_of_that_day_goes_with_whoever_is_forgotten():
    left = given_the_role(email="left@fund.example")
    boss = factories.staff("is_administrator")
    left = close_account(change_roles(left, roles=[], by=boss), by=boss)

    forget_person(left, by=boss)

    assert set(left.role_changes.values_list("email", flat=True)) == {""}


def test_the_page_says_who_may_and_offers_no_button(settings, run):
    settings.APPROVAL_LIMIT = Decimal(1000)
    boss = given_the_role()
    settings.APPROVAL_LIMITS = {boss.email: Decimal(50_000)}

    low = page(factories.client_for(approver()).get(to("run", run)))
    high = page(factories.client_for(boss).get(to("run", run)))

    assert f"You may approve up to £1,000, and this run is £4,000. These people may: {boss}" in low
    assert "Approve these payments" not in low
    assert "Approve these payments" in high


def test_the_page_says_so_when_nobody_may(settings, run):
    settings.APPROVAL_LIMIT = Decimal(1)

    shown = page(factories.client_for(approver()).get(to("run", run)))

    assert "Nobody may, as things are." in shown
    assert factories.client_for(approver()).post(to("run_approve", run)).status_code == 409


def test_a_run_that_an_account_made_void_says_so_and_offers_no_button():
    application = with_bank_details()
    run = actions.approve_payment_run(prepared(application), by=approver())
    other = {"account_name": "B", "sort_code": "107999", "account_number": "88837491"}
    enter_bank_details(application, **other, by=application.started_by)

    client = factories.client_for(approver())
    shown = page(client.get(to("run", run)))
    assert "The approval does not count any more." in shown
    assert "changed its bank details after this run was prepared" in shown
    assert "Make the payment file" not in shown
    assert "Can’t go on" in page(client.get(reverse("payment_home")))
    assert client.post(to("run_export", run)).status_code == 409


def _role_taken(boss, settings):
    change_roles(boss, roles=[], by=factories.staff("is_administrator"))


def _account_closed(boss, settings):
    _role_taken(boss, settings)
    close_account(boss, by=factories.staff("is_administrator"))


def _limit_lowered(boss, settings):
    settings.APPROVAL_LIMIT = Decimal(1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_role_taken, "Ana approved this run, and may not approve it any more."),
        (_account_closed, "Ana approved this run, and may not approve it any more."),
        (_limit_lowered, "This run is £4,000, and Ana, who approved it, may approve up to £1 now."),
    ],
)
def test_no_file_is_made_once_the_approver_may_not_approve_it(settings, run, change, says):
    boss = given_the_role(name="Ana")
    run = actions.approve_payment_run(run, by=boss)
    client = factories.client_for(colleague("is_finance_preparer"))
    assert "Make the payment file" in page(client.get(to("run", run)))

    change(boss, settings)

    shown = page(client.get(to("run", run)))
    assert says in shown
    assert "Make the payment file" not in shown
    assert "Can’t go on" in page(client.get(reverse("payment_home")))
    assert client.post(to("run_export", run)).status_code == 409
    run.refresh_from_db()
    assert not run.file


def test_another_amount_makes_a_run_void_too():
    application = with_bank_details()
    run = actions.approve_payment_run(prepared(application), by=approver())
    application.award.instalments.update(amount=Decimal(3999))

    with pytest.raises(Refused, match=r"The amount for .* changed after this run was prepared"):
        actions.export_payment_run(run, by=approver())
