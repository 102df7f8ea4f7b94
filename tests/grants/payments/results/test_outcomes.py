"""What a bank did is said by two people, or by its file; then it is so, with all that follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.models import Email
from grants.closure.actions import terminate_award
from grants.history import faults_in
from grants.models import HandMark, Instalment, LedgerEntry, Payment
from grants.payments import actions as paying
from grants.payments.queries import due_instalments, unpaid_instalments
from grants.payments.results import actions
from tests import factories
from tests.factories.cases import colleague, said, settled
from tests.factories.mail import mails as told

from .files import sent

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def case_of(payment):
    return payment.instalment.award.application


def ledger(payment):
    rows = LedgerEntry.objects.filter(payment=payment).order_by("pk")
    return list(rows.values_list("kind", "amount"))


def verbs(payment):
    entries = case_of(payment).history.filter(subject=payment.reference).order_by("sequence")
    return list(entries.values_list("verb", flat=True))


def mails(event):
    """What was written, whoever got it: each member of the co-op has a message of their own."""
    return Email.objects.filter(event=f"grants/{event}")


def test_until_a_second_person_confirms_nothing_is_so():
    (payment,) = sent()

    mark = said(payment.run)

    payment.refresh_from_db()
    assert payment.outcome is None
    assert ledger(payment) == []
    assert not case_of(payment).letters.filter(kind="remittance").exists()
    assert case_of(payment).history.filter(verb="say_result").count() == 1
    assert mark.is_waiting


def test_a_paid_payment_is_in_the_books_the_history_and_the_mail_of_its_co_op():
    payment, other = sent(2)

    run = settled(payment.run, payments=[payment.pk])

    factories.issue_letters()
    payment.refresh_from_db()
    assert (payment.outcome, payment.paid_on) == ("paid", localdate())
    assert payment.paid_by == colleague("is_finance_approver")
    assert ledger(payment) == [("payment", payment.amount)]
    assert ledger(other) == []
    assert verbs(payment) == ["record_paid"]
    assert {one.about for one in mails("letter_remittance")} == {case_of(payment).reference}
    assert run.state == "exported"  # the other one is still with the bank
    assert faults_in(case_of(payment)) == []


def test_a_failed_payment_is_due_again_and_the_co_op_reads_why():
    (payment,) = sent()

    run = settled(payment.run, "failed", because="No such account.")

    payment.refresh_from_db()
    assert (payment.outcome, payment.because) == ("failed", "No such account.")
    assert ledger(payment) == [("failure", payment.amount)]
    assert case_of(payment).ledger.all().balance().paid == 0
    assert list(due_instalments()) == [payment.instalment]
    assert "No such account." in mails("payment_failed").first().body
    assert run.state == "settled"
    again = paying.prepare_payment_run(
        [payment.instalment], by=colleague("is_finance_preparer")
    ).payments.get()
    assert again.reference == payment.reference
    assert Payment.objects.live().get() == again


def test_a_payment_that_came_back_is_due_again_and_still_promised():
    (payment,) = sent()
    settled(payment.run)
    before = case_of(payment).ledger.all().balance()

    settled(payment.run, "returned", because="Account closed.")

    payment.refresh_from_db()
    assert payment.outcome == "returned"
    assert ledger(payment) == [("payment", payment.amount), ("return", payment.amount)]
    after = case_of(payment).ledger.all().balance()
    assert (before.paid, after.paid) == (payment.amount, 0)
    assert before.committed == after.committed
    assert list(due_instalments()) == [payment.instalment]
    assert list(unpaid_instalments(payment.instalment.award)) == [payment.instalment]
    assert "sent it back" in mails("payment_returned").first().body
    assert verbs(payment) == ["record_paid", "record_returned"]


def test_what_comes_back_after_the_end_of_a_grant_is_promised_to_nobody():
    (payment,) = sent()
    settled(payment.run)
    terminate_award(case_of(payment), reason="Gone.", by=colleague("is_officer"))

    settled(payment.run, "returned")

    balance = case_of(payment).ledger.all().balance()
    assert (balance.committed, balance.paid) == (0, 0)
    assert not due_instalments().exists()
    assert "Your grant has ended" in mails("payment_returned").first().body


def test_a_grant_with_money_at_the_bank_does_not_end_and_a_failed_payment_frees_it():
    (payment,) = sent()
    officer = colleague("is_officer")
    with pytest.raises(Refused, match="is in a run"):
        terminate_award(case_of(payment), reason="Gone.", by=officer)

    settled(payment.run, "failed")

    assert terminate_award(case_of(payment), reason="Gone.", by=officer).state == "terminated"


def test_a_run_is_settled_when_the_last_payment_has_its_answer():
    one, two, three = sent(3)

    settled(one.run, payments=[one.pk])
    settled(one.run, "failed", payments=[two.pk])
    assert one.run.payments.with_the_bank().get() == three
    run = settled(one.run, payments=[three.pk])

    assert (run.state, run.settled_by) == ("settled", colleague("is_finance_approver"))
    for payment in (one, two, three):
        assert case_of(payment).history.filter(verb="settle_run").count() == 1
        assert faults_in(case_of(payment)) == []


# Two people


def test_who_said_it_does_not_confirm_it():
    (payment,) = sent()
    person = colleague("is_finance_preparer")
    mark = said(payment.run, by=person)

    with pytest.raises(Refused, match="Somebody else must confirm"):
        actions.confirm_mark(mark, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandMark.objects.filter(pk=mark.pk).update(confirmed_by=person, confirmed_at=now())
    payment.refresh_from_db()
    assert payment.outcome is None


def test_who_prepared_and_who_approved_the_run_may_be_the_two():
    """A small fund has two people in finance; the decision record says why that is safe."""
    (payment,) = sent()
    run = payment.run

    mark = said(run, by=run.prepared_by)
    actions.confirm_mark(mark, by=run.approved_by)

    payment.refresh_from_db()
    assert payment.outcome == "paid"


def test_what_is_not_so_is_dropped_with_the_reason_and_may_be_said_anew():
    (payment,) = sent()
    mark = said(payment.run)

    actions.drop_mark(mark, because="Not on page 2.", by=colleague("is_finance_approver"))

    entry = case_of(payment).history.get(verb="drop_result")
    assert entry.note == "Not on page 2."
    with pytest.raises(Refused, match="answered this already"):
        actions.confirm_mark(mark, by=colleague("is_finance_approver"))
    assert said(payment.run).number == 2


def test_second_clicks_change_nothing():
    (payment,) = sent()

    marks = [said(payment.run) for _click in range(2)]
    for _click in range(2):
        actions.confirm_mark(marks[0], by=colleague("is_finance_approver"))

    assert marks[0] == marks[1]
    assert ledger(payment) == [("payment", payment.amount)]
    factories.issue_letters()
    assert told("grants/letter_remittance") == 1
    assert verbs(payment) == ["record_paid"]


def test_two_people_who_say_something_about_one_payment_wait_for_each_other():
    (payment,) = sent()
    said(payment.run)

    with pytest.raises(Refused, match="has said something about one of these"):
        said(payment.run, "failed", by=factories.staff("is_finance_preparer"))


@pytest.mark.parametrize(
    ("outcome", "days", "says"),
    [
        ("paid", 1, "in the future"),
        ("paid", -1, "was made on"),
        ("failed", -1, "was made on"),
        ("returned", 0, "no payment in this run"),
    ],
)
def test_what_cannot_be_is_refused(outcome, days, says):
    (payment,) = sent()

    with pytest.raises(Refused, match=says):
        said(payment.run, outcome, on=localdate() + timedelta(days))
    assert not HandMark.objects.exists()


def test_nothing_is_said_of_a_run_that_did_not_go_to_the_bank():
    application = factories.cases.with_bank_details()
    due = Instalment.objects.filter(award__application=application)
    run = paying.prepare_payment_run(due, by=colleague("is_finance_preparer"))

    with pytest.raises(Refused, match="not made yet"):
        said(run)


def test_a_paid_payment_does_not_fail_and_a_failed_one_is_not_paid():
    paid, failed = sent(2)
    settled(paid.run, payments=[paid.pk])
    settled(paid.run, "failed", payments=[failed.pk])

    for payment, outcome in ((paid, "paid"), (paid, "failed"), (failed, "paid")):
        with pytest.raises(Refused, match=r"known already|no payment in this run"):
            said(paid.run, outcome, payments=[payment.pk])


def test_what_became_known_meanwhile_is_not_confirmed_twice():
    one, two = sent(2)
    mark = said(one.run, payments=[one.pk, two.pk])
    Payment.objects.filter(pk=one.pk).update(
        paid_at=now(), paid_on=localdate(), paid_by=colleague("is_finance_preparer")
    )

    with pytest.raises(Refused, match="known already"):
        actions.confirm_mark(mark, by=colleague("is_finance_approver"))
    mark.refresh_from_db()
    assert mark.is_waiting
    assert ledger(two) == []


# What the database refuses by itself


def stamp(what, on=None):
    return {
        f"{what}_at": now(),
        f"{what}_on": on or localdate(),
        f"{what}_by": colleague("is_finance_preparer"),
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"paid_at": now},
        {"paid_on": localdate},
        {"because": lambda: "No reason to have one."},
        {**dict.fromkeys(("failed_at",), now)},
    ],
)
def test_an_outcome_has_its_day_its_time_and_who_wrote_it(facts):
    (payment,) = sent()

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(
            **{name: value() for name, value in facts.items()}
        )


@pytest.mark.parametrize("second", ["failed", "returned", "cancelled"])
def test_the_database_keeps_one_outcome(second):
    (payment,) = sent()
    rows = Payment.objects.filter(pk=payment.pk)
    wrong = {
        "failed": lambda: {**stamp("paid"), **stamp("failed"), "because": "x"},
        "returned": lambda: {**stamp("returned"), "because": "x"},
        "cancelled": lambda: {**stamp("paid"), "cancelled_at": now()},
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong[second]())


def test_the_database_wants_the_reason_of_what_went_wrong():
    (payment,) = sent()

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**stamp("failed"))


def test_money_does_not_come_back_before_it_left():
    (payment,) = sent()
    settled(payment.run)

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(
            **stamp("returned", localdate() - timedelta(1)), because="x"
        )


@pytest.mark.parametrize(
    "change",
    [
        {"paid_on": localdate() - timedelta(400)},
        {"paid_at": None, "paid_on": None, "paid_by": None},
        {"amount": Decimal(1)},
    ],
)
def test_what_the_bank_did_is_written_once(change):
    (payment,) = sent()
    settled(payment.run)

    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**change)


@pytest.mark.parametrize(
    "change", [{"evidence": "Other."}, {"outcome": "failed", "because": "x"}, {"said_by": None}]
)
def test_what_somebody_said_stays_said(change):
    (payment,) = sent()
    mark = said(payment.run)
    if "said_by" in change:
        change = {"said_by": colleague("is_finance_approver")}

    with pytest.raises(IntegrityError), transaction.atomic():
        HandMark.objects.filter(pk=mark.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        mark.delete()
