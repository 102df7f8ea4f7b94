"""Money back that two people entered wrongly is turned back by two, and by another row."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.closure.recovering import actions
from grants.closure.recovering.queries import unsettled_recoveries
from grants.history import faults_in
from grants.ledger import LedgerKind, enter
from grants.models import Application, LedgerEntry, MoneyBack, Round, Settlement
from grants.payments.books.checking.awards import faults_of_awards, faults_of_rows
from grants.payments.results.coming_back import from_co_ops
from tests import factories
from tests.factories.cases import colleague
from tests.grants.casework.test_today import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def wrong():
    """Two people said that £700 of the £1,000 that we asked for came; it was another co-op’s."""
    return factories.settled_back(factories.money_that_came())


def balance_of(settlement):
    case = Application.objects.get(pk=settlement.application.pk)
    return case.ledger.all().balance()


def recovery_of(settlement):
    return MoneyBack.objects.get(pk=settlement.recovery_id)


def client(role):
    return factories.client_for(colleague(role))


def test_two_people_turn_back_what_two_people_entered_wrongly(wrong):
    before, left = balance_of(wrong), recovery_of(wrong).left
    row = LedgerEntry.objects.get(kind="recovery")

    said = factories.not_back(wrong)
    assert balance_of(wrong) == before  # nothing changes by the word of one
    factories.settled_back(said)

    after = balance_of(wrong)
    assert after.paid == before.paid + wrong.amount
    assert after.committed == before.committed + wrong.amount
    recovery = recovery_of(wrong)
    assert (recovery.came, recovery.left) == (0, left + wrong.amount)
    correction = LedgerEntry.objects.get(kind="correction")
    assert (correction.amount, correction.key) == (row.amount, f"{row.key}/undone")
    assert LedgerEntry.objects.get(pk=row.pk).amount == row.amount  # what was entered stays
    assert list(from_co_ops()) == []
    assert [*faults_of_rows(), *faults_of_awards()] == []
    assert list(unsettled_recoveries(colleague("is_officer"))) == [recovery]
    assert faults_in(wrong.application) == []


def test_the_co_op_that_was_told_is_told_that_we_were_wrong(wrong):
    told = Email.objects.filter(event="grants/money_came_back").values_list("to", flat=True)
    left = recovery_of(wrong).amount

    factories.settled_back(factories.not_back(wrong))

    mails = Email.objects.filter(event="grants/money_not_back")
    assert set(mails.values_list("to", flat=True)) == set(told) != set()
    body = mails.first().body
    assert "That was our mistake" in body
    assert f"£{left:,.0f} is left" in body


def test_nobody_turns_it_back_alone_or_twice(wrong):
    said = factories.not_back(wrong)
    with pytest.raises(Refused, match="Somebody else must answer this"):
        actions.agree_settlement(said, by=said.said_by)
    assert factories.not_back(wrong) == said  # a second click
    with pytest.raises(PermissionDenied):
        actions.agree_settlement(said, by=colleague("is_officer"))
    factories.settled_back(said)

    with pytest.raises(Refused, match="Two people have corrected this already"):
        factories.not_back(wrong)
    with pytest.raises(Refused, match="there is nothing to correct"):
        factories.not_back(said)
    assert LedgerEntry.objects.filter(kind="correction").count() == 1


def test_who_does_not_agree_leaves_it_as_it_was_and_it_may_be_said_again(wrong):
    before = balance_of(wrong)

    actions.drop_settlement(
        factories.not_back(wrong), because="It is theirs.", by=colleague("is_finance_approver")
    )

    assert balance_of(wrong) == before
    assert recovery_of(wrong).came == wrong.amount
    assert factories.not_back(wrong).is_waiting


def test_what_came_unasked_is_turned_back_too_and_nobody_owes_it():
    application = factories.paid()
    said = actions.say_unasked_money(
        application,
        amount=Decimal(300),
        on=application.ledger.get(kind="payment").on,
        evidence="Statement 12.",
        by=colleague("is_finance_preparer"),
    )
    said = factories.settled_back(said)

    factories.settled_back(factories.not_back(said))

    recovery = recovery_of(said)
    assert (recovery.came, recovery.left, recovery.decided_at is None) == (0, 0, False)
    assert list(unsettled_recoveries(colleague("is_officer"))) == []
    assert balance_of(said).paid == 4000
    body = Email.objects.filter(event="grants/money_not_back").first().body
    assert "there is nothing that you need to do" in body
    owner = factories.client_for(application.started_by)
    page = owner.get(reverse("progress", args=[application.reference])).content.decode()
    assert "That was our mistake: it did not come from you." in page
    assert "You gave £300 back" not in page


def test_what_was_turned_back_keeps_nobody_from_asking_for_money_back():
    application = factories.paid()
    came = actions.say_unasked_money(
        application,
        amount=Decimal(300),
        on=application.ledger.get(kind="payment").on,
        evidence="Statement 12.",
        by=colleague("is_finance_preparer"),
    )
    asked = factories.money_back_asked(application)
    came = factories.settled_back(came)
    with pytest.raises(Refused, match="Money came back meanwhile"):
        actions.decide_money_back(asked, by=colleague("is_approver"))

    factories.settled_back(factories.not_back(came))

    assert actions.decide_money_back(asked, by=colleague("is_approver")).decided_at is not None


def test_a_round_that_gave_the_money_to_others_needs_more_of_it_first(wrong):
    said = factories.not_back(wrong)
    round = wrong.application.round
    promised = LedgerEntry.objects.filter(application__round=round).balance().committed
    Round.objects.filter(pk=round.pk).update(budget=promised + 100)

    with pytest.raises(Refused, match=r"has £100 left.*First raise its budget by £600"):
        factories.settled_back(said)

    Round.objects.filter(pk=round.pk).update(budget=promised + 700)
    assert factories.settled_back(said).agreed_at


def test_the_database_turns_back_no_more_than_came(wrong):
    with pytest.raises(DatabaseError), transaction.atomic():
        enter(wrong.application, LedgerKind.CORRECTION, Decimal("700.01"), key="x", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(
            reference="B1-9",
            recovery=wrong.recovery,
            way="undone",
            amount=1,
            on=wrong.on,
            because="x",
            said_by=wrong.said_by,
        )


def test_it_goes_by_the_pages_and_stands_on_the_list_of_the_second_one(wrong):
    page = reverse("settlement", args=[wrong.reference])
    of_case = reverse("case_money_back", args=[wrong.application.reference])
    one, two = client("is_finance_preparer"), client("is_finance_approver")
    assert page in one.get(of_case).text
    assert page not in client("is_officer").get(of_case).text
    assert "It did not come after all" in one.get(page).text
    assert "Say why it is wrong" in one.post(page, {"wrong_because": " "}).text

    assert one.post(page, {"wrong_because": "Another co-op’s."}).url == of_case

    said = Settlement.objects.get(way="undone")
    answer = reverse("settlement", args=[said.reference])
    line = f"Look again if money of {wrong.application.organisation} came"
    assert lines_of(colleague("is_finance_approver"))[line] == answer
    assert line not in lines_of(colleague("is_finance_preparer"))
    assert "Is this wrong?" not in one.get(of_case).text
    assert "you said it" in one.get(answer).text
    shown = two.get(answer).text
    assert "Another co-op’s." in shown
    assert "Yes, it did not come" in shown
    two.post(answer, {"answer": "yes"})
    assert recovery_of(wrong).came == 0
    assert "did not come after all" in two.get(of_case).text


def test_an_old_tab_says_nothing_against_what_two_people_agreed(wrong):
    page = reverse("settlement", args=[wrong.reference])

    client("is_finance_approver").post(page, {"answer": "no", "because": "It is not so."})

    assert not Settlement.objects.filter(way="undone").exists()
