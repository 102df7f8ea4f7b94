"""What was asked back comes, or is let go: one says so, another agrees, and only then it is so."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given, settings as how, strategies as st

from applicants.access import Refused
from applicants.models import Email
from grants.assessment.actions import declare_conflict
from grants.casework.today import things_for
from grants.closure.recovering import actions
from grants.closure.recovering.queries import most_that_can_be_asked, unsettled_recoveries
from grants.history import faults_in
from grants.ledger import LedgerEntry
from grants.models import MoneyBack, Settlement
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.mail import mails

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def preparer():
    return colleague("is_finance_preparer")


def payer():
    return colleague("is_finance_approver")


def approver():
    return colleague("is_approver")


def page(name, of):
    return reverse(name, args=[of.reference])


def rows_of(recovery):
    return LedgerEntry.objects.filter(application=recovery.application, kind="recovery")


def fresh(recovery):
    return MoneyBack.objects.get(pk=recovery.pk)


# Two people


def test_money_that_came_stands_in_the_ledger_once_a_second_person_saw_it():
    recovery = factories.money_back(amount="1200")
    before = recovery.application.ledger.all().balance()
    said = factories.money_that_came(recovery, amount="700")

    assert not rows_of(recovery).exists()
    assert fresh(recovery).left == 1200
    actions.agree_settlement(said, by=payer())

    row = rows_of(recovery).get()
    assert (row.amount, row.on, row.by) == (700, said.on, payer())
    after = recovery.application.ledger.all().balance()
    assert (before.paid - after.paid, before.unpaid - after.unpaid) == (700, 0)
    assert (fresh(recovery).came, fresh(recovery).left) == (700, 500)
    body = Email.objects.filter(event="grants/money_came_back").first().body
    assert "£700 from" in body
    assert "£500 is left" in body
    verbs = recovery.application.history.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["say_money_came", "confirm_money_came"]
    assert faults_in(recovery.application) == []


def test_what_is_written_off_is_owed_no_more_and_is_no_row_of_the_ledger():
    recovery = factories.money_back(amount="1200")
    said = factories.to_write_off(recovery, amount="1200", reasons="The group ended.")
    before = recovery.application.ledger.all().balance()

    actions.agree_settlement(said, by=approver())

    assert recovery.application.ledger.all().balance() == before
    assert (fresh(recovery).let_go, fresh(recovery).left) == (1200, 0)
    body = Email.objects.filter(event="grants/money_written_off").first().body
    assert "Nothing is left to pay back." in body
    assert "The group ended." not in body
    assert list(unsettled_recoveries(preparer())) == []


def test_who_says_it_does_not_agree_and_the_database_says_so_too():
    said = factories.money_that_came()

    with pytest.raises(Refused, match="Somebody else must answer"):
        actions.agree_settlement(said, by=said.said_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.filter(pk=said.pk).update(agreed_at=said.said_at, agreed_by=said.said_by)
    assert not rows_of(said.recovery).exists()


@pytest.mark.parametrize("role", ["is_officer", "is_approver", "is_auditor"])
def test_only_finance_says_and_sees_that_money_came(role):
    said = factories.money_that_came()

    with pytest.raises(PermissionDenied):
        actions.agree_settlement(said, by=factories.staff(role))
    with pytest.raises(PermissionDenied):
        factories.money_that_came(said.recovery, by=factories.staff(role))


@pytest.mark.parametrize("role", ["is_officer", "is_finance_approver", "is_auditor"])
def test_only_an_approver_writes_off(role):
    said = factories.to_write_off()

    with pytest.raises(PermissionDenied):
        actions.agree_settlement(said, by=factories.staff(role))


def test_a_conflict_closes_it():
    said = factories.money_that_came()
    other = factories.staff("is_finance_approver", "is_officer")
    declare_conflict(said.application, by=other, reason="My sister works there.")

    with pytest.raises(PermissionDenied):
        actions.agree_settlement(said, by=other)
    assert client_for(other).get(page("settlement", said)).status_code == 404
    assert said.recovery not in unsettled_recoveries(other)


def test_second_clicks_change_nothing():
    recovery = factories.money_back()
    said = factories.money_that_came(recovery)
    assert factories.money_that_came(recovery) == said

    for _ in range(2):
        actions.agree_settlement(said, by=payer())

    assert rows_of(recovery).count() == 1
    people = Email.objects.filter(event="grants/money_came_back").values_list("to", flat=True)
    assert len(people) == len(set(people)) > 0
    with pytest.raises(Refused, match="has answered this already"):
        actions.drop_settlement(said, because="No.", by=payer())


def test_one_waits_at_a_time_and_what_is_dropped_makes_room():
    recovery = factories.money_back(amount="1200")
    said = factories.money_that_came(recovery, amount="700")

    with pytest.raises(Refused, match="has said something about this already"):
        factories.to_write_off(recovery)
    actions.drop_settlement(said, because="It was our rent.", by=said.said_by)

    assert not mails("grants/money_came_back")
    assert fresh(recovery).left == 1200
    factories.settled_back(factories.to_write_off(recovery, amount="1200"))
    with pytest.raises(Refused, match="settled already"):
        factories.to_write_off(recovery, amount="0.01")


@pytest.mark.parametrize(
    ("amount", "days", "says"),
    [
        ("4000.01", 0, "£4,000 has not come back yet"),
        ("700", 1, "Enter a day from then to today"),
        ("700", -1, "Enter a day from then to today"),
    ],
)
def test_what_cannot_be_is_refused(amount, days, says):
    recovery = factories.money_back(amount="1200")

    with pytest.raises(Refused, match=says):
        actions.say_money_came(
            recovery,
            amount=Decimal(amount),
            on=localdate() + timedelta(days),
            evidence="Line 4.",
            by=preparer(),
        )


def test_nothing_comes_of_what_nobody_asked_the_co_op_for():
    recovery = factories.money_back_asked()

    for ask in (factories.money_that_came, factories.to_write_off):
        with pytest.raises(Refused, match="Nobody has asked"):
            ask(recovery)


@how(max_examples=6, deadline=None)
@given(parts=st.lists(st.integers(1, 200_000), min_size=1, max_size=5))
def test_never_more_comes_back_than_was_paid(parts):
    """Whatever is said, in pence, what came and what is out add up to what was paid."""
    with transaction.atomic():
        recovery = factories.money_back(amount="900")
        for pence in parts:
            out = recovery.application.ledger.all().balance().paid
            try:
                factories.settled_back(
                    factories.money_that_came(recovery, amount=Decimal(pence) / 100)
                )
            except Refused:
                assert Decimal(pence) / 100 > out
        came = sum(row.amount for row in rows_of(recovery))
        recovery = fresh(recovery)
        assert came + recovery.application.ledger.all().balance().paid == 4000
        assert (recovery.left, recovery.more) == (max(900 - came, 0), max(came - 900, 0))
        assert most_that_can_be_asked(recovery.application) == 4000 - max(came, 900)
        transaction.set_rollback(True)


def test_a_little_more_than_was_asked_is_entered_as_it_came():
    recovery = factories.money_back(amount="1000")

    factories.settled_back(factories.money_that_came(recovery, amount="1000.50"))

    recovery = fresh(recovery)
    assert rows_of(recovery).get().amount == Decimal("1000.50")
    assert (recovery.left, recovery.more) == (0, Decimal("0.50"))
    assert list(unsettled_recoveries(preparer())) == []
    body = Email.objects.filter(event="grants/money_came_back").first().body
    assert "£0.50 more than we asked for" in body
    shown = client_for(payer()).get(page("case_money_back", recovery.application)).text
    assert "More than we asked for" in shown
    assert page("money_back_came", recovery) in shown  # what is out may still come


def test_what_was_written_off_may_still_come():
    recovery = factories.money_back(amount="1000")
    factories.settled_back(factories.to_write_off(recovery, amount="1000"))

    factories.settled_back(factories.money_that_came(recovery, amount="1000"))

    assert (fresh(recovery).came, fresh(recovery).left) == (1000, 0)
    assert most_that_can_be_asked(recovery.application) == 3000


def test_what_came_before_we_asked_is_entered_on_its_own_day():
    """It came in the old financial year, and the letter was written in the new one."""
    with time_machine.travel(datetime(2027, 3, 20, 12, tzinfo=UTC)):
        application = factories.paid()
    with time_machine.travel(datetime(2027, 4, 6, 12, tzinfo=UTC)):
        recovery = factories.money_back(application, amount="1000")
        for on in (date(2027, 3, 19), date(2027, 4, 7)):
            with pytest.raises(Refused, match=r"We first paid on 20 March 2027. Enter a day from"):
                say_it_came(recovery, on)

        factories.settled_back(say_it_came(recovery, date(2027, 3, 30)))

    assert rows_of(recovery).get().on == date(2027, 3, 30)


def say_it_came(recovery, on):
    return actions.say_money_came(
        recovery, amount=Decimal(1000), on=on, evidence="Line 4.", by=preparer()
    )


# Pages


def test_two_people_in_finance_do_it_on_the_pages():
    recovery = factories.money_back(amount="1200")
    one, two = client_for(preparer()), client_for(payer())
    assert recovery.reference in one.get(reverse("money_back_list")).text
    today = localdate()
    typed = {"amount": "700", "on_day": today.day, "on_month": today.month, "on_year": today.year}

    sent = one.post(page("money_back_came", recovery), {**typed, "evidence": "Line 4."})

    said = Settlement.objects.get()
    assert sent.status_code == 302
    assert [thing.source.page for thing in things_for(payer())].count("settlement") == 1
    assert "settlement" not in [thing.source.page for thing in things_for(preparer())]
    own = one.get(page("settlement", said)).text
    assert "Somebody else has to answer this" in own
    assert "Yes, I saw it too" not in own
    assert "Yes, I saw it too" in two.get(page("settlement", said)).text
    two.post(page("settlement", said), {"answer": "yes"})
    assert rows_of(recovery).get().amount == 700
    owner = client_for(recovery.application.started_by)
    shown = owner.get(page("progress", recovery.application)).text
    assert "£500 is left: please pay it by" in shown
    assert "£700 came back to us. Thank you." in shown
    assert "£500" in two.get(page("case_money_back", recovery.application)).text


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "Choose an answer"),
        ({"answer": "perhaps"}, "Choose an answer"),
        ({"answer": "no"}, "Say why not"),
        ({"answer": "no", "because": " \x00 "}, "Say why not"),
        ({"answer": "no", "because": "word " * 60}, "Use 50 words or fewer"),
    ],
)
def test_an_answer_that_is_none_is_said_beside_the_field(answer, says):
    said = factories.money_that_came()

    shown = client_for(payer()).post(page("settlement", said), answer)

    assert says in shown.text
    assert Settlement.objects.waiting().count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"amount": ""}, "Say how much came"),
        ({"amount": "12.345"}, "pence"),
        ({"amount": "-5"}, "must be"),
        ({"on_day": "31", "on_month": "2"}, "The date must be a real date"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Say when it came"),
        ({"on_year": "2099"}, "or earlier"),
        ({"evidence": "   "}, "Say where you saw it"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(changes, says):
    recovery = factories.money_back()
    typed = {
        "amount": "700",
        "on_day": "1",
        "on_month": "1",
        "on_year": "2026",
        "evidence": "Line 4.",
    }

    shown = client_for(preparer()).post(page("money_back_came", recovery), typed | changes)

    assert says in shown.text
    assert not Settlement.objects.exists()


def test_what_has_not_come_by_its_last_day_waits_for_an_officer():
    recovery = factories.money_back()
    officer = colleague("is_officer")
    assert "case_money_back" not in [thing.source.page for thing in things_for(officer)]
    with transaction.atomic():
        later = recovery.pay_by + timedelta(1)
        with time_machine.travel(later):
            pages = [thing.source.page for thing in things_for(officer)]
    assert pages.count("case_money_back") == 1


# What the database keeps


@pytest.mark.parametrize(
    "change", [{"amount": 1}, {"because": "Else."}, {"way": "let_go"}, {"reference": "x"}]
)
def test_the_database_keeps_what_was_said(change):
    said = factories.money_that_came()

    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.filter(pk=said.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.filter(pk=said.pk).delete()


@pytest.mark.parametrize(("way", "amount"), [("let_go", "500.01"), ("came", "3300.01")])
def test_the_database_refuses_more_than_was_asked_or_is_out(way, amount):
    recovery = factories.money_back(amount="1200")
    factories.settled_back(factories.money_that_came(recovery, amount="700"))
    said = factories.money_that_came(recovery, amount="500")
    too_much = Settlement.objects.filter(pk=said.pk)
    actions.drop_settlement(said, because="No.", by=payer())
    forged = Settlement.objects.create(
        reference="forged", recovery=recovery, way=way, amount=Decimal(amount),
        on=localdate(), because="x", said_by=preparer(),
    )  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        Settlement.objects.filter(pk=forged.pk).update(agreed_at=said.said_at, agreed_by=payer())
    with pytest.raises(DatabaseError), transaction.atomic():
        too_much.update(agreed_at=said.said_at, agreed_by=payer())
