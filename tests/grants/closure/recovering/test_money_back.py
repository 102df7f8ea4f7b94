"""Money is asked back by two people, in a letter; nothing goes before the second has decided."""

import html
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.models import Email
from grants.assessment.actions import declare_conflict
from grants.casework.today import things_for
from grants.closure.actions import terminate_award
from grants.closure.recovering import actions
from grants.history import faults_in
from grants.models import Letter, MoneyBack
from grants.templatetags.words import day
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.mail import mails
from tests.paper import Reading, failures, squash

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def officer():
    return colleague("is_officer")


def approver():
    return colleague("is_approver")


def letters():
    return Letter.objects.filter(kind="recovery")


def spoken(letter):
    return squash(" ".join(text for _, text in Reading(bytes(letter.pdf)).spoken()))


def page(name, of):
    return reverse(name, args=[of.reference])


def typed(**changes):
    return {"amount": "1,200.50", "reasons": "The oven was sold.", "days_to_pay": "30", **changes}


# Two people


def test_nothing_goes_before_an_approver_has_decided():
    recovery = factories.money_back_asked()
    application = recovery.application

    factories.issue_letters()

    assert not letters().exists()
    assert not mails("grants/letter_recovery")
    owner = client_for(application.started_by)
    progress = owner.get(page("progress", application)).text
    assert "1,200" not in progress
    assert owner.get(page("money_back_decide", recovery)).status_code in (403, 404)
    assert owner.get(page("case_money_back", application)).status_code in (403, 404)


def test_the_letter_says_how_much_why_by_when_and_where_to_pay():
    with time_machine.travel(now()):
        recovery = factories.money_back(amount="1200.50", days=30)

    letter = letters().get()
    said = spoken(letter)
    application = recovery.application
    assert failures(bytes(letter.pdf)) == []
    assert recovery.pay_by == localdate() + timedelta(30)
    for words in (
        f"ask {application.organisation.name} to pay back £1,200.50 of the award",
        f"Please pay it by {day(recovery.pay_by)}.",
        "The oven was sold.",
        "sort code 08-99-99, account number 66374958",
        f"Write {application.reference}-B1 on the payment",
        "ask us to look again",
        application.reference,
    ):
        assert words in said, words
    assert letter.signed_by == approver()
    assert mails("grants/letter_recovery") == 1
    assert letter.reference in Email.objects.filter(event="grants/letter_recovery").first().body
    entries = application.history.order_by("sequence").values_list("verb", "subject")
    assert list(entries)[-4:] == [
        ("ask_money_back", "£1,200.50"),
        ("decide_money_back", "£1,200.50"),
        ("issue_letter", "Payment advice"),
        ("issue_letter", "Letter about money to pay back"),
    ]
    assert faults_in(application) == []


def test_where_no_account_is_set_a_person_tells_it(settings):
    settings.PAYER = {**settings.PAYER, "sort_code": "", "account_number": ""}

    factories.money_back()

    said = spoken(letters().get())
    assert f"Ring {settings.FUND['phone']}, and we tell you into which account to pay." in said
    assert "sort code" not in said


@pytest.mark.parametrize("name", ["<b>Co-op", "O'Brien & Söhne", "Tŷ Gwyn", "{pay by} **x**"])
def test_what_people_typed_comes_out_as_it_was(name):
    application = factories.paid(of=factories.organisation(name=name))

    recovery = factories.money_back_asked(application, reasons=f"{name} sold <i>it</i>.")
    shown = client_for(approver()).get(page("money_back_decide", recovery)).text
    actions.decide_money_back(recovery, by=approver())
    factories.issue_letters()

    letter = letters().get()
    assert f"ask {squash(name)} to pay back" in spoken(letter)
    assert f"{squash(name)} sold <i>it</i>." in spoken(letter)
    for text in (letter.html, shown):
        assert html.escape(name) in text
        assert "<i>it</i>" not in text
        assert "<b>Co-op" not in text


def test_the_last_day_counts_from_the_decision():
    with time_machine.travel(date(2026, 12, 1)):
        recovery = factories.money_back_asked(days=20)
    with time_machine.travel(date(2026, 12, 15)):
        decided = actions.decide_money_back(recovery, by=approver())

    assert decided.pay_by == date(2027, 1, 4)


def test_who_asks_does_not_decide_and_the_database_says_so_too():
    both = factories.staff("is_officer", "is_approver")
    recovery = factories.money_back_asked(by=both)

    with pytest.raises(Refused, match="Somebody else must decide this"):
        actions.decide_money_back(recovery, by=both)
    facts = {"decided_at": now(), "decided_by": both, "pay_by": localdate()}
    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyBack.objects.filter(pk=recovery.pk).update(**facts)
    response = client_for(both).post(page("money_back_decide", recovery))
    assert response.status_code == 409
    assert "Somebody else must decide this" in response.text
    assert not letters().exists()


@pytest.mark.parametrize("role", ["is_officer", "is_auditor", "is_finance_approver"])
def test_only_an_approver_decides(role):
    recovery = factories.money_back_asked()

    with pytest.raises(PermissionDenied):
        actions.decide_money_back(recovery, by=factories.staff(role))


def test_a_conflict_closes_it():
    recovery = factories.money_back_asked()
    close = factories.staff("is_approver", "is_officer")
    declare_conflict(recovery.application, by=close, reason="My aunt.")

    with pytest.raises(PermissionDenied):
        actions.decide_money_back(recovery, by=close)
    assert client_for(close).get(page("money_back_decide", recovery)).status_code == 404
    assert not [one for one in things_for(close) if "money back" in one.text]


