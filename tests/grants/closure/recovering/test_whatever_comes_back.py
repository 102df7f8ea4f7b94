"""Whatever comes back, by the bank or from the co-op, in whatever order: each pound counts once."""

from contextlib import suppress
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from applicants.access import Refused
from applicants.models import User
from grants.closure.actions import terminate_award
from grants.closure.recovering import actions
from grants.history import faults_in
from grants.ledger import LedgerEntry
from grants.models import Application, Instalment, Payment, PaymentRun, Settlement
from grants.panel.queries import left_in
from grants.payments import actions as paying
from grants.payments.books.checking import check_money
from grants.payments.queries import due_instalments
from grants.payments.results import actions as results
from tests import factories
from tests.factories.cases import pay_next, said
from tests.grants.payments.results.files import file_of, line_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PARTS = 2
ROLES = ("is_officer", "is_approver", "is_finance_preparer", "is_finance_approver")
sums = st.sampled_from(["0.01", "1000", "2000", "2000", "3000", "4000"])
which = st.integers(0, PARTS - 1)


class ComingBack(RuleBasedStateMachine):
    """A grant of £4,000 in two payments, both of which left, and everything that may come back."""

    world = None  # (key of the case, keys of two people who hold every role)

    @initialize()
    def start(self):
        self.held = transaction.atomic()
        self.held.__enter__()
        self.numbers = count()

    def teardown(self):
        if not hasattr(self, "held"):
            return
        try:
            assert faults_in(self.case) == []
            assert [fault for _what, _number, found in check_money() for fault in found] == []
        finally:
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

    @property
    def case(self):
        return Application.objects.get(pk=self.world[0])

    @property
    def people(self):
        return [User.objects.get(pk=pk) for pk in self.world[1]]

    def attempt(self, action, *args, **kwargs):
        with suppress(Refused, PermissionDenied), transaction.atomic():
            return action(*args, **kwargs)

    # What people do

    @rule()
    def pay_what_is_due(self):
        one, two = self.people
        run = self.attempt(paying.prepare_payment_run, due_instalments(), by=one)
        if run:
            paying.export_payment_run(paying.approve_payment_run(run, by=two), by=one)

    @rule(outcome=st.sampled_from(["paid", "failed", "returned"]), which=which)
    def two_say(self, outcome, which):
        one, two = self.people
        payment = Payment.objects.filter(instalment__number=which + 1).latest("pk")
        mark = self.attempt(said, payment.run, outcome, payments=[payment.pk], by=one)
        if mark and not self.attempt(results.confirm_mark, mark, by=two):
            results.drop_mark(mark, because="No.", by=one)

    @rule(outcome=st.sampled_from(["paid", "returned"]), which=which)
    def a_file_says(self, outcome, which):
        payment = Payment.objects.filter(instalment__number=which + 1).latest("pk")
        lines = line_of(payment, status=outcome), f"X{next(self.numbers)},1.00,01/01/2026,,"
        by = self.people[0]
        result = results.upload_result(
            name="bank.csv", content=file_of(*lines).encode(), amounts="plain", by=by
        )
        results.apply_result(result, by=by)

    @rule(amount=sums)
    def ask(self, amount):
        one, two = self.people
        recovery = self.attempt(factories.money_back_asked, self.case, amount=amount, by=one)
        if recovery:
            actions.decide_money_back(recovery, by=two)

    @rule(amount=sums)
    def ask_and_it_comes(self, amount):
        self.ask(amount)
        self.it_came(amount)
        self.answer(yes=True)

    @rule(amount=sums)
    def it_came(self, amount):
        for recovery in self.case.award.recoveries.decided().order_by("-pk")[:1]:
            self.attempt(factories.money_that_came, recovery, amount=amount, by=self.people[0])

    @rule(amount=sums)
    def write_off(self, amount):
        for recovery in self.case.award.recoveries.decided().order_by("-pk")[:1]:
            self.attempt(factories.to_write_off, recovery, amount=amount, by=self.people[0])

    @rule(which=st.integers(0, 2))
    def it_did_not_come(self, which):
        came = Settlement.objects.agreed().filter(way="came").order_by("-pk")
        for settlement in came[which : which + 1]:
            self.attempt(factories.not_back, settlement, by=self.people[0])

    @rule(yes=st.booleans())
    def answer(self, yes):
        for settlement in Settlement.objects.waiting():
            if not yes or not self.attempt(actions.agree_settlement, settlement, by=self.people[1]):
                actions.drop_settlement(settlement, because="No.", by=self.people[1])

    @rule(really=st.integers(0, 3))
    def end(self, really):
        if not really:
            self.attempt(terminate_award, self.case, reason="Gone.", by=self.people[0])

    # What is true after each of them

    @invariant()
    def what_is_out_left_and_did_not_come_back(self):
        balance = self.case.ledger.all().balance()
        came, undone = (
            total_of(Settlement.objects.agreed().filter(way=way)) for way in ("came", "undone")
        )
        assert balance.paid == total_of(Payment.objects.paid()) - came + undone
        assert total_of(LedgerEntry.objects.filter(kind="recovery")) == came
        assert total_of(LedgerEntry.objects.filter(kind="correction")) == undone <= came
        assert balance.committed >= balance.paid >= 0

    @invariant()
    def what_is_promised_is_the_award_without_what_came_from_the_co_op(self):
        balance, case = self.case.ledger.all().balance(), self.case
        came = total_of(LedgerEntry.objects.filter(kind="recovery"))
        came -= total_of(LedgerEntry.objects.filter(kind="correction"))
        if case.state == "terminated":
            assert balance.committed == balance.paid
        else:
            assert balance.committed == case.award.amount - came

    @invariant()
    def what_can_leave_is_promised(self):
        waiting = total_of(Payment.objects.on_the_way())
        due = total_of(due_instalments())
        assert due + waiting <= self.case.ledger.all().balance().unpaid

    @invariant()
    def the_round_never_has_more_than_its_budget(self):
        round = self.case.round
        assert 0 <= left_in(round).pounds <= round.budget


def total_of(rows):
    return sum(rows.values_list("amount", flat=True), Decimal(0))


@pytest.fixture
def machine():
    application = factories.paid(instalments=PARTS)
    Instalment.objects.update(released_at=application.submitted_at)
    pay_next(application)
    people = [factories.staff(*ROLES) for _ in range(2)]

    class Here(ComingBack):
        world = (application.pk, [person.pk for person in people])

    return Here


def test_each_pound_comes_back_once(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_tries_can_bring_it_back_by_both_ways(machine):
    """The property above would mean little if nobody ever got that far."""
    here = machine()
    here.start()
    here.ask(amount="4000")
    here.it_came(amount="2000")
    here.answer(yes=True)
    here.two_say(outcome="returned", which=0)
    assert here.case.ledger.all().balance() == (2000, 0)
    here.two_say(outcome="returned", which=1)  # nothing is out that could come back
    here.it_came(amount="0.01")
    assert here.case.ledger.all().balance() == (2000, 0)
    here.pay_what_is_due()
    assert PaymentRun.objects.latest("pk").payments.get().instalment.number == 1
    here.two_say(outcome="paid", which=0)
    here.end(really=0)
    kinds = LedgerEntry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["recovery", "return", "payment"]
    here.teardown()
