"""A payment is stopped with a reason, and nothing that is stopped leaves."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from grants.closure.actions import close_award, terminate_award
from grants.ledger import LedgerKind
from grants.models import (
    Conflict,
    Instalment,
    InstalmentCancellation,
    InstalmentHold,
    Payment,
)
from grants.payments import actions as paying
from grants.payments.holding import actions
from grants.payments.queries import (
    due_instalments,
    not_ready_to_pay,
    ready_to_pay,
    unpaid_instalments,
)
from tests import factories
from tests.factories.cases import colleague, settled, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def officer():
    return colleague("is_officer")


def preparer():
    return colleague("is_finance_preparer")


def approver():
    return colleague("is_approver")


def instalment_of(application, number=1):
    return Instalment.objects.get(award__application=application, number=number)


def held(application, **facts):
    return actions.hold_instalment(
        instalment_of(application), because="They moved.", by=officer(), **facts
    )


def prepared(application):
    return paying.prepare_payment_run([instalment_of(application)], by=preparer())


def test_what_is_held_is_not_ready_and_the_list_says_why():
    application = with_bank_details()

    held(application)

    assert not due_instalments().exists()
    assert not ready_to_pay(preparer()).exists()
    (waiting,) = not_ready_to_pay(preparer())
    assert waiting.held_because == "They moved."
    with pytest.raises(Refused, match=r"is on hold: “They moved\.”"):
        prepared(application)
    assert application.history.get(verb="hold_instalment").note == "They moved."


def test_what_is_let_go_is_ready_again():
    application = with_bank_details()
    instalment = held(application).instalment

    for _click in range(2):
        actions.let_go_instalment(instalment, because="They are back.", by=officer())

    assert prepared(application).payments.count() == 1
    assert application.history.get(verb="let_go_instalment").note == "They are back."


@pytest.mark.parametrize("after_approval", [False, True])
def test_a_hold_stops_the_run_that_the_payment_is_in(after_approval):
    application = with_bank_details()
    run = prepared(application)
    go_on = paying.approve_payment_run
    if after_approval:
        run = go_on(run, by=colleague("is_finance_approver"))
        go_on = paying.export_payment_run

    held(application)

    with pytest.raises(Refused, match="is on hold"):
        go_on(run, by=colleague("is_finance_approver"))
    run.refresh_from_db()
    assert not run.file
    paying.cancel_payment_run(run, by=preparer())


def test_what_is_with_the_bank_or_paid_is_not_stopped():
    application = with_bank_details()
    run = paying.approve_payment_run(prepared(application), by=colleague("is_finance_approver"))
    run = paying.export_payment_run(run, by=preparer())

    with pytest.raises(Refused, match="Ring the bank"):
        held(application)
    settled(run)
    with pytest.raises(Refused, match="has been made"):
        held(application)
    with pytest.raises(Refused, match="has been made"):
        actions.cancel_instalment(instalment_of(application), because="x", by=approver())
    assert not InstalmentHold.objects.exists()


def test_a_second_click_is_one_hold_and_a_second_person_is_told():
    application = with_bank_details()

    assert held(application) == held(application)
    with pytest.raises(Refused, match="has put this payment on hold already"):
        actions.hold_instalment(instalment_of(application), because="x", by=preparer())


def test_a_cancelled_instalment_gives_its_money_back_once():
    application = with_bank_details(instalments=2)
    first, second = instalment_of(application, 1), instalment_of(application, 2)
    before = application.ledger.all().balance()

    factories.given_up(second)
    actions.cancel_instalment(second, because="Smaller plan.", by=approver())  # a second click

    after = application.ledger.all().balance()
    assert before.committed - after.committed == second.amount
    assert application.ledger.filter(kind=LedgerKind.RELEASE).count() == 1
    assert application.history.get(verb="cancel_instalment").subject == "2"
    assert list(unpaid_instalments(application.award)) == [first]
    # The parts still add up to the award; of them, one is given back.
    parts = application.award.instalments.all()
    assert sum(part.amount for part in parts) == application.award.amount
    assert after.committed == application.award.amount - second.amount


def test_a_cancelled_instalment_is_not_paid_nor_held_nor_in_a_run():
    application = with_bank_details()
    instalment = instalment_of(application)
    run = prepared(application)
    with pytest.raises(Refused, match="Cancel that run first"):
        actions.cancel_instalment(instalment, because="x", by=approver())
    paying.cancel_payment_run(run, by=preparer())

    factories.given_up(instalment)

    with pytest.raises(Refused, match="is cancelled"):
        prepared(application)
    with pytest.raises(Refused, match="is cancelled"):
        held(application)
    assert not due_instalments().exists()


def test_an_award_closes_when_the_rest_is_cancelled():
    application = factories.in_monitoring(instalments=2)
    factories.given_up(instalment_of(application, 2))
    monitoring = factories.cases.monitoring
    for report in application.award.reports.order_by("number"):
        report = monitoring.send_report(report, answers={"1": "x"}, by=application.started_by)
        monitoring.accept_report(report, by=officer())

    close_award(application, note="", by=officer())

    balance = application.ledger.all().balance()
    assert balance.committed == balance.paid == instalment_of(application, 1).amount
    assert application.ledger.filter(kind=LedgerKind.RELEASE).count() == 1


def test_a_grant_that_ended_has_nothing_to_stop():
    application = with_bank_details()
    terminate_award(application, reason="Gone.", by=officer())

    with pytest.raises(Refused, match="a grant that runs"):
        held(application)

    terminate_award(application, reason="Gone.", by=officer())


# What the database refuses by itself


def test_the_database_pays_nothing_that_is_stopped():
    application = with_bank_details()
    run = prepared(application)
    payment = run.payments.get()
    paying.cancel_payment_run(run, by=preparer())
    InstalmentHold.objects.create(instalment=payment.instalment, because="x", held_by=officer())
    payment.pk, payment.cancelled_at = None, None
    payment.run = type(run).objects.create(
        reference="RUN-X", pay_on=run.pay_on, prepared_by=run.prepared_by
    )

    with pytest.raises(IntegrityError, match="held or cancelled"), transaction.atomic():
        payment.save(force_insert=True)
    assert not Payment.objects.live().exists()


def test_the_database_keeps_holds_and_cancellations():
    application = with_bank_details(instalments=2)
    hold = held(application)
    factories.given_up(instalment_of(application, 2))
    rows = InstalmentHold.objects.filter(pk=hold.pk)

    for change in (
        lambda: rows.update(because="Other."),
        lambda: rows.update(let_go_at=now()),
        lambda: rows.update(let_go_at=now(), let_go_by=officer()),
        rows.delete,
        lambda: InstalmentCancellation.objects.update(because="Other."),
        InstalmentCancellation.objects.all().delete,
        lambda: InstalmentHold.objects.create(
            instalment=hold.instalment, because="Again.", held_by=officer()
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# The pages


def to(name, application, number=1):
    return reverse(name, args=[application.reference, number])


@pytest.mark.parametrize("who", ["is_officer", "is_finance_preparer", "is_finance_approver"])
def test_officers_and_finance_stop_a_payment_and_read_it_on_the_case(who):
    application = with_bank_details()
    client = factories.client_for(colleague(who))
    case = reverse("case", args=[application.reference])
    assert "Put on hold" in client.get(case).content.decode()

    client.post(to("instalment_hold", application), {"because": "They moved."})
    shown = client.get(case).content.decode()

    assert "They moved." in shown
    assert "Let it go" in shown
    assert to("instalment_cancel", application) not in shown
    client.post(to("instalment_let_go", application), {"because": "They wrote."})
    assert not InstalmentHold.objects.standing().exists()


@pytest.mark.parametrize("name", ["instalment_hold", "instalment_cancel"])
@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Say why"), ("\x00 ", "Say why"), ("word " * 200, "Use 100 words or fewer")],
)
def test_without_a_reason_nothing_is_stopped(name, typed, says):
    application = with_bank_details()
    client = factories.client_for(factories.staff("is_officer", "is_approver"))

    response = client.post(to(name, application), {"because": typed})

    assert says in response.content.decode()
    assert not InstalmentHold.objects.exists()
    assert not InstalmentCancellation.objects.exists()


def test_what_is_refused_stands_above_the_form():
    application = with_bank_details()
    held(application)
    client = factories.client_for(preparer())

    response = client.post(to("instalment_hold", application), {"because": "My words."})

    shown = response.content.decode()
    assert "has put this payment on hold already" in shown
    assert "My words." in shown
    assert client.get(to("instalment_hold", application, 7)).status_code == 404


def test_who_may_not_see_the_case_stops_nothing():
    application = with_bank_details()
    torn = factories.staff("is_officer", "is_finance_preparer")
    Conflict.objects.create(application=application, user=torn, reason="My sister.")

    for person in (torn, application.started_by, factories.staff("is_auditor")):
        client = factories.client_for(person)
        assert client.post(to("instalment_hold", application), {"because": "x"}).status_code in (
            403,
            404,
        )
    assert not InstalmentHold.objects.exists()


def test_the_co_op_reads_that_it_waits_and_not_why():
    application = with_bank_details()
    held(application)

    client = factories.client_for(application.started_by)
    shown = client.get(reverse("progress", args=[application.reference])).content.decode()

    assert "Your next payment waits" in shown
    assert "They moved." not in shown
