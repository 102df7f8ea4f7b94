"""Whatever people try, in whatever order: money obeys the same rules."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils.timezone import localdate
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
from grants.history import faults_in
from grants.lifecycle import RunStage
from grants.models import (
    Application,
    BankDetails,
    HandMark,
    Instalment,
    InstalmentCancellation,
    LedgerEntry,
    Payment,
    PaymentRun,
)
from grants.payments import actions
from grants.payments.accounts import actions as accounts
from grants.payments.holding import actions as holding
from grants.payments.models import Outcome
from grants.payments.results import actions as results
from grants.payments.stages import with_stage
from tests import factories

from .results.files import file_of, line_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

APPROVED = (RunStage.APPROVED, RunStage.EXPORTED, RunStage.SETTLED)
EXPORTED = (RunStage.EXPORTED, RunStage.SETTLED)
# Four people who hold every role with money: only who they are keeps them apart.
PEOPLE = 4
INSTALMENTS = 2
who = st.integers(0, PEOPLE - 1)
which = st.integers(1, INSTALMENTS)
outcomes = st.sampled_from(Outcome.values)


class Money(RuleBasedStateMachine):
    """A grant in two parts, and everything that anybody may try with its money."""

    world = None  # (key of the case, keys of the people)

    @initialize()
    def start(self):
        """The account is checked, so that fewer tries end in a refusal."""
        self.held = transaction.atomic()
        self.held.__enter__()
        self.tried = 0
        self.enter_account()
        self.check_account(who=0)

    def teardown(self):
        if not hasattr(self, "held"):
            return
        try:
            assert faults_in(self.case) == []
        finally:
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

    @property
    def case(self):
        return Application.objects.get(pk=self.world[0])

    def person(self, number):
        return User.objects.get(pk=self.world[1][number])

    @property
    def run(self):
        return PaymentRun.objects.order_by("-pk").first()

    def attempt(self, action, *args, **kwargs):
        """Do it, or be refused; nothing in between."""
        with suppress(Refused, PermissionDenied), transaction.atomic():
            return action(*args, **kwargs)

    # What people do

    @rule()
    def enter_account(self):
        number = BankDetails.objects.count()
        self.attempt(
            accounts.enter_bank_details,
            self.case,
            account_name="Bakers",
            sort_code="089999",
            account_number=f"{10_000_000 + number}",
            by=self.case.started_by,
        )

    @rule(who=who)
    def check_account(self, who):
        self.attempt(factories.checked_account, self.case, note="Rang.", by=self.person(who))

    @rule(which=which, who=who)
    def prepare(self, which, who):
        chosen = Instalment.objects.filter(number=which)
        self.attempt(actions.prepare_payment_run, chosen, by=self.person(who))

    @rule(who=who)
    def approve(self, who):
        if self.run:
            self.attempt(actions.approve_payment_run, self.run, by=self.person(who))

    @rule(who=who)
    def cancel(self, who):
        if self.run:
            self.attempt(actions.cancel_payment_run, self.run, reason="Wrong.", by=self.person(who))

    @rule(who=who)
    def export(self, who):
        run = self.run
        if run and self.attempt(actions.export_payment_run, run, by=self.person(who)):
            assert not run.payments.exclude(bank_details__replaced_at=None).exists()

    @rule(outcome=outcomes, who=who)
    def say(self, outcome, who):
        if self.run:
            self.attempt(
                results.say_result,
                self.run,
                payments=None,
                outcome=outcome,
                happened_on=localdate(),
                because="" if outcome == "paid" else "Closed.",
                evidence="Seen.",
                by=self.person(who),
            )

    @rule(who=who)
    def confirm(self, who):
        mark = HandMark.objects.order_by("-pk").first()
        if mark:
            self.attempt(results.confirm_mark, mark, by=self.person(who))

    @rule(who=who)
    def drop(self, who):
        mark = HandMark.objects.order_by("-pk").first()
        if mark:
            self.attempt(results.drop_mark, mark, because="No.", by=self.person(who))

    @rule(outcome=outcomes, times=st.integers(1, 2), days=st.integers(-1, 0), who=who)
    def take_in(self, outcome, times, days, who):
        """The bank's file about the newest payment, sometimes with a line twice, or of no day."""
        payment = Payment.objects.order_by("-pk").first()
        if payment:
            line = line_of(payment, status=outcome, on=localdate() + timedelta(days))
            self.tried += times == 2
            content = file_of(*[line] * times, f"X{self.tried},1.00,01/01/2026,,")
            self.attempt(self.upload_and_apply, content.encode(), self.person(who))

    @staticmethod
    def upload_and_apply(content, by):
        result = results.upload_result(name="bank.csv", content=content, amounts="plain", by=by)
        results.apply_result(result, by=by)

    @rule(which=which, who=who)
    def hold(self, which, who):
        self.attempt(
            holding.hold_instalment, self.part(which), because="Wait.", by=self.person(who)
        )

    @rule(which=which, who=who)
    def let_go(self, which, who):
        self.attempt(
            holding.let_go_instalment, self.part(which), because="Well.", by=self.person(who)
        )

    @rule(who=who)
    def give_up_the_last_part(self, who):
        self.attempt(
            holding.cancel_instalment,
            self.part(INSTALMENTS),
            because="Less.",
            by=self.person(who),
        )

    @rule(who=who, really=st.integers(0, 3))
    def end(self, who, really):
        if really == 0:
            self.attempt(terminate_award, self.case, reason="Gone.", by=self.person(who))

    def part(self, number):
        return Instalment.objects.get(number=number)

    # What is true after each of them

    @invariant()
    def an_instalment_is_in_one_live_run_and_paid_once(self):
        live = list(Payment.objects.live().values_list("instalment", flat=True))
        assert len(live) == len(set(live))
        paid = list(Payment.objects.paid().values_list("instalment", flat=True))
        assert len(paid) == len(set(paid))

    @invariant()
    def three_people_looked_at_what_was_approved(self):
        for payment in Payment.objects.select_related("run", "bank_details"):
            looked = [payment.bank_checked_by_id, payment.prepared_by_id]
            if payment.run.state in APPROVED:
                looked.append(payment.approved_by_id)
            assert None not in looked
            assert len(looked) == len(set(looked))
            if payment.run.state in EXPORTED:
                assert payment.compute_details_hash() == payment.details_hash
                assert payment.bank_details.account_number in payment.run.file

    @invariant()
    def paid_is_never_more_than_exported_than_approved_than_awarded(self):
        live = Payment.objects.live()
        sums = [
            self.case.award.amount,
            amount_of(live.filter(run__state__in=APPROVED)),
            amount_of(live.filter(run__state__in=EXPORTED)),
            amount_of(live.paid()),
        ]
        assert sums == sorted(sums, reverse=True)

    @invariant()
    def the_ledger_says_what_the_payments_say(self):
        balance = self.case.ledger.all().balance()
        assert balance.paid == amount_of(Payment.objects.paid())
        for kind, fact in (("payment", "paid"), ("failure", "failed"), ("return", "returned")):
            rows = LedgerEntry.objects.filter(kind=kind)
            happened = Payment.objects.filter(**{f"{fact}_at__isnull": False})
            assert rows.count() == happened.count()
            assert amount_of(rows) == amount_of(happened)
            assert set(rows.values_list("payment", flat=True)) == set(
                happened.values_list("pk", flat=True)
            )

    @invariant()
    def what_is_promised_is_the_award_without_what_was_given_up(self):
        balance, case = self.case.ledger.all().balance(), self.case
        if case.state == "terminated":
            assert balance.committed == balance.paid
        else:
            given_up = amount_of(InstalmentCancellation.objects.all())
            assert balance.committed == case.award.amount - given_up
        parts = amount_of(case.award.instalments.all())
        assert parts == case.award.amount

    @invariant()
    def a_run_is_settled_when_the_bank_has_said_everything(self):
        for run in PaymentRun.objects.filter(state__in=EXPORTED):
            waits = run.payments.filter(paid_at=None, failed_at=None).exists()
            assert waits == (run.state == RunStage.EXPORTED)

    @invariant()
    def the_stage_of_a_part_goes_with_its_money(self):
        for part in with_stage(Instalment.objects.all()):
            paid = Payment.objects.paid().filter(instalment=part).exists()
            assert (part.stage == "paid") == paid