def test_second_clicks_change_nothing():
    application = factories.paid()
    first = factories.money_back_asked(application)
    assert factories.money_back_asked(application) == first

    for _click in range(2):
        actions.decide_money_back(first, by=approver())
    factories.issue_letters()

    assert letters().count() == 1
    assert mails("grants/letter_recovery") == 1
    assert application.history.filter(verb="decide_money_back").count() == 1


def test_another_approver_hears_that_it_is_decided():
    recovery = factories.money_back()

    with pytest.raises(Refused, match="has decided this already"):
        actions.decide_money_back(recovery, by=factories.staff("is_approver"))
    with pytest.raises(Refused, match="has decided this already"):
        actions.drop_money_back(recovery, because="No.", by=officer())


def test_what_is_dropped_is_never_told_and_may_be_asked_anew():
    recovery = factories.money_back_asked()
    client = client_for(approver())

    response = client.post(page("money_back_drop", recovery), {"because": "They paid in June."})

    assert response.status_code == 302
    with pytest.raises(Refused, match="has said no to this already"):
        actions.decide_money_back(recovery, by=approver())
    assert not letters().exists()
    assert factories.money_back_asked(recovery.application).reference.endswith("-B2")


# How much


def test_no_more_is_asked_than_they_have():
    application = factories.paid(awarded=Decimal(4000), instalments=2)
    with pytest.raises(Refused, match="£2,000 at most"):
        factories.money_back_asked(application, amount="2000.01")

    factories.money_back(application, amount="1500")

    with pytest.raises(Refused, match="£500 at most"):
        factories.money_back_asked(application, amount="501")
    factories.money_back(application, amount="500")
    with pytest.raises(Refused, match="no money that we paid"):
        factories.money_back_asked(application, amount="0.01")


def test_what_the_bank_sent_back_meanwhile_is_not_asked_again():
    application = factories.paid()
    recovery = factories.money_back_asked(application)
    run = application.award.instalments.get().payments.get().run
    factories.cases.settled(run, "returned")

    with pytest.raises(Refused, match="They still have £0"):
        actions.decide_money_back(recovery, by=approver())
    assert not letters().exists()


def test_an_award_that_ended_can_be_asked_and_one_without_money_cannot():
    application = factories.paid()
    terminate_award(application, reason="Gone.", by=officer())
    assert factories.money_back_asked(application).is_waiting

    with pytest.raises(Refused, match="no money that we paid"):
        factories.money_back_asked(factories.accepted())
    with pytest.raises(Refused, match="no money that we paid"):
        factories.money_back_asked(factories.submitted())


# The pages


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"amount": ""}, "Say how much they should pay back"),
        ({"amount": "12.345"}, "no more than 2 numbers after the point"),
        ({"amount": "0"}, "The amount must be £0.01 or more"),
        ({"amount": "-5"}, "The amount must be £0.01 or more"),
        ({"amount": "x\x00"}, "Enter an amount in pounds"),
        ({"amount": "999999"}, "at most"),
        ({"reasons": " "}, "Say why they should pay it back"),
        ({"reasons": "a " * 400}, "Use 300 words or fewer"),
        ({"days_to_pay": "3"}, "The number must be 14 or more"),
        ({"days_to_pay": "400"}, "The number must be 365 or less"),
        ({"days_to_pay": "soon"}, "Give the days as a number, like 30"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_what_was_typed_stays(changes, says):
    application = factories.paid()

    response = client_for(officer()).post(page("money_back_ask", application), typed(**changes))

    assert response.status_code == 200
    assert says in response.text
    if "reasons" not in changes:
        assert "The oven was sold." in response.text
    assert not MoneyBack.objects.exists()


def test_an_officer_asks_and_an_approver_finds_it_and_sends_it():
    application = factories.paid()
    client_for(officer()).post(page("money_back_ask", application), typed())
    recovery = MoneyBack.objects.get()
    assert recovery.amount == Decimal("1200.50")

    address = page("money_back_decide", recovery)
    assert address in [thing.url for thing in things_for(approver())]
    assert address not in [thing.url for thing in things_for(officer())]
    client = client_for(approver())
    shown = client.get(address).text
    assert "£1,200.50" in shown
    assert settings.PAYER["account_number"] in shown
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    response = client.post(address, {"seen": seen}, follow=True)
    factories.issue_letters()

    assert "The letter is being made." in response.text
    assert letters().get().issued_at
    assert address not in [thing.url for thing in things_for(approver())]


def test_a_hosted_groups_host_gets_the_letter():
    application = factories.paid()
    host = factories.organisation(name="Oak Mill")
    application.award.payee = host
    application.award.save()

    factories.money_back(application)

    said = spoken(letters().get())
    assert "ask Oak Mill to pay back" in said
    assert f"Oak Mill holds this money for {application.organisation.name}" in said
    to = set(Email.objects.filter(event="grants/letter_recovery").values_list("to", flat=True))
    assert {factories.people.owner_of(host).email, application.started_by.email} <= to


# What the database refuses by itself


@pytest.mark.parametrize(
    "change",
    [{"amount": 0}, {"amount": 5}, {"reasons": ""}, {"reasons": "Other."}, {"days_to_pay": 13},
     {"decided_at": now()}, {"dropped_at": now()}],
)  # fmt: skip
def test_the_database_keeps_what_was_asked(change):
    recovery = factories.money_back_asked()

    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyBack.objects.filter(pk=recovery.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        recovery.delete()


def test_the_database_keeps_what_was_decided_and_one_that_waits():
    recovery = factories.money_back()
    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        MoneyBack.objects.filter(pk=recovery.pk).update(pay_by=localdate())

    waits = factories.money_back_asked(recovery.application, amount="5")
    waits.pk, waits.reference = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        waits.save(force_insert=True)
