"""A co-op gives money back that nobody asked for: two people see it, and it gets our thanks."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.models import Email
from grants.closure.recovering import actions
from grants.closure.recovering.queries import most_that_can_be_asked, recoveries_to_decide
from grants.history import faults_in
from grants.models import Letter, MoneyBack, Settlement
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def unasked(application, *, amount="300", on=None, by=None):
    return actions.say_unasked_money(
        application,
        amount=Decimal(amount),
        on=on or localdate(),
        evidence="Statement 12, line 40.",
        by=by or colleague("is_finance_preparer"),
    )


def test_what_nobody_asked_for_is_in_the_books_on_its_own_day_and_gets_our_thanks():
    with time_machine.travel(datetime(2027, 3, 20, 12, tzinfo=UTC)):
        application = factories.paid()
    with time_machine.travel(datetime(2027, 4, 6, 12, tzinfo=UTC)):
        said = unasked(application, on=date(2027, 3, 30))
        assert unasked(application, on=date(2027, 3, 30)) == said  # a second click
        assert application.ledger.all().balance().paid == 4000
        assert not Email.objects.filter(event="grants/money_came_back").exists()

        actions.agree_settlement(said, by=colleague("is_finance_approver"))

    row = application.ledger.get(kind="recovery")
    assert (row.amount, row.on) == (300, date(2027, 3, 30))
    assert application.ledger.all().balance() == (3700, 3700)
    recovery = MoneyBack.objects.get()
    assert (recovery.is_unasked, recovery.left, recovery.more) == (True, 0, 0)
    assert most_that_can_be_asked(application) == 3700
    body = Email.objects.filter(event="grants/money_came_back").first().body
    assert "We had not asked for it" in body
    assert "ask you" not in body
    assert not Letter.objects.filter(kind="recovery").exists()
    assert faults_in(application) == []


def test_what_was_not_so_leaves_no_trace_in_the_books_and_may_be_said_again():
    application = factories.paid()
    said = unasked(application)

    actions.drop_settlement(said, because="It was our rent.", by=said.said_by)

    assert MoneyBack.objects.get().dropped_because == "It was our rent."
    assert application.ledger.all().balance().paid == 4000
    factories.settled_back(unasked(application))
    assert application.ledger.all().balance().paid == 3700


def test_nobody_decides_or_drops_what_nobody_asked_for():
    recovery = unasked(factories.paid()).recovery

    assert recovery not in recoveries_to_decide(colleague("is_approver"))
    with pytest.raises(Refused, match="Nobody asks for this"):
        actions.decide_money_back(recovery, by=colleague("is_approver"))
    with pytest.raises(Refused, match="Nobody asks for this"):
        actions.drop_money_back(recovery, because="No.", by=colleague("is_approver"))


def test_no_demand_goes_while_money_that_came_by_itself_waits_nor_as_if_it_had_not_come():
    application = factories.paid()
    said = unasked(application)
    recovery = factories.money_back_asked(application, amount="1000")
    with pytest.raises(Refused, match="Money came back meanwhile that nobody had asked for"):
        actions.decide_money_back(recovery, by=colleague("is_approver"))

    actions.agree_settlement(said, by=colleague("is_finance_approver"))

    with pytest.raises(Refused, match="Look at it, then ask for what is left"):
        actions.decide_money_back(recovery, by=colleague("is_approver"))
    assert not Letter.objects.filter(kind="recovery").exists()
    actions.drop_money_back(recovery, because="It came.", by=recovery.asked_by)
    factories.money_back(application, amount="3700")  # what was asked since knows of it
    assert most_that_can_be_asked(application) == 0


def test_what_was_not_so_holds_no_demand_up():
    application = factories.paid()
    said = unasked(application)
    recovery = factories.money_back_asked(application)
    actions.drop_settlement(said, because="It was our rent.", by=said.said_by)

    assert actions.decide_money_back(recovery, by=colleague("is_approver")).decided_at


def test_while_an_approver_decides_on_a_request_nothing_came_by_itself():
    application = factories.paid()
    recovery = factories.money_back_asked(application)

    with pytest.raises(Refused, match="Somebody asks for this money now"):
        unasked(application)

    actions.drop_money_back(recovery, because="No.", by=recovery.asked_by)
    assert unasked(application).recovery.is_unasked


def test_what_came_by_itself_is_not_agreed_to_once_we_asked():
    application = factories.paid()
    said = unasked(application)
    recovery = factories.money_back_asked(application)
    MoneyBack.objects.filter(pk=recovery.pk).update(
        decided_at=now(), decided_by=colleague("is_approver"), pay_by=localdate()
    )

    with pytest.raises(Refused, match="We asked for money back meanwhile"):
        actions.agree_settlement(said, by=colleague("is_finance_approver"))

    assert application.ledger.all().balance().paid == 4000
    actions.drop_settlement(said, because="Asked for.", by=said.said_by)
    assert actions.say_money_came(
        recovery, amount=Decimal(300), on=localdate(), evidence="Line 40.", by=said.said_by
    )


def test_what_was_asked_for_is_entered_there():
    recovery = factories.money_back()

    with pytest.raises(Refused, match=f"We asked for money back. Enter it there: {recovery}"):
        unasked(recovery.application)


@pytest.mark.parametrize(
    ("amount", "on", "says"),
    [("4000.01", None, "£4,000 has not come back yet"), ("1", date(2020, 1, 1), "We first paid")],
)
def test_what_cannot_be_is_refused(amount, on, says):
    application = factories.paid()

    with pytest.raises(Refused, match=says):
        unasked(application, amount=amount, on=on)

    assert not MoneyBack.objects.exists()


def test_two_see_it_and_both_are_in_finance():
    application = factories.paid()
    with pytest.raises(PermissionDenied):
        unasked(application, by=colleague("is_officer"))
    said = unasked(application)
    with pytest.raises(Refused, match="Somebody else must answer"):
        actions.agree_settlement(said, by=said.said_by)
    with pytest.raises(Refused, match="has said something about this already"):
        unasked(application, amount="5", by=factories.staff("is_finance_preparer"))


def test_the_database_keeps_what_was_unasked():
    recovery = unasked(factories.paid()).recovery
    with pytest.raises(DatabaseError), transaction.atomic():
        MoneyBack.objects.filter(pk=recovery.pk).update(is_unasked=False)


def test_two_people_in_finance_do_it_on_the_pages():
    application = factories.paid()
    one = client_for(colleague("is_finance_preparer"))
    two = client_for(colleague("is_finance_approver"))
    start = reverse("money_back_unasked", args=[application.reference])
    assert start in one.get(reverse("case_money_back", args=[application.reference])).text
    assert "Say how much came" in one.post(start, {}).text
    day = localdate()
    typed = {"amount": "300", "on_day": day.day, "on_month": day.month, "on_year": day.year}

    one.post(start, {**typed, "evidence": "Line 4."})

    answer = reverse("settlement", args=[Settlement.objects.get().reference])
    assert "Nobody asked for it" in two.get(answer).text
    two.post(answer, {"answer": "yes"})
    shown = two.get(reverse("case_money_back", args=[application.reference])).text
    assert "Nobody asked for it" in shown
    owner = client_for(application.started_by)
    progress = owner.get(reverse("progress", args=[application.reference])).text
    assert "You gave £300 back. Thank you." in progress
