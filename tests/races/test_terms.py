"""Two officers plan a schedule, or tick the last two things missing; a tick is taken back while
finance prepares the payment that it freed."""

from functools import partial

import pytest

from applicants.access import Refused
from grants.awards.terms import actions
from grants.awards.terms.queries import fingerprint
from grants.awards.terms.shape import PlannedInstalment
from grants.history import faults_in
from grants.models import Application, Award, Condition, ConditionFile, Instalment, Payment
from grants.money import total
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories import terms
from tests.factories.cases import colleague, with_bank_details
from tests.factories.evidence import lease_of, sent_evidence, with_lease

pytestmark = pytest.mark.database

LEASE, OVEN = "Send us the signed lease.", "Show us the oven."


def rows_of(application):
    return list(Instalment.objects.filter(award=application.award).order_by("number"))


def two_who_plan():
    """Each splits one payment in another way, having seen the same schedule."""
    application = with_bank_details()
    first = rows_of(application)[0]
    seen = fingerprint([first])
    officers = [colleague("is_officer"), factories.staff("is_officer")]

    def split(by, *amounts):
        planned = [
            PlannedInstalment(number, first.amount * part / 10, first.due_on)
            for number, part in enumerate(amounts, 1)
        ]
        return partial(
            actions.change_schedule, application.award, planned, reason="So.", seen=seen, by=by
        )

    return application, [split(officers[0], 5, 5), split(officers[1], 3, 3, 4)]


def test_of_two_officers_who_plan_one_schedule_the_second_is_told(race):
    application, calls = two_who_plan()

    outcomes = race(*calls)

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    assert total(row.amount for row in rows_of(application)) == application.award.amount
    assert application.history.filter(verb="change_schedule").count() == 1
    assert not faults_in(application)


def test_without_the_locks_neither_is_told(race, without_locks):
    """Only the last line of defence, a constraint on the numbers, stops the second."""
    _application, calls = two_who_plan()
    without_locks(Application, Award, Instalment)

    outcomes = race(*calls, before={"grants_instalment"}, patience=5)

    assert not any(isinstance(each, Refused) for each in outcomes), outcomes


def the_last_two_things():
    """Two officers each tick one of the two conditions that are still open."""
    application = with_bank_details(terms=terms(conditions=[(LEASE, 1), (OVEN, 1)]))
    calls = [
        partial(
            actions.tick_condition,
            Condition.objects.get(award=application.award, text=text),
            seen="Seen.",
            by=by,
        )
        for text, by in ((LEASE, colleague("is_officer")), (OVEN, factories.staff("is_officer")))
    ]
    return application, calls


def test_whoever_ticks_last_frees_the_money(race):
    """No control: the lock on the case’s history alone would keep the two apart as well."""
    application, calls = the_last_two_things()

    race(*calls)

    assert rows_of(application)[0].released_at is not None


def a_tick_taken_back_while_it_is_paid():
    application = with_bank_details(terms=terms(conditions=[(LEASE, 1)]))
    lease = Condition.objects.get(award=application.award, text=LEASE)
    actions.tick_condition(lease, seen="Seen.", by=colleague("is_officer"))
    due = Instalment.objects.filter(award=application.award)
    return application, [
        partial(actions.reopen_condition, lease, reason="Wrong.", by=colleague("is_officer")),
        partial(prepare_payment_run, due, by=colleague("is_finance_preparer")),
    ]


def is_paid_too_early(application):
    is_open = Condition.objects.get(award=application.award, text=LEASE).met_at is None
    return is_open and Payment.objects.live().filter(instalment__award=application.award).exists()


def test_a_tick_is_taken_back_or_its_money_leaves_but_not_both(race):
    application, calls = a_tick_taken_back_while_it_is_paid()

    outcomes = race(*calls)

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    assert not is_paid_too_early(application)


def test_without_the_locks_both_happen(race, without_locks):
    application, calls = a_tick_taken_back_while_it_is_paid()
    without_locks(Application, Award, Instalment)

    race(*calls, before={"grants_condition", "grants_payment"}, patience=5)

    assert is_paid_too_early(application)


# --- A file comes while the condition is ticked off ---


def a_file_comes_while_it_is_ticked():
    application = with_lease()
    lease = lease_of(application)
    return application, [
        partial(actions.tick_condition, lease, seen="Seen.", files="", by=colleague("is_officer")),
        partial(sent_evidence, application),
    ]


def came_unseen(application):
    return lease_of(application).met_at and ConditionFile.objects.filter(looked_at=None).exists()


def test_a_file_comes_before_the_tick_which_is_then_refused_or_not_at_all(race):
    application, calls = a_file_comes_while_it_is_ticked()

    outcomes = race(*calls)

    assert sum(isinstance(each, Refused) for each in outcomes) == 1, outcomes
    assert not came_unseen(application)
    assert not faults_in(application)


def test_without_the_locks_a_file_comes_unseen(race, without_locks):
    application, calls = a_file_comes_while_it_is_ticked()
    without_locks(Application, Award, Condition)

    tables = {"grants_condition", "grants_conditionfile"}
    outcomes = race(*calls, before=tables, patience=5, first=0)

    assert came_unseen(application), outcomes
