"""Conditions: ticked, waived, taken back; and the money that waits for them (invariant 19)."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from grants.awards.terms import actions
from grants.awards.terms.freeing import free_by_date, free_what_is_ready
from grants.awards.terms.holding import facts_of, is_settled
from grants.awards.terms.queries import conditions_of, still_needed
from grants.closure.actions import terminate_award
from grants.history import faults_in
from grants.models import AwardLine, Condition, Instalment, Payment
from grants.monitoring import actions as monitoring
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from tests import factories
from tests.factories import terms
from tests.factories.cases import colleague, pay_next, with_bank_details

pytestmark = pytest.mark.django_db

LEASE = ("Send us the signed lease.", 1)


def officer():
    return colleague("is_officer")


def with_lease(**facts):
    """Accepted, the account checked; and a lease is still to be seen before any money."""
    return with_bank_details(terms=terms(conditions=[LEASE]), **facts)


def lease_of(application):
    return Condition.objects.get(award=application.award, text=LEASE[0])


def of_kind(application, kind):
    return Condition.objects.get(award=application.award, kind=kind)


def released(application):
    rows = Instalment.objects.filter(award=application.award).order_by("number")
    return [row.released_at is not None for row in rows]


def check_account(application):
    accounts.enter_bank_details(
        application,
        account_name="Weir Lane Bakers",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    factories.checked_account(application, note="Statement seen.", by=officer())


# --- What an offer asks for ---


def test_every_offer_of_money_waits_for_what_we_know_ourselves():
    award = factories.offered(conditions=["Open an account."]).award

    before = award.conditions.before_payment().order_by("number")

    assert [one.kind for one in before] == ["signed", "bank", "subsidy"]
    goes_on = award.conditions.filter(before=None)
    assert goes_on.filter(text="Open an account.").exists()
    assert goes_on.filter(text__startswith="Keep receipts").exists()


def test_an_offer_of_days_alone_holds_nothing_back():
    award = factories.offered(awarded=0).award

    assert not award.conditions.before_payment().exists()
    assert [line.kind for line in award.lines.all()] == ["days"]
    assert award.gross_value == Decimal("1200.00")


def test_the_value_counts_money_days_and_space():
    award = factories.offered(terms=terms(space="2.5")).award

    assert award.gross_value == Decimal(4000) + 3 * Decimal(400) + Decimal(100)
    assert [line.in_words for line in award.lines.order_by("number")] == [
        "£4,000",
        "3 days",
        "2.5 weeks",
    ]


# --- What holds money back ---


def test_money_is_released_when_signed_and_the_account_is_checked():
    application = factories.accepted()
    assert released(application) == [False]

    check_account(application)

    assert released(application) == [True]


def test_a_tick_frees_the_money_that_waited_for_it():
    application = with_lease()
    assert released(application) == [False]

    for _click in range(2):
        met = actions.tick_condition(lease_of(application), seen="Signed copy.", by=officer())

    assert released(application) == [True]
    assert (met.met_by, met.seen) == (officer(), "Signed copy.")
    entry = application.history.get(verb="tick_condition")
    assert (entry.subject, entry.note) == ("Send us the signed lease", "Signed copy.")
    assert faults_in(application) == []


def test_a_waiver_frees_it_too_and_says_why():
    application = with_lease()

    for _click in range(2):
        actions.waive_condition(lease_of(application), reason="They own it.", by=officer())

    assert released(application) == [True]
    assert application.history.get(verb="waive_condition").note == "They own it."


def test_what_is_taken_back_holds_the_money_again():
    application = with_lease()
    actions.tick_condition(lease_of(application), seen="A copy.", by=officer())

    for _click in range(2):
        actions.reopen_condition(lease_of(application), reason="Not signed.", by=officer())

    assert released(application) == [False]
    assert lease_of(application).seen == ""
    assert application.history.get(verb="reopen_condition").note == "Not signed."


def test_nothing_is_taken_back_once_the_money_is_on_its_way():
    application = with_lease()
    actions.tick_condition(lease_of(application), seen="A copy.", by=officer())
    due = application.award.instalments.all()
    run = paying.prepare_payment_run(due, by=colleague("is_finance_preparer"))

    with pytest.raises(Refused, match="in a payment run"):
        actions.reopen_condition(lease_of(application), reason="Not signed.", by=officer())

    paying.cancel_payment_run(run, by=colleague("is_finance_preparer"))
    actions.reopen_condition(lease_of(application), reason="Not signed.", by=officer())
    assert released(application) == [False]


def test_a_new_account_holds_the_money_until_it_is_checked():
    application = with_bank_details()
    assert released(application) == [True]

    other_account(application)

    assert released(application) == [False]


def test_a_cancelled_run_gives_back_only_what_is_still_ready():
    application = with_bank_details()
    due = application.award.instalments.all()
    run = paying.prepare_payment_run(due, by=colleague("is_finance_preparer"))
    other_account(application)
    assert released(application) == [True]  # the run's own checks stop it

    paying.cancel_payment_run(run, by=colleague("is_finance_preparer"))

    assert released(application) == [False]


def test_a_condition_holds_back_its_payment_and_all_later_ones():
    said = terms(amounts=("1000", "2000", "1000"), conditions=[("Show the oven.", 2)])
    application = with_bank_details(terms=said)
    oven = application.award.conditions.get(text="Show the oven.")
    assert released(application) == [True, False, False]

    with time_machine.travel(localdate() + timedelta(91)):
        assert free_by_date() == 0
        actions.tick_condition(oven, seen="A photo.", by=officer())

    assert released(application) == [True, True, True]


def test_a_later_payment_comes_30_days_before_its_date():
    application = with_bank_details(terms=terms(amounts=("1000", "3000")))
    assert released(application) == [True, False]

    with time_machine.travel(localdate() + timedelta(29)):
        assert free_by_date() == 0
    with time_machine.travel(localdate() + timedelta(30)):
        assert (free_by_date(), free_by_date()) == (1, 0)

    assert released(application) == [True, True]


def test_a_payment_that_waits_for_a_report_comes_when_it_is_accepted():
    said = terms(amounts=("1000", "2000", "1000"), reports=["", "6 month report", "6 month report"])
    application = with_bank_details(terms=said)
    pay_next(application)
    application.refresh_from_db()
    monitoring.start_monitoring(application, by=officer())
    report = application.award.reports.get(number=1)
    assert released(application) == [True, False, False]

    monitoring.send_report(report, answers={"1": "Well."}, by=application.started_by)
    monitoring.accept_report(report, by=officer())

    assert released(application) == [True, True, True]


# --- Who may, and when ---


@pytest.mark.parametrize("kind", ["signed", "bank", "subsidy"])
def test_what_we_know_ourselves_is_neither_ticked_nor_waived(kind):
    application = factories.accepted()

    for refused in (
        lambda one: actions.tick_condition(one, seen="Yes.", by=officer()),
        lambda one: actions.waive_condition(one, reason="Why not.", by=officer()),
        lambda one: actions.reopen_condition(one, reason="Why not.", by=officer()),
    ):
        with pytest.raises(Refused, match="ticks itself"):
            refused(of_kind(application, kind))


def test_a_waived_condition_is_not_ticked_and_a_met_one_not_waived():
    application = with_lease()
    actions.waive_condition(lease_of(application), reason="They own it.", by=officer())
    with pytest.raises(Refused, match="was waived"):
        actions.tick_condition(lease_of(application), seen="A copy.", by=officer())

    actions.reopen_condition(lease_of(application), reason="They don’t.", by=officer())
    actions.tick_condition(lease_of(application), seen="A copy.", by=officer())
    with pytest.raises(Refused, match="nothing to waive"):
        actions.waive_condition(lease_of(application), reason="They own it.", by=officer())


@pytest.mark.parametrize("role", ["is_finance_preparer", "is_approver", "is_assessor"])
def test_only_an_officer_settles_a_condition(role):
    application = with_lease()

    with pytest.raises(PermissionDenied):
        actions.tick_condition(lease_of(application), seen="A copy.", by=colleague(role))
    with pytest.raises(PermissionDenied):
        actions.tick_condition(lease_of(application), seen="A copy.", by=application.started_by)


def test_a_condition_of_an_award_that_has_ended_stays_as_it_is():
    application = with_lease()
    terminate_award(application, reason="They closed.", by=officer())

    with pytest.raises(Refused, match="not running"):
        actions.tick_condition(lease_of(application), seen="A copy.", by=officer())


def test_a_condition_may_be_met_before_the_offer_is_accepted_and_frees_nothing_yet():
    application = factories.offered(terms=terms(conditions=[LEASE]))

    actions.tick_condition(lease_of(application), seen="A copy.", by=officer())

    assert released(application) == [False]


# --- What the co-op reads ---


def test_what_we_still_need_leaves_out_what_goes_on():
    application = with_lease()

    assert [one.text for one in still_needed(conditions_of(application.award))] == [LEASE[0]]


# --- Invariant 19: whatever happens, in whatever order ---


def other_account(application):
    accounts.enter_bank_details(
        application,
        account_name="Weir Lane Bakers",
        sort_code="089999",
        account_number="12345678",
        by=application.started_by,
    )


def own(application, number):
    """The lease, which holds back all money, or the oven, which holds back the second part."""
    conditions = application.award.conditions.filter(kind="other", before=number)
    return conditions.get()


def into_a_run(application):
    due = application.award.instalments.exclude(released_at=None)
    paying.prepare_payment_run(due, by=colleague("is_finance_preparer"))


def cancel_a_run(application):
    live = Payment.objects.live().filter(instalment__award=application.award).first()
    if live:
        paying.cancel_payment_run(live.run, by=colleague("is_finance_preparer"))


STEPS = {
    "lease": lambda case: actions.tick_condition(own(case, 1), seen="Seen.", by=officer()),
    "oven": lambda case: actions.tick_condition(own(case, 2), seen="Seen.", by=officer()),
    "waive": lambda case: actions.waive_condition(own(case, 2), reason="None.", by=officer()),
    "back": lambda case: actions.reopen_condition(own(case, 1), reason="No.", by=officer()),
    "account": check_account,
    "change": other_account,
    "run": into_a_run,
    "cancel": cancel_a_run,
    "clock": lambda case: free_by_date(),
}


def holds(application):
    """Whether each released instalment that no run holds has all that comes before it."""
    award = application.award
    facts, conditions = facts_of(award), list(award.conditions.before_payment())
    for one in award.instalments.exclude(released_at=None):
        if one.payments.filter(cancelled_at=None).exists():
            continue
        if not all(is_settled(each, facts) for each in conditions if each.before <= one.number):
            return False
    return True


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_no_money_is_released_before_what_it_waits_for(steps):
    with transaction.atomic():
        said = terms(amounts=("1000", "3000"), conditions=[LEASE, ("Show the oven.", 2)])
        application = factories.accepted(terms=said)
        for step in steps:
            try:
                with transaction.atomic():
                    STEPS[step](application)
            except Refused:
                pass
            application.award.refresh_from_db()
            assert holds(application), steps
        transaction.set_rollback(True)


# --- What the database refuses ---


@pytest.mark.parametrize(
    "nonsense",
    [
        {"met_at": "2027-01-01T00:00Z"},
        {"waived_at": "2027-01-01T00:00Z", "why_waived": "So."},
        {"seen": "A copy."},
        {"before": 0},
    ],
)
def test_half_a_tick_is_refused(nonsense):
    application = with_lease()

    with pytest.raises(DatabaseError), transaction.atomic():
        Condition.objects.filter(pk=lease_of(application).pk).update(**nonsense)


def test_what_was_promised_stays_as_the_letter_says_it():
    award = with_lease().award

    for change in (
        lambda: award.conditions.update(text="Nothing at all."),
        lambda: award.conditions.filter(kind="other").update(before=None),
        lambda: award.conditions.all().delete(),
        lambda: award.lines.update(description="Something else"),
        lambda: award.lines.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "money"},
        {"kind": "money", "amount": 5, "quantity": 2, "unit": "days", "each": 3},
        {"kind": "days", "quantity": 2, "each": 3},
        {"kind": "space", "amount": 5, "quantity": 2, "unit": "weeks", "each": 3},
    ],
)
def test_a_line_is_money_or_a_quantity_with_a_value(line):
    award = factories.offered().award

    with pytest.raises(IntegrityError), transaction.atomic():
        AwardLine.objects.create(award=award, number=9, description="Odd", **line)


def test_freeing_twice_changes_nothing():
    application = with_bank_details()
    before = application.award.instalments.get().released_at

    assert free_what_is_ready(application.award) == []
    assert application.award.instalments.get().released_at == before
