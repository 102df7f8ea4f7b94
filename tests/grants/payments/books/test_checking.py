"""Each fault is planted past the guards, and the check says so; a whole fund has none."""

import csv
import importlib
import io
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import CheckConstraint, F, Value
from django.db.models.functions import Concat

from grants.awards.terms.actions import change_schedule
from grants.awards.terms.queries import fingerprint as shown
from grants.awards.terms.shape import PlannedInstalment
from grants.closure.actions import terminate_award
from grants.models import (
    Award,
    BankDetails,
    Instalment,
    LedgerEntry,
    Letter,
    Payment,
    PaymentRun,
    Round,
)
from grants.payments import actions
from grants.payments.actions import _hash_of
from grants.payments.books.checking import check_money
from grants.payments.books.checking.files import totals_in
from grants.payments.files.profiles import PROFILES
from grants.payments.holding.actions import hold_instalment
from tests import factories
from tests.factories.cases import colleague, settled, with_bank_details
from tests.factories.planned import terms
from tests.grants.payments.pages import approved, exported
from tests.grants.payments.results.files import in_one_run

pytestmark = [pytest.mark.django_db, pytest.mark.database]

guards = importlib.import_module("grants.migrations._guards")
UNGUARDED = (Award, BankDetails, Instalment, LedgerEntry, Payment, PaymentRun, Round)


@pytest.fixture
def fund():
    """A grant that is paid, one that ended early, one in a file, and a run that was cancelled."""
    factories.paid(instalments=2)
    terminate_award(
        factories.paid(instalments=2), reason="They closed.", by=colleague("is_officer")
    )
    run = approved(with_bank_details())
    actions.cancel_payment_run(run, reason="Wrong day.", by=colleague("is_finance_preparer"))
    exported(Award.objects.latest("pk").application)
    factories.offered()


@pytest.fixture
def stopped():
    """A grant whose first payment failed and is in a run again, and whose second was cancelled.

    Another one came back, and is on hold.
    """
    application = with_bank_details(instalments=2)
    settled(exported(application), "failed")
    exported(application)
    last = application.award.instalments.latest("number")
    factories.given_up(last)
    other = factories.paid()
    settled(other.ledger.get(kind="payment").payment.run, "returned")
    hold = {"because": "We ask the police.", "by": colleague("is_officer")}
    hold_instalment(other.award.instalments.get(), **hold)


@pytest.fixture
def no_guards(fund):
    """As for somebody who writes into the tables by hand: nothing refuses."""
    guards.remove(SimpleNamespace(connection=connection, execute=by_hand))
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX an_instalment_is_in_one_live_run")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in UNGUARDED:
                for rule in model._meta.constraints:
                    if isinstance(rule, CheckConstraint):
                        table = model._meta.db_table
                        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule.name}")
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def faults():
    return [fault for _what, _number, found in check_money() for fault in found]