def amount_of(rows):
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


@pytest.fixture
def machine():
    application = factories.accepted(instalments=INSTALMENTS)
    Instalment.objects.filter(award__application=application).update(
        released_at=application.submitted_at
    )
    people = [
        factories.staff("is_officer", "is_approver", "is_finance_preparer", "is_finance_approver")
        for _ in range(PEOPLE)
    ]

    class Here(Money):
        world = (application.pk, [person.pk for person in people])

    with override_settings(BANK_CHANGE_WAIT=timedelta(microseconds=1)):
        yield Here


def test_money_obeys_its_rules_whatever_people_try(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_tries_can_reach_every_outcome(machine):
    """The property above would mean little if nobody ever got that far."""
    here = machine()
    here.start()
    for outcome in ("failed", "paid"):
        here.prepare(which=1, who=1)
        here.approve(who=2)
        here.export(who=1)
        here.say(outcome=outcome, who=3)
        here.confirm(who=3)
        assert here.run.state == "exported"  # nobody confirms what they said
        here.confirm(who=2)
        assert here.run.state == "settled"
    here.take_in(outcome="returned", times=1, days=0, who=2)
    assert list(LedgerEntry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "commitment",
        "failure",
        "payment",
        "return",
    ]
    here.hold(which=INSTALMENTS, who=1)
    here.give_up_the_last_part(who=1)
    assert not InstalmentCancellation.objects.exists()  # nobody gives up what they held
    here.give_up_the_last_part(who=2)
    here.hold(which=1, who=1)
    assert set(with_stage(Instalment.objects.all()).values_list("stage", flat=True)) == {
        "held",
        "cancelled",
    }
    here.teardown()
