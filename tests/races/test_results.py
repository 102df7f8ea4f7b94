"""What a bank did is written once, whoever says it and however many at once."""

import importlib
import uuid
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection

from applicants.access import Refused
from applicants.models import User
from grants.history import HistoryHead, faults_in
from grants.ledger import row
from grants.models import (
    Application,
    BankResult,
    InstalmentHold,
    LedgerEntry,
    PaymentRun,
)
from grants.payments import actions as paying
from grants.payments.holding.actions import hold_instalment
from grants.payments.results import actions
from grants.payments.results.actions import outcomes
from tests import factories
from tests.factories.cases import colleague, said, with_bank_details
from tests.grants.payments.results.files import file_of, line_of, sent, uploaded

pytestmark = pytest.mark.database
guards = importlib.import_module("grants.migrations._guards")


def as_of_now(person):
    return User.objects.get(pk=person.pk)


def preparers(number):
    return [factories.staff("is_finance_preparer") for _ in range(number)]


def paid_once(payment):
    payment.refresh_from_db()
    assert payment.outcome == "paid"
    assert LedgerEntry.objects.filter(kind="payment").count() == 1
    case = payment.instalment.award.application
    assert case.history.filter(verb="record_paid").count() == 1
    assert faults_in(case) == []


def test_two_people_upload_the_same_file_and_it_is_one(race):
    (payment,) = sent()
    content = file_of(line_of(payment)).encode()
    uploads = [
        partial(
            actions.upload_result,
            name="a.csv",
            content=content,
            amounts="plain",
            by=as_of_now(person),
        )
        for person in preparers(2)
    ]

    first, second = race(*uploads)

    assert isinstance(first, BankResult), first
    assert first == second
    assert BankResult.objects.count() == 1


def test_two_people_take_the_same_file_in_and_it_counts_once(race):
    (payment,) = sent()
    result = uploaded(line_of(payment))

    ended = race(
        *(partial(actions.apply_result, result, by=as_of_now(person)) for person in preparers(2))
    )

    assert {type(outcome) for outcome in ended} == {BankResult}, ended
    assert result.lines.count() == 1
    paid_once(payment)


def test_two_files_with_the_same_line_count_once(race):
    (payment,) = sent()
    results = [uploaded(line_of(payment), f"X{n},1,01/01/2026,,") for n in range(2)]

    ended = race(
        *(
            partial(actions.apply_result, result, by=as_of_now(person))
            for result, person in zip(results, preparers(2), strict=True)
        )
    )

    assert {type(outcome) for outcome in ended} == {BankResult}, ended
    verdicts = [result.lines.order_by("number").first().verdict for result in results]
    assert sorted(verdicts) == ["known", "matched"]
    paid_once(payment)


def file_and_hand(payment):
    mark = said(payment.run)
    result = uploaded(line_of(payment))
    return [
        partial(actions.apply_result, result, by=as_of_now(preparers(1)[0])),
        partial(actions.confirm_mark, mark, by=as_of_now(colleague("is_finance_approver"))),
    ]


def test_the_file_and_two_people_say_it_at_once_and_it_is_written_once(race):
    (payment,) = sent()

    ended = race(*file_and_hand(payment))

    assert any(not isinstance(outcome, Exception) for outcome in ended), ended
    wrong = [one for one in ended if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in wrong), ended
    paid_once(payment)


def test_without_the_locks_and_the_rules_it_is_written_twice(race, without_locks, monkeypatch):
    """Both look, both see nothing, both write: two rows in the books for one payment.

    Four things stand in the way, and this takes all of them: the locks, the second look as the
    fact is written, the guard of what is written once, and the key of the row in the books.
    """
    payment, _other = sent(2)
    mark = said(payment.run, payments=[payment.pk])
    result = uploaded(line_of(payment))
    deeds = [
        partial(actions.apply_result, result, by=as_of_now(preparers(1)[0])),
        partial(actions.confirm_mark, mark, by=as_of_now(colleague("is_finance_approver"))),
    ]
    without_locks(PaymentRun, Application, HistoryHead)
    looks_once = {each: replace(kind, can={}) for each, kind in outcomes.KINDS.items()}
    monkeypatch.setattr(outcomes, "KINDS", looks_once)
    monkeypatch.setattr(outcomes, "row", row_of_any_key)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    race(*deeds, before=["grants_payment"], patience=10)

    assert LedgerEntry.objects.filter(kind="payment").count() == 2


def row_of_any_key(*args, key, **facts):
    return row(*args, key=f"{key}/{uuid.uuid4()}", **facts)


def hold_and_prepare(application):
    instalment = application.award.instalments.get()
    return [
        partial(
            hold_instalment, instalment, because="Wait.", by=as_of_now(colleague("is_officer"))
        ),
        partial(paying.prepare_payment_run, [instalment], by=as_of_now(preparers(1)[0])),
    ]


def hold_and_export(application):
    instalment = application.award.instalments.get()
    run = paying.prepare_payment_run([instalment], by=colleague("is_finance_preparer"))
    run = paying.approve_payment_run(run, by=colleague("is_finance_approver"))
    return [
        partial(
            hold_instalment, instalment, because="Wait.", by=as_of_now(colleague("is_officer"))
        ),
        partial(paying.export_payment_run, run, by=as_of_now(preparers(1)[0])),
    ]


TABLES = ["grants_payment", "grants_instalmenthold", "grants_paymentrun"]


def test_a_payment_is_held_or_prepared_and_never_sent_while_it_is_held(race):
    application = with_bank_details()

    race(*hold_and_prepare(application), before=TABLES)

    run = PaymentRun.objects.first()
    if run is not None:  # prepared first: then the hold stops it before it is approved
        assert InstalmentHold.objects.exists()
        with pytest.raises(Refused, match="is on hold"):
            paying.approve_payment_run(run, by=colleague("is_finance_approver"))


def test_a_payment_is_held_or_sent_and_never_both(race):
    application = with_bank_details()

    ended = race(*hold_and_export(application), before=TABLES)

    assert sum(isinstance(outcome, Refused) for outcome in ended) == 1, ended
    is_sent = PaymentRun.objects.get().state == "exported"
    assert is_sent != InstalmentHold.objects.exists()


def test_without_the_lock_a_held_payment_is_sent(race, without_locks):
    application = with_bank_details()
    deeds = hold_and_export(application)
    without_locks(Application)

    race(*deeds, before=TABLES, patience=10)

    assert PaymentRun.objects.get().state == "exported"
    assert InstalmentHold.objects.exists()
