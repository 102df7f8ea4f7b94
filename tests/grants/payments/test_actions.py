"""Money leaves once, to checked accounts, after three different people have looked."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from applicants.access import Refused
from grants.models import BankDetails, HistoryEntry, Instalment, Payment, PaymentRun
from grants.payments import actions
from grants.payments.accounts import actions as accounts
from grants.payments.results import actions as results
from tests import factories
from tests.factories.cases import colleague, said, settled, with_bank_details
from tests.factories.mail import mails

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ACCOUNT = {"account_name": "Weir Lane Bakers", "sort_code": "089999", "account_number": "66374958"}
OTHER = {"account_name": "Weir Lane Bakers", "sort_code": "107999", "account_number": "88837491"}


def preparer():
    return colleague("is_finance_preparer")


def approver():
    return colleague("is_finance_approver")


def due(application):
    return Instalment.objects.filter(award__application=application).exclude(released_at=None)


def prepared(application):
    return actions.prepare_payment_run(due(application), by=preparer())


def verbs(application, **facts):
    return list(
        HistoryEntry.objects.filter(application=application, **facts)
        .order_by("sequence")
        .values_list("verb", flat=True)
    )


# Preparing


def test_a_run_holds_what_is_due():
    application = with_bank_details()

    run = prepared(application)

    payment = run.payments.get()
    assert (payment.amount, payment.reference) == (4000, f"{application.reference}-1")
    assert verbs(application, subject=run.reference) == ["prepare_run"]


def test_nothing_ticked_is_no_run():
    with pytest.raises(Refused, match="at least one"):
        actions.prepare_payment_run([], by=preparer())


def test_an_instalment_that_waits_for_a_report_is_not_paid():
    application = with_bank_details(instalments=2)
    second = Instalment.objects.get(award__application=application, number=2)

    with pytest.raises(Refused, match="not ready"):
        actions.prepare_payment_run([second], by=preparer())
    assert not PaymentRun.objects.exists()


def test_unchecked_bank_details_are_not_paid():
    application = factories.accepted()
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    with pytest.raises(Refused, match="Choose at least one payment"):
        prepared(application)

    # Payments look for themselves, whatever released it.
    application.award.instalments.update(released_at=now())
    with pytest.raises(Refused, match="not been checked"):
        prepared(application)


def test_who_checked_the_account_does_not_prepare_its_payment():
    application = factories.accepted()
    both = factories.staff("is_officer", "is_finance_preparer")
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    factories.checked_account(application, note="Seen.", by=both)

    with pytest.raises(Refused, match="You checked the bank details"):
        actions.prepare_payment_run(due(application), by=both)


def test_a_second_click_gives_the_same_run():
    application = with_bank_details()

    assert prepared(application) == prepared(application)
    assert PaymentRun.objects.count() == 1


def test_an_instalment_in_one_run_is_refused_for_another():
    application = with_bank_details()
    run = prepared(application)
    actions.approve_payment_run(run, by=approver())

    with pytest.raises(Refused, match="in another run now"):
        prepared(application)


def test_a_cancelled_run_frees_its_payments():
    application = with_bank_details()
    run = prepared(application)

    actions.cancel_payment_run(run, reason="Wrong month.", by=preparer())

    assert prepared(application) != run
    entry = HistoryEntry.objects.get(application=application, verb="cancel_run")
    assert entry.note == "Wrong month."


# Approving, making the file, paying


def test_who_prepared_a_run_does_not_approve_it():
    application = with_bank_details()
    both = factories.staff("is_finance_preparer", "is_finance_approver")
    run = actions.prepare_payment_run(due(application), by=both)

    with pytest.raises(PermissionDenied):
        actions.approve_payment_run(run, by=both)


def test_who_checked_bank_details_does_not_approve_a_run_with_them():
    application = factories.accepted()
    both = factories.staff("is_officer", "is_finance_approver")
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    factories.checked_account(application, note="Seen.", by=both)
    run = prepared(application)

    with pytest.raises(PermissionDenied):
        actions.approve_payment_run(run, by=both)


@pytest.mark.parametrize("after_approval", [False, True])
def test_bank_details_that_change_stop_the_run(after_approval):
    application = with_bank_details()
    run = prepared(application)
    go_on = actions.approve_payment_run
    if after_approval:
        run = actions.approve_payment_run(run, by=approver())
        go_on = actions.export_payment_run
    accounts.enter_bank_details(application, **OTHER, by=application.started_by)

    with pytest.raises(Refused, match="changed after this run was prepared"):
        go_on(run, by=approver())
    run.refresh_from_db()
    assert (run.state, run.file) == ("approved" if after_approval else "prepared", "")


def test_bank_details_changed_behind_our_back_stop_the_run():
    application = with_bank_details()
    run = actions.approve_payment_run(prepared(application), by=approver())
    details = BankDetails.objects.get()
    details.account_number = "88837491"
    details.save()

    with pytest.raises(Refused, match="changed after this run was prepared"):
        actions.export_payment_run(run, by=preparer())


def queries_to_export(number):
    cases = [with_bank_details() for _ in range(number)]
    ready = Instalment.objects.filter(award__application__in=cases)
    run = actions.prepare_payment_run(ready.exclude(released_at=None), by=preparer())
    run = actions.approve_payment_run(run, by=approver())
    with CaptureQueriesContext(connection) as asked:
        actions.export_payment_run(run, by=preparer())
    return len(asked)


def test_a_file_of_many_payments_takes_no_more_queries_than_one_of_two():
    assert queries_to_export(12) == queries_to_export(2)


def test_the_file_is_made_once_and_every_download_is_written_down():
    application = with_bank_details()
    run = actions.approve_payment_run(prepared(application), by=approver())
    run = actions.export_payment_run(run, by=preparer())

    first = actions.download_payment_file(run, by=preparer())
    settled(run)
    second = actions.download_payment_file(run, by=approver())

    assert first == second
    assert "66374958" in first
    assert verbs(application, verb="download_file") == ["download_file"] * 2


def test_a_file_that_is_not_as_it_was_made_is_not_handed_out():
    application = with_bank_details()
    run = actions.approve_payment_run(prepared(application), by=approver())
    run = actions.export_payment_run(run, by=preparer())
    run.file = run.file.replace("66374958", "88837491")
    run.save()

    with pytest.raises(Refused, match="not as it was made"):
        actions.download_payment_file(run, by=preparer())


def test_there_is_no_file_before_it_is_made():
    run = prepared(with_bank_details())

    with pytest.raises(Refused, match="Make the payment file first"):
        actions.download_payment_file(run, by=preparer())


def test_second_clicks_all_the_way_change_nothing():
    application = with_bank_details()
    run = prepared(application)
    for _click in range(2):
        run = actions.approve_payment_run(run, by=approver())
    for _click in range(2):
        run = actions.export_payment_run(run, by=preparer())
    mark = said(run)
    for _click in range(2):
        results.confirm_mark(mark, by=approver())

    assert verbs(application, subject=run.reference) == [
        "prepare_run",
        "approve_run",
        "export_run",
        "say_result",
        "settle_run",
    ]
    factories.issue_letters()
    assert mails("grants/letter_remittance") == 1


def test_a_paid_instalment_is_never_paid_again():
    application = factories.paid()

    with pytest.raises(Refused, match="in another run now"):
        prepared(application)


# What the database refuses by itself, whoever asks


def bare_payment(application, run, **people):
    instalment = due(application).get()
    details = BankDetails.objects.get(organisation=application.organisation)
    facts = {
        "bank_checked_by": colleague("is_officer"),
        "prepared_by": preparer(),
        "approved_by": None,
        **people,
    }
    return Payment(
        run=run,
        instalment=instalment,
        bank_details=details,
        reference="X-1",
        amount=instalment.amount,
        **facts,
    )


@pytest.mark.parametrize(
    "people",
    [
        {"prepared_by": lambda: colleague("is_officer")},
        {"approved_by": preparer},
        {"approved_by": lambda: colleague("is_officer")},
    ],
)
def test_the_database_wants_three_people_for_each_payment(people):
    application = with_bank_details()
    run = PaymentRun.objects.create(reference="RUN-X", pay_on=localdate(), prepared_by=preparer())
    same = {role: who() for role, who in people.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        bare_payment(application, run, **same).save()


def test_the_database_ties_a_payment_to_whoever_checked_its_account():
    """The preparer checked it, and somebody else is named: three people only on paper."""
    application = factories.accepted()
    both = factories.staff("is_officer", "is_finance_preparer")
    accounts.enter_bank_details(application, **ACCOUNT, by=application.started_by)
    factories.checked_account(application, note="Seen.", by=both)
    run = PaymentRun.objects.create(reference="RUN-X", pay_on=localdate(), prepared_by=both)

    with (
        pytest.raises(IntegrityError, match="names the person who checked its account"),
        transaction.atomic(),
    ):
        bare_payment(application, run, prepared_by=both).save()
    bare_payment(application, run, bank_checked_by=both).save()


def test_the_database_takes_no_check_of_an_account_back():
    with_bank_details()

    with pytest.raises(IntegrityError), transaction.atomic():
        BankDetails.objects.update(checked_at=None, checked_by=None)


def test_the_database_pays_no_account_of_another_record_than_the_awards():
    application, other = with_bank_details(), with_bank_details()
    run = PaymentRun.objects.create(reference="RUN-X", pay_on=localdate(), prepared_by=preparer())
    payment = bare_payment(application, run)
    payment.bank_details = BankDetails.objects.get(organisation=other.organisation)

    with (
        pytest.raises(IntegrityError, match="whoever the award is paid to"),
        transaction.atomic(),
    ):
        payment.save()


def test_the_database_holds_an_instalment_in_one_live_run():
    application = with_bank_details()
    prepared(application)
    second = PaymentRun.objects.create(
        reference="RUN-X", pay_on=localdate(), prepared_by=preparer()
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        bare_payment(application, second).save()


def test_the_database_wants_somebody_else_to_approve_a_run():
    run = prepared(with_bank_details())

    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentRun.objects.filter(pk=run.pk).update(approved_by=preparer(), approved_at=now())


@pytest.mark.parametrize("model", [Payment, PaymentRun])
def test_the_database_keeps_payments_and_runs(model):
    prepared(with_bank_details())
    if model is PaymentRun:
        PaymentRun.objects.create(reference="RUN-X", pay_on=localdate(), prepared_by=preparer())
    newest = model.objects.order_by("-pk")[:1]

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk__in=newest.values("pk")).delete()
