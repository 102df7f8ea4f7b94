"""A schedule is planned anew: what may change, what is kept, and that it adds up (invariant 15)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from applicants.models import Email
from grants.awards.terms import actions
from grants.awards.terms.queries import fingerprint
from grants.awards.terms.shape import PlannedInstalment
from grants.history import faults_in
from grants.models import Instalment
from grants.money import PENNY, total
from grants.payments import actions as paying
from grants.payments.holding.actions import hold_instalment, let_go_instalment
from tests import factories
from tests.factories import terms
from tests.factories.cases import colleague, pay_next, with_bank_details
from tests.factories.mail import mails

pytestmark = pytest.mark.django_db


def rows_of(application):
    return list(Instalment.objects.filter(award=application.award).order_by("number"))


def plan(*parts):
    """parts: (amount, days from today) of each."""
    return [
        PlannedInstalment(number, Decimal(amount), localdate() + timedelta(days))
        for number, (amount, days) in enumerate(parts, 1)
    ]


def change(application, *parts, seen=None, by=None, reason="They open later."):
    return actions.change_schedule(
        application.award,
        plan(*parts),
        reason=reason,
        seen=fingerprint(rows_of(application)) if seen is None else seen,
        by=by or colleague("is_officer"),
    )


def in_three(**facts):
    return with_bank_details(terms=terms(amounts=("1000", "2000", "1000")), **facts)


def test_dates_and_the_split_change_with_a_reason_and_the_coop_hears():
    application = in_three()

    change(application, ("500", 30), ("500", 60), ("1500", 90), ("1500", 400))

    assert [(row.amount, row.due_on) for row in rows_of(application)] == [
        (one.amount, one.due_on)
        for one in plan(("500", 30), ("500", 60), ("1500", 90), ("1500", 400))
    ]
    assert application.history.get(verb="change_schedule").note == "They open later."
    mail = Email.objects.filter(event="grants/schedule_changed").first()
    assert "£1,500" in mail.body
    assert "They open later." in mail.body
    assert faults_in(application) == []


@pytest.mark.parametrize("is_let_go", [False, True])
def test_a_payment_that_was_ever_on_hold_is_not_taken_away(is_let_go):
    application, officer = in_three(), colleague("is_officer")
    last = rows_of(application)[-1]
    hold_instalment(last, because="We ask the police.", by=officer)
    if is_let_go:
        let_go_instalment(last, because="They called.", by=officer)

    with pytest.raises(Refused, match="Payment 3 is or was on hold"):
        change(application, ("2000", 30), ("2000", 60))

    change(application, ("1500", 30), ("1500", 60), ("1000", 90))
    assert [row.amount for row in rows_of(application)] == [1500, 1500, 1000]


def test_a_second_click_changes_nothing_more():
    application = in_three()
    seen = fingerprint(rows_of(application))

    for _click in range(2):
        change(application, ("4000", 30), seen=seen)

    assert application.history.filter(verb="change_schedule").count() == 1
    assert mails("grants/schedule_changed") == 1


def test_a_new_date_holds_back_what_comes_too_soon_and_frees_what_is_near():
    application = in_three()

    change(application, ("1000", 90), ("2000", 100), ("1000", 110))
    assert [row.released_at is not None for row in rows_of(application)] == [False] * 3

    change(application, ("1000", 20), ("2000", 30), ("1000", 110))
    assert [row.released_at is not None for row in rows_of(application)] == [True, True, False]


def test_what_is_added_waits_for_what_the_payment_before_it_waits_for():
    said = terms(amounts=("2000", "2000"), reports=["", "6 month report"])
    application = with_bank_details(terms=said)

    change(application, ("2000", 30), ("1000", 200), ("1000", 230))

    added = rows_of(application)[2]
    assert (added.after_report, added.released_at) == ("6 month report", None)
    assert added.needs == "Your 6 month report, accepted"


# --- What is refused ---


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([("3999.99", 30)], "£0.01 less than the award of £4,000"),
        ([("4000.01", 30)], "£0.01 more"),
        ([("2000.005", 30), ("1999.995", 60)], "pounds and pence"),
        ([("4000", 30), ("0", 60)], "more than £0"),
        ([("5000", 30), ("-1000", 60)], "more than £0"),
        ([("4000", -1)], "or later"),
        ([("4000", 366 * 3 + 5)], "or earlier"),
        ([("2000", 60), ("2000", 30)], "must not be before that of payment 1"),
        ([("300", 30)] * 13, "12 payments or fewer"),
        ([], "£4,000 less"),
    ],
)
def test_what_is_no_schedule_of_this_award_is_refused(parts, sentence):
    application = in_three()
    before = [(row.amount, row.due_on) for row in rows_of(application)]

    with pytest.raises(actions.NotASchedule, match=sentence):
        change(application, *parts)

    assert [(row.amount, row.due_on) for row in rows_of(application)] == before
    assert not application.history.filter(verb="change_schedule").exists()


def test_nothing_different_is_said():
    application = in_three()

    with pytest.raises(Refused, match="Nothing is different"):
        change(application, ("1000", 30), ("2000", 60), ("1000", 90))


def test_a_schedule_that_another_officer_changed_is_not_overwritten():
    application = in_three()
    seen = fingerprint(rows_of(application))
    change(application, ("4000", 30))

    with pytest.raises(Refused, match="Somebody changed this schedule"):
        change(application, ("2000", 30), ("2000", 60), seen=seen)

    assert [row.amount for row in rows_of(application)] == [Decimal(4000)]


@pytest.mark.parametrize("is_paid", [True, False])
def test_what_is_paid_or_in_a_run_stays(is_paid):
    application = in_three()
    if is_paid:
        pay_next(application)
    else:
        first = Instalment.objects.filter(award=application.award, number=1)
        paying.prepare_payment_run(first, by=colleague("is_finance_preparer"))

    for parts in ([("900", 30), ("3100", 60)], [("1000", 31), ("3000", 60)]):
        with pytest.raises(actions.NotASchedule, match="Payment 1 is paid or in a payment run"):
            change(application, *parts)

    change(application, ("1000", 30), ("3000", 60))
    assert [row.amount for row in rows_of(application)] == [Decimal(1000), Decimal(3000)]


def test_a_payment_that_was_in_a_run_once_is_not_taken_away():
    application = in_three()
    two = Instalment.objects.filter(award=application.award, number__lte=2)
    two.update(released_at=application.submitted_at)
    run = paying.prepare_payment_run(two, by=colleague("is_finance_preparer"))
    paying.cancel_payment_run(run, by=colleague("is_finance_preparer"))

    with pytest.raises(actions.NotASchedule, match="Payment 2 was in a payment run"):
        change(application, ("4000", 30))


def test_a_payment_that_a_condition_holds_back_is_not_taken_away():
    said = terms(amounts=("1000", "3000"), conditions=[("Show the oven.", 2)])
    application = with_bank_details(terms=said)

    with pytest.raises(actions.NotASchedule, match="A condition holds payment 2 back"):
        change(application, ("4000", 30))


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"conditions": [("The lease is signed.", 2)]}, "The lease is signed"),
        ({"reports": ["", "6 month report"]}, "6 month report"),
    ],
)
def test_no_plan_pays_what_waits_before_it_may_be_paid(facts, what):
    application = with_bank_details(terms=terms(amounts=("1000", "3000"), **facts))

    with pytest.raises(actions.NotASchedule, match=f"£3,000 waits for “{what}”"):
        change(application, ("3999", 30), ("1", 200))

    change(application, ("500", 30), ("1000", 200), ("2500", 230))  # more may wait
    if "conditions" in facts:
        with pytest.raises(actions.NotASchedule, match="£3,500 waits"):
            change(application, ("3999", 30), ("1", 200))
        condition = application.award.conditions.get(text="The lease is signed.")
        actions.waive_condition(condition, reason="It is theirs.", by=colleague("is_officer"))
        change(application, ("3999", 30), ("1", 200))


def test_before_the_offer_is_accepted_the_schedule_stays_as_the_letter_says():
    application = factories.offered()

    with pytest.raises(Refused, match="once the offer is accepted"):
        change(application, ("2000", 30), ("2000", 60))


@pytest.mark.parametrize("role", ["is_finance_preparer", "is_approver", "is_auditor"])
def test_only_an_officer_changes_it(role):
    application = in_three()

    with pytest.raises(PermissionDenied):
        change(application, ("4000", 30), by=colleague(role))


# --- Invariant 15: it adds up after whatever anybody tries ---


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(-100, 400_100), st.integers(-40, 1200)), min_size=1, max_size=4
        ),
        max_size=5,
    ),
    st.booleans(),
)
def test_instalments_always_add_up_to_the_award(tries, settles_the_rest):
    with transaction.atomic():
        application = in_three()
        for parts in tries:
            sums = [pence * PENNY for pence, _ in parts]
            if settles_the_rest:
                sums[-1] += application.award.amount - sum(sums)
            spread = sorted(days for _, days in parts)
            try:
                with transaction.atomic():
                    change(application, *zip(sums, spread, strict=True))
            except Refused:
                pass
            amounts = [row.amount for row in rows_of(application)]
            assert total(amounts) == application.award.amount
            assert all(amount > 0 for amount in amounts)
        transaction.set_rollback(True)
