"""What holds money back, and invariant 19: none is released before what it waits for."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings, strategies as st

from applicants.access import Refused
from grants.awards.terms import actions
from grants.awards.terms.freeing import free_by_date, free_what_is_ready
from grants.awards.terms.holding import facts_of, is_settled
from grants.history import faults_in
from grants.models import Instalment, Payment
from grants.monitoring import actions as monitoring
from grants.payments import actions as paying
from grants.payments.accounts import actions as accounts
from tests import factories
from tests.factories import terms
from tests.factories.cases import colleague, pay_next, with_bank_details

from .with_conditions import LEASE, lease_of, officer, released, with_lease

pytestmark = pytest.mark.django_db


def check_account(application):
    accounts.enter_bank_details(
        application,
        account_name="Weir Lane Bakers",
        sort_code="089999",
        account_number="66374958",
        by=application.started_by,
    )
    factories.checked_account(application, note="Statement seen.", by=officer())


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


def test_an_award_that_cannot_be_read_keeps_no_later_one_waiting(caplog):
    broken, sound = (with_bank_details(terms=terms(amounts=("1000", "3000"))) for _ in range(2))
    rows = Instalment.objects.filter(award__application=broken, number=1)
    rows.update(due_on=date.min)  # a row that no action makes

    with time_machine.travel(localdate() + timedelta(30)), pytest.raises(ExceptionGroup):
        free_by_date()

    assert (released(broken), released(sound)) == ([True, False], [True, True])
    assert broken.reference in caplog.text


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


def test_freeing_twice_changes_nothing():
    application = with_bank_details()
    before = application.award.instalments.get().released_at

    assert free_what_is_ready(application.award) == []
    assert application.award.instalments.get().released_at == before