def by_hand(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("became", ["failed", "returned", "cancelled"])
def test_what_never_paid_may_be_planned_anew(became):
    """An alarm that always rings hides the real one."""
    application = with_bank_details(terms=terms(amounts=("2000", "2000")))
    if became == "cancelled":
        run = approved(application)
        actions.cancel_payment_run(run, reason="Wrong day.", by=colleague("is_finance_preparer"))
    else:
        run = exported(application)
        settled(run) if became == "returned" else None
        settled(run, became)
    rows = list(application.award.instalments.order_by("number"))
    plan = [
        PlannedInstalment(1, Decimal(500), rows[0].due_on),
        PlannedInstalment(2, Decimal(3500), rows[1].due_on),
    ]

    change_schedule(
        application.award, plan, reason="Less.", seen=shown(rows), by=colleague("is_officer")
    )

    assert faults() == []


def cut_a_budget():
    Round.objects.update(budget=1)


def change_an_instalment():
    Instalment.objects.filter(number=1).update(amount=F("amount") + 1)


def change_an_award():
    Award.objects.update(amount=F("amount") - 1)


def change_a_row():
    by_hand("UPDATE grants_ledgerentry SET amount = amount - 1 WHERE kind = 'payment'")


def forget_a_row():
    by_hand("DELETE FROM grants_ledgerentry WHERE kind = 'payment'")


def forget_a_release():
    by_hand("DELETE FROM grants_ledgerentry WHERE kind = 'release'")


def pay_twice():
    row = LedgerEntry.objects.filter(kind="payment").first()
    row.pk, row.key = None, "again"
    row.save(force_insert=True)


def send_back_twice():
    row = LedgerEntry.objects.filter(kind="payment").first()
    for number in range(2):
        row.pk, row.key, row.kind = None, f"back/{number}", "return"
        row.save(force_insert=True)


def send_back_what_came_and_pay_again():
    """The sums are as before, and £2,000 left twice: only the order of the rows tells."""
    row = LedgerEntry.objects.filter(kind="payment").first()
    for kind in ("recovery", "return", "payment"):
        row.pk, row.key, row.kind = None, f"{kind}/again", kind
        row.save(force_insert=True)


def move_a_row():
    other = Award.objects.latest("pk").application_id
    by_hand(f"UPDATE grants_ledgerentry SET application_id = {other} WHERE kind = 'payment'")


def turn_a_run_back():
    by_hand("UPDATE grants_paymentrun SET state = 'approved' WHERE state = 'settled'")


def release_nothing():
    Instalment.objects.update(released_at=None)


def revive_a_payment():
    Payment.objects.update(cancelled_at=None)


def approve_alone():
    Payment.objects.update(approved_by=F("prepared_by"))


def approve_a_run_alone():
    PaymentRun.objects.update(approved_by=F("prepared_by"))


def name_another_checker():
    Payment.objects.update(bank_checked_by=factories.staff("is_officer"))


def name_another_preparer():
    Payment.objects.update(prepared_by=factories.staff("is_finance_preparer"))


def change_a_payment():
    Payment.objects.update(amount=F("amount") + 1)


def divert_it():
    BankDetails.objects.update(account_number="99999999")


def change_a_file():
    run = PaymentRun.objects.exclude(file_hash="").first()
    PaymentRun.objects.filter(pk=run.pk).update(file=run.file.replace("66374958", "99999999"))


def leave_out_a_line():
    run = PaymentRun.objects.exclude(file_hash="").first()
    file = run.file.splitlines()[0] + "\r\n"
    PaymentRun.objects.filter(pk=run.pk).update(file=file, file_hash=_hash_of(file))


def change_a_sum():
    run = PaymentRun.objects.exclude(file_hash="").first()
    amount = run.payments.get().amount
    file = run.file.replace(f"{amount:.2f}", f"{amount + 7:.2f}")
    PaymentRun.objects.filter(pk=run.pk).update(file=file, file_hash=_hash_of(file))


def empty_a_run():
    by_hand("DELETE FROM grants_ledgerentry WHERE payment_id IS NOT NULL")
    by_hand("DELETE FROM grants_handmark_payments")
    by_hand("DELETE FROM grants_letter WHERE payment_id IS NOT NULL")
    by_hand("DELETE FROM grants_payment")


def award_without_a_promise():
    by_hand("DELETE FROM grants_ledgerentry WHERE kind = 'commitment'")


PLANTED = [
    (cut_a_budget, "is promised, and the budget is £1."),
    (cut_a_budget, "its awards add up to"),
    (change_an_instalment, "its instalments add up to"),
    (change_an_award, "the ledger says that"),
    (award_without_a_promise, "the ledger says that £0 was promised"),
    (change_a_row, "in the ledger,"),
    (forget_a_row, "its run is paid, and the ledger does not have it."),
    (forget_a_release, "it has ended, and £2,000 of it is still promised."),
    (pay_twice, "the ledger says that it was paid 2 times."),
    (pay_twice, "£4,000 was paid, and it is £2,000."),
    (pay_twice, "more was paid than stood in payment files"),
    (send_back_twice, "more was sent back than was paid."),
    (send_back_twice, "more came back than was ever promised or paid."),
    (send_back_what_came_and_pay_again, "more had come back by then than was out."),
    (move_a_row, "and its payment with another."),
    (turn_a_run_back, "the bank never had RUN-"),
    (release_nothing, "it is in a run, and what it needs first is not there."),
    (revive_a_payment, "it stands in 2 live runs."),
    (revive_a_payment, "its run is cancelled, and it is not."),
    (revive_a_payment, "more stands in payment runs than was awarded"),
    (approve_alone, "fewer than three people looked at it."),
    (approve_alone, "whoever approved the run did not approve it."),
    (approve_a_run_alone, "nobody else approved it."),
    (name_another_checker, "somebody else is named as having checked the account."),
    (name_another_preparer, "somebody else prepared CDF-"),
    (change_a_payment, "it pays £2,001 of an instalment of £2,000."),
    (change_a_payment, "and the run to £"),
    (divert_it, "account, amount or payee are not those that were prepared."),
    (change_a_file, "its file is not as it was made."),
    (leave_out_a_line, "its file can’t be read."),
    (change_a_sum, "its file adds up to £"),
    (empty_a_run, "there is no payment in it."),
    (empty_a_run, "its file has 1 payments, and the run has 0."),
]


def test_each_planted_fault_is_found(no_guards):
    missed = []
    for plant in dict.fromkeys(plant for plant, _says in PLANTED):
        with transaction.atomic():
            assert faults() == []
            plant()
            found = " ".join(faults())
            transaction.set_rollback(True)
        missed += [
            (each.__name__, says) for each, says in PLANTED if each is plant and says not in found
        ]

    assert missed == []


def hold_what_the_bank_has():
    at_the_bank = Payment.objects.with_the_bank().first().instalment
    at_the_bank.holds.create(because="Wait.", held_by=colleague("is_officer"))


def cancel_what_the_bank_has():
    at_the_bank = Payment.objects.with_the_bank().first().instalment_id
    by_hand(f"UPDATE grants_instalmentcancellation SET instalment_id = {at_the_bank}")


def give_back_too_little():
    by_hand("UPDATE grants_instalmentcancellation SET amount = amount - 1")


def test_what_failed_is_held_or_cancelled_has_no_fault_until_one_is_planted(stopped, no_guards):
    found = []
    assert faults() == []
    for plant in (hold_what_the_bank_has, cancel_what_the_bank_has, give_back_too_little):
        with transaction.atomic():
            plant()
            found.append(" ".join(faults()))
            transaction.set_rollback(True)

    assert "it is on hold, and the bank has it." in found[0]
    assert "it is cancelled, and it stands in a live run." in found[1]
    assert "£1,999 of it was given back, and it is £2,000." in found[2]
    assert "and the award is £2,001 without what was cancelled." in found[2]


def test_a_whole_fund_has_none_and_the_command_says_what_it_looked_at(fund):
    said = io.StringIO()

    call_command("check_money", stdout=said)

    assert "4 payment runs, 3 payment files, 9 letters checked. 0 faults." in said.getvalue()


def test_a_letter_that_is_not_as_it_was_made_is_found(no_guards):
    letters = Letter.objects.issued().order_by("pk")
    letters.update(html=Concat("html", Value("<p>And £1 more.</p>")))
    first, other = letters.filter(kind="offer")[:2]
    Letter.objects.filter(pk=first.pk).update(pdf=b"%PDF-of another")
    Award.objects.filter(application=other.application).update(accepted_letter_hash="0" * 64)

    found = faults()

    assert f"{first}: its page is not as it was made." in found
    assert f"{first}: its PDF is not as it was made." in found
    assert f"{other.application}: it was accepted by a letter that is not there." in found
    assert len(found) == letters.count() + 2


def test_the_command_ends_with_a_fault(no_guards):
    said = io.StringIO()
    cut_a_budget()

    with pytest.raises(CommandError, match="faults"):
        call_command("check_money", stdout=said)

    assert "and the budget is £1." in said.getvalue()


@pytest.mark.parametrize("profile", PROFILES)
def test_each_kind_of_file_says_its_own_totals(settings, profile):
    settings.PAYMENT_PROFILE = profile
    amounts = [Decimal("4000.00"), Decimal("1234.56"), Decimal("0.07")]
    cases = [with_bank_details(awarded=amount) for amount in amounts]
    run = in_one_run(*cases)
    total = sum(amounts)

    assert sorted(run.payments.values_list("amount", flat=True)) == sorted(amounts)
    assert totals_in(run.file, run.file_ending, total) == (3, total)
    assert faults() == []


def test_columns_of_our_own_are_read_too(settings):
    settings.PAYMENT_COLUMNS = "sort_code, amount, account_number, reference"
    run = exported(with_bank_details())

    assert len(list(csv.reader(io.StringIO(run.file)))) == 1
    assert faults() == []
