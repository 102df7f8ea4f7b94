"""What becomes of a payment on hold: it goes on or is never made, and two people say so."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email, User
from grants.models import Award, Conflict, InstalmentCancellation, InstalmentHold
from grants.payments import actions as paying
from grants.payments.holding import actions
from tests import factories
from tests.factories.cases import colleague, with_bank_details

from .test_holding import approver, held, instalment_of, officer, prepared, preparer, to

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_whoever_wants_to_pay_does_not_let_go_what_a_colleague_held():
    application = with_bank_details()
    hold = held(application)

    with pytest.raises(Refused, match=r"put this payment on hold\. They let it go, or an approver"):
        actions.let_go_instalment(hold.instalment, because="I want to pay.", by=preparer())

    assert InstalmentHold.objects.standing().exists()


def test_whoever_held_a_payment_hears_that_it_may_go_on_and_why():
    application = with_bank_details()
    hold = held(application)

    actions.let_go_instalment(hold.instalment, because="I rang them.", by=approver())

    mail = Email.objects.get(event="grants/hold_let_go")
    assert mail.to == officer().email
    for words in ("They moved.", "I rang them.", str(approver())):
        assert words in mail.body


@pytest.mark.parametrize("why", ["left", "closed", "conflict"])
def test_the_officers_hear_of_it_where_whoever_held_it_may_not_see_the_case_any_more(why):
    application, holder = with_bank_details(), factories.staff("is_officer")
    hold = actions.hold_instalment(instalment_of(application), because="They moved.", by=holder)
    away, other = factories.staff("is_officer", name="Away"), factories.staff("is_officer")
    Conflict.objects.create(application=application, user=away, reason="Kin.", reference="k1")
    if why == "conflict":
        Conflict.objects.create(application=application, user=holder, reason="Kin.", reference="k2")
    else:
        User.objects.filter(pk=holder.pk).update(
            **({"is_officer": False} if why == "left" else {"is_active": False})
        )

    actions.let_go_instalment(hold.instalment, because="I rang them.", by=approver())

    mails = Email.objects.filter(event="grants/hold_let_go")
    told = set(mails.values_list("to", flat=True))
    assert other.email in told
    assert not {holder.email, away.email, approver().email} & told
    mail = mails.get(to=other.email)
    assert "that a colleague put on hold" in mail.subject
    assert f"{holder} put payment 1" in mail.body
    assert "You wrote" not in mail.body


@pytest.mark.parametrize("part", ["is_finance_preparer", "is_finance_approver"])
def test_whoever_let_go_what_a_colleague_held_has_no_part_in_paying_it(part):
    application = with_bank_details()
    both = factories.staff("is_approver", part)
    hold = held(application)
    actions.let_go_instalment(hold.instalment, because="I rang them.", by=both)

    if part == "is_finance_preparer":
        with pytest.raises(Refused, match="which Officer had put on hold"):
            paying.prepare_payment_run([hold.instalment], by=both)
        return
    run = prepared(application)
    with pytest.raises(Refused, match="which Officer had put on hold"):
        paying.approve_payment_run(run, by=both)
    shown = factories.client_for(both).get(reverse("run", args=[run.reference])).content.decode()
    assert "you let a payment go that a colleague held" in shown
    assert "Approve these payments" not in shown


@pytest.mark.parametrize("part", ["is_finance_preparer", "is_finance_approver"])
def test_whoever_has_a_part_in_paying_it_does_not_let_it_go_afterwards(part):
    application = with_bank_details()
    both = factories.staff("is_approver", part)
    if part == "is_finance_preparer":
        run = paying.prepare_payment_run([instalment_of(application)], by=both)
    else:
        run = paying.approve_payment_run(prepared(application), by=both)
    hold = held(application)

    with pytest.raises(Refused, match=f"it is in {run}. So another approver decides"):
        actions.let_go_instalment(hold.instalment, because="I rang them.", by=both)
    actions.let_go_instalment(hold.instalment, because="I rang them.", by=approver())

    hold.refresh_from_db()
    assert hold.let_go_by == approver()


def test_nobody_gives_a_payment_up_alone():
    application = with_bank_details()
    instalment = instalment_of(application)
    both = factories.staff("is_officer", "is_approver")

    with pytest.raises(Refused, match="A colleague puts it on hold first"):
        actions.cancel_instalment(instalment, because="x", by=both)
    actions.hold_instalment(instalment, because="x", by=both)
    with pytest.raises(Refused, match="another approver decides"):
        actions.cancel_instalment(instalment, because="x", by=both)
    for person in (officer(), preparer()):
        with pytest.raises(PermissionDenied):
            actions.cancel_instalment(instalment, because="x", by=person)

    assert not InstalmentCancellation.objects.exists()


def test_the_database_wants_two_people_to_give_a_payment_up():
    instalment = instalment_of(with_bank_details())
    facts = {"instalment": instalment, "amount": instalment.amount, "because": "x"}

    with pytest.raises(IntegrityError, match="takes_two_people"), transaction.atomic():
        InstalmentCancellation.objects.create(**facts, held_by=officer(), by=officer())


def test_the_co_op_gets_a_letter_and_an_email_with_the_reason():
    application = with_bank_details(instalments=2)
    second = instalment_of(application, 2)

    factories.given_up(second, because="You need less.")

    letter = application.letters.get(kind="variation")
    assert letter.words["reasons"] == "You need less."
    assert letter.words["changes"][0]["what"] == "Payment 2"
    mails = Email.objects.filter(event="grants/instalment_cancelled")
    assert {mail.to for mail in mails} == {one.email for one in application.organisation.people()}
    assert "You need less." in mails[0].body
    assert "£2,000" in mails[0].body


def test_a_body_that_holds_the_money_hears_of_a_payment_that_is_not_made():
    application, host = with_bank_details(), factories.organisation()
    Award.objects.filter(application=application).update(payee=host)

    factories.given_up(instalment_of(application))

    told = Email.objects.filter(event="grants/instalment_cancelled").values_list("to", flat=True)
    assert set(told) > {application.started_by.email, host.started_by.email}


def test_whoever_lost_the_right_meanwhile_stops_nothing():
    instalment = instalment_of(with_bank_details())
    assessor = factories.staff("is_assessor")

    with pytest.raises(PermissionDenied):
        actions.hold_instalment(instalment, because="x", by=assessor)


def test_an_approver_decides_on_the_pages_what_becomes_of_a_payment_on_hold():
    application = with_bank_details()
    client = factories.client_for(approver())
    case = reverse("case", args=[application.reference])
    assert "Put on hold" not in client.get(case).content.decode()
    assert "It is not on hold" in client.get(to("instalment_let_go", application)).content.decode()

    held(application)
    shown = client.get(case).content.decode()

    assert "Let it go" in shown
    assert to("instalment_cancel", application) in shown
    client.post(to("instalment_cancel", application), {"because": "Less."})
    assert "Less." in client.get(case).content.decode()
    progress = reverse("progress", args=[application.reference])
    theirs = factories.client_for(application.started_by).get(progress).content.decode()
    assert "Payment 1 will not be made." in theirs


def test_whoever_held_a_payment_and_only_looks_on_since_is_not_shown_to_let_it_go():
    application, holder = with_bank_details(), factories.staff("is_officer")
    actions.hold_instalment(instalment_of(application), because="They moved.", by=holder)
    case, let_go = (
        reverse("case", args=[application.reference]),
        to("instalment_let_go", application),
    )
    assert let_go in factories.client_for(holder).get(case).content.decode()

    User.objects.filter(pk=holder.pk).update(is_officer=False, is_auditor=True)
    client = factories.client_for(User.objects.get(pk=holder.pk))

    shown = client.get(case).content.decode()
    assert "They moved." in shown
    assert let_go not in shown
    assert client.get(let_go).status_code == 403


def test_an_approver_whose_role_does_not_count_yet_is_shown_nothing_to_decide():
    application = with_bank_details()
    held(application)
    colleague("is_approver")
    new = factories.staff("is_approver")
    User.objects.filter(pk=new.pk).update(decides_from=now() + timedelta(hours=72))
    case = reverse("case", args=[application.reference])

    shown = factories.client_for(User.objects.get(pk=new.pk)).get(case).content.decode()

    assert "They moved." in shown
    assert to("instalment_let_go", application) not in shown
    assert to("instalment_cancel", application) not in shown
