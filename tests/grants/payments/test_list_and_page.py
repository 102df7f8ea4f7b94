"""The list of runs and the page of a run say the same: whether it goes on, and who takes it on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import Membership, User
from grants.models import Application, Conflict
from grants.payments import actions
from grants.payments.holding.actions import hold_instalment, let_go_instalment
from grants.payments.month_end import VOID, runs_under_way
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .pages import due, page, prepared, preparer, to
from .test_limits import _account_closed, _limit_lowered, _role_taken, given_the_role

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def paid_by(boss):
    return Application.objects.get(award__instalments__payments__approved_by=boss)


def _conflict(boss, settings):
    application = paid_by(boss)
    Conflict.objects.create(application=application, user=boss, reason="My sister.")


def _acted_for_it_once(boss, settings):
    organisation = paid_by(boss).organisation
    Membership.objects.create(organisation=organisation, user=boss, ended_at=now())


def _role_given_anew(boss, settings):
    User.objects.filter(pk=boss.pk).update(approves_from=now() + timedelta(days=1))


def _named_no_more(boss, settings):
    settings.APPROVAL_LIMITS = {"another@fund.example": Decimal(50_000)}


def in_list(run, user):
    """What the list says of a run to somebody."""
    (found,) = [each for part in runs_under_way(user) for each in part if each.pk == run.pk]
    return found


@pytest.mark.parametrize(
    "change",
    [
        _role_taken,
        _account_closed,
        _limit_lowered,
        _conflict,
        _acted_for_it_once,
        _role_given_anew,
        _named_no_more,
    ],
)
def test_an_approval_that_fell_stands_in_the_list_as_on_the_page(settings, change):
    boss = given_the_role(name="Ana")
    run = actions.approve_payment_run(prepared(with_bank_details()), by=boss)
    other = actions.approve_payment_run(
        prepared(with_bank_details(awarded=Decimal(1))), by=given_the_role(name="Ben")
    )
    assert in_list(run, colleague("is_finance_preparer")).next == "Make the payment file"

    change(boss, settings)

    assert "The approval does not count any more." in page(preparer().get(to("run", run)))
    assert in_list(run, colleague("is_finance_preparer")).next == VOID
    assert "Can’t go on" in page(preparer().get(reverse("payment_home")))
    if change is not _named_no_more:
        assert in_list(other, colleague("is_finance_preparer")).next == "Make the payment file"


def _new(_settings, _application):
    return factories.staff("is_finance_approver", approves_from=now() + timedelta(days=1))


def _small(settings, _application):
    settings.APPROVAL_LIMIT = Decimal(1000)
    return factories.staff("is_finance_approver")


def _let_it_go(_settings, application):
    both = factories.staff("is_finance_approver", "is_approver")
    hold = hold_instalment(
        due(application).get(), because="They moved.", by=colleague("is_officer")
    )
    let_go_instalment(hold.instalment, because="I rang.", by=both)
    return both


def _anybody(_settings, _application):
    return factories.staff("is_finance_approver")


@pytest.mark.parametrize(
    ("who", "in_the_list", "on_the_page"),
    [
        (_anybody, "Look at each line, then approve it", "You can approve this run."),
        (_new, "Somebody else must approve it: your role counts from", "Your role counts from"),
        (
            _small,
            "Somebody else must approve it: you may approve up to £1,000",
            "You may approve up to £1,000, and this run is £4,000.",
        ),
        (
            _let_it_go,
            "Somebody else must approve it: you let a payment go that a colleague held",
            "Somebody else must approve this run: you let a payment go that a colleague held.",
        ),
    ],
)
def test_the_list_asks_nobody_to_approve_whom_the_page_refuses(
    settings, who, in_the_list, on_the_page
):
    application = with_bank_details()
    user = who(settings, application)
    run = prepared(application)

    shown = page(factories.client_for(user).get(to("run", run)))

    assert on_the_page in shown
    assert ("Approve these payments" in shown) == (who is _anybody)
    assert in_list(run, user).next.startswith(in_the_list)


def queries_of_the_list(user):
    user = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as asked:
        runs_under_way(user)
    return len(asked)


def test_the_list_costs_the_same_however_many_approved(settings):
    settings.APPROVAL_LIMITS = {"ana@fund.example": Decimal(50_000)}
    settings.APPROVAL_LIMIT = Decimal(50_000)
    someone = colleague("is_finance_approver")
    for number in range(2):
        boss = given_the_role(email=f"b{number}@fund.example")
        actions.approve_payment_run(prepared(with_bank_details()), by=boss)
        if number == 0:
            for_one = queries_of_the_list(someone)
    prepared(with_bank_details())

    assert queries_of_the_list(someone) == for_one
