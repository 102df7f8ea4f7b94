"""Where an instalment stands is one fact, worked out; every list that asks gets the same."""

import pytest
from django.utils.timezone import localdate

from grants.closure.actions import terminate_award
from grants.models import Instalment
from grants.payments import actions as paying
from grants.payments.holding.actions import hold_instalment, let_go_instalment
from grants.payments.queries import due_instalments, instalments_at
from grants.payments.stages import PAYABLE, InstalmentStage, listed, told, with_stage
from tests import factories
from tests.factories.cases import colleague, settled, with_bank_details

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def preparer():
    return colleague("is_finance_preparer")


def approver():
    return colleague("is_finance_approver")


def stage(instalment):
    return with_stage(Instalment.objects.filter(pk=instalment.pk)).get().stage


def test_an_instalment_goes_through_every_stage_of_its_life():
    application = with_bank_details(instalments=2)
    one, two = Instalment.objects.filter(award__application=application).order_by("number")
    officer = colleague("is_officer")
    seen = [stage(two), stage(one)]

    hold_instalment(one, because="Wait.", by=officer)
    seen.append(stage(one))
    let_go_instalment(one, because="All is well.", by=officer)
    run = paying.prepare_payment_run([one], by=preparer())
    seen.append(stage(one))
    run = paying.approve_payment_run(run, by=approver())
    seen.append(stage(one))
    hold_instalment(one, because="Wait.", by=officer)
    assert stage(one) == "held"  # it can still be stopped
    let_go_instalment(one, because="All is well.", by=officer)
    run = paying.export_payment_run(run, by=preparer())
    seen.append(stage(one))
    settled(run, "failed")
    seen.append(stage(one))
    run = paying.prepare_payment_run([one], by=preparer())
    paying.cancel_payment_run(run, by=preparer())
    assert stage(one) == "failed"  # a cancelled run leaves no trace
    run = paying.prepare_payment_run([one], by=preparer())
    run = paying.approve_payment_run(run, by=approver())
    run = paying.export_payment_run(run, by=preparer())
    settled(run)
    seen.append(stage(one))
    settled(run, "returned")
    seen.append(stage(one))
    factories.given_up(one)
    seen.append(stage(one))

    assert seen == [
        "scheduled",
        "due",
        "held",
        "prepared",
        "approved",
        "exported",
        "failed",
        "paid",
        "returned",
        "cancelled",
    ]
    assert set(seen) == set(InstalmentStage.values)


def test_what_was_never_paid_of_an_ended_grant_is_cancelled_and_what_was_paid_stays_paid():
    application = factories.paid(instalments=2)
    terminate_award(application, reason="Gone.", by=colleague("is_officer"))

    stages = with_stage(Instalment.objects.order_by("number")).values_list("stage", flat=True)

    assert list(stages) == ["paid", "cancelled"]


def test_what_can_be_paid_is_what_the_stages_say():
    with_bank_details(instalments=2)
    factories.paid(instalments=2)
    failed = with_bank_details()
    run = paying.prepare_payment_run(failed.award.instalments.all(), by=preparer())
    run = paying.approve_payment_run(run, by=approver())
    settled(paying.export_payment_run(run, by=preparer()), "failed")

    payable = instalments_at(preparer())

    assert set(payable.values_list("pk", flat=True)) == set(
        due_instalments().values_list("pk", flat=True)
    )
    assert {one.stage for one in payable} <= set(PAYABLE)
    assert instalments_at(preparer(), "failed").get().award.application == failed


def test_a_table_of_instalments_says_the_reasons():
    application = with_bank_details()
    run = paying.prepare_payment_run(application.award.instalments.all(), by=preparer())
    run = paying.approve_payment_run(run, by=approver())
    settled(
        paying.export_payment_run(run, by=preparer()),
        "failed",
        because="No such account.",
        on=localdate(),
    )

    (instalment,) = told(listed(application.award.instalments.all()))

    assert instalment.stage_label == "Payment failed"
    assert instalment.why == "The bank says: No such account."
    assert instalment.can_be_held


@pytest.mark.parametrize("number", [1, 12])
def test_a_table_costs_the_same_at_any_length(django_assert_num_queries, number):
    for _ in range(number):
        with_bank_details()

    with django_assert_num_queries(1):
        assert len(told(listed(Instalment.objects.all()))) == number
