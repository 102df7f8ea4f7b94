"""Whatever people try, in whatever order: money obeys the same rules."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from applicants.models import User
from grants.lifecycle import RunStage
from grants.models import Application, BankDetails, Instalment, Payment, PaymentRun
from grants.payments import actions
from grants.payments.accounts import actions as accounts
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WENT_FURTHER = {
    "approved": (RunStage.APPROVED, RunStage.EXPORTED, RunStage.PAID),
    "exported": (RunStage.EXPORTED, RunStage.PAID),
    "paid": (RunStage.PAID,),
}
# Four people who hold every role of payment: only who they are keeps them apart.
PEOPLE = 4
tries = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "change",
                "check",
                "prepare",
                "prepare again",
                "approve",
                "export",
                "paid",
                "cancel",
            ]
        ),
        st.integers(0, PEOPLE - 1),
    ),
    min_size=4,
    max_size=14,
)


@pytest.fixture
def world():
    application = factories.accepted(instalments=2)
    Instalment.objects.filter(award__application=application).update(
        released_at=application.submitted_at
    )
    people = [
        factories.staff("is_officer", "is_finance_preparer", "is_finance_approver")
        for _ in range(PEOPLE)
    ]
    return application.pk, [person.pk for person in people]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tries=tries)
def test_money_obeys_its_rules_whatever_people_try(world, tries):
    case, people = world
    with transaction.atomic():
        start(case)
        for verb, who in tries:
            attempt(verb, Application.objects.get(pk=case), User.objects.get(pk=people[who]))
            check_the_rules(case)
        transaction.set_rollback(True)


def start(case):
    """The bank details are there, so that fewer tries end in a refusal."""
    application = Application.objects.get(pk=case)
    enter(application, 0)


def enter(application, number):
    accounts.enter_bank_details(
        application,
        account_name="Bakers",
        sort_code="089999",
        account_number=f"{10_000_000 + number}",
        by=application.started_by,
    )


def attempt(verb, application, person):
    run = PaymentRun.objects.order_by("-pk").first()
    try:
        with transaction.atomic():
            if verb == "change":
                enter(application, BankDetails.objects.count())
            elif verb == "check":
                accounts.check_bank_details(application, note="Rang.", by=person)
            elif verb == "prepare":
                held = Payment.objects.live().values("instalment")
                free = Instalment.objects.exclude(pk__in=held).order_by("pk")
                actions.prepare_payment_run(free[:1], by=person)
            elif verb == "prepare again":
                actions.prepare_payment_run(Instalment.objects.order_by("pk")[:1], by=person)
            elif run and verb == "approve":
                actions.approve_payment_run(run, by=person)
            elif run and verb == "export":
                actions.export_payment_run(run, by=person)
                assert not run.payments.exclude(bank_details__replaced_at=None).exists()
            elif run and verb == "paid":
                actions.mark_run_paid(run, paid_on=localdate(), by=person)
            elif run:
                actions.cancel_payment_run(run, reason="Wrong.", by=person)
    except (Refused, PermissionDenied):
        return


def check_the_rules(case):
    award = Application.objects.get(pk=case).award
    live = Payment.objects.live().filter(instalment__award=award)
    instalments = list(live.values_list("instalment", flat=True))
    assert len(instalments) == len(set(instalments))
    for payment in live.select_related("run", "bank_details"):
        looked = [payment.bank_checked_by_id, payment.prepared_by_id]
        if payment.run.state in WENT_FURTHER["approved"]:
            looked.append(payment.approved_by_id)
            assert payment.approved_by_id == payment.run.approved_by_id
        assert None not in looked
        assert len(looked) == len(set(looked))
        if payment.run.state in WENT_FURTHER["exported"]:
            assert payment.compute_details_hash() == payment.details_hash
            assert payment.bank_details.account_number in payment.run.file
    sums = [sum_of(live, states) for states in WENT_FURTHER.values()]
    assert award.amount >= sums[0] >= sums[1] >= sums[2] >= 0


def sum_of(payments, states):
    found = payments.filter(run__state__in=states).aggregate(total=Sum("amount"))["total"]
    return found or Decimal(0)


def test_the_tries_can_reach_a_payment(world):
    """The property above would mean little if nobody ever got that far."""
    case, people = world
    start(case)
    steps = [("check", 0), ("prepare", 1), ("approve", 2), ("export", 1), ("paid", 3)]
    for verb, who in steps:
        attempt(verb, Application.objects.get(pk=case), User.objects.get(pk=people[who]))

    assert PaymentRun.objects.get().state == RunStage.PAID
