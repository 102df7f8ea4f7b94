"""Two records of a co-op are joined while its money is on the way to an account of one of them.

Whichever comes first: a payment is made before the join and is void from then on, or the join is
done and the payment is refused. None is made, approved or sent that the join put under question.
"""

from decimal import Decimal
from functools import partial

import pytest

from applicants.access import Refused
from applicants.actions import merge_organisations
from applicants.models import Organisation
from grants.applications.models import ApplicationQuerySet
from grants.awards.hosting.queries import payee_of
from grants.closure.recovering.actions import ask_money_back
from grants.history import faults_in
from grants.models import Application, BankDetails, Instalment, Payment, PaymentRun
from grants.payments.accounts import actions as accounts
from grants.payments.actions import (
    approve_payment_run,
    export_payment_run,
    prepare_payment_run,
)
from grants.payments.queries import void_payments
from tests import factories
from tests.factories.cases import colleague, with_bank_details
from tests.factories.people import owner_of
from tests.grants.awards.hosting.a_host import everybody_signs, oak
from tests.grants.payments.pages import approved, due, prepared

pytestmark = pytest.mark.database

TABLES = ["grants_payment", "grants_paymentrun", "grants_bankdetails"]
OTHER = {"account_name": "B", "sort_code": "107999", "account_number": "88837491"}


def joined_away():
    """The record that is paid goes into another one, and takes its account out of use."""
    paid = with_bank_details()
    return paid, paid.organisation, factories.organisation()


def joined_into():
    """Another record comes into the one that is paid, and had another account that was checked."""
    paid, alike = with_bank_details(), factories.accepted()
    accounts.enter_bank_details(alike, **OTHER, by=alike.started_by)
    factories.checked_account(alike)
    return paid, alike.organisation, paid.organisation


def of_the_host():
    """The record of the body that holds the money goes into another one."""
    group = factories.offered(of=factories.organisation(legal_form="not_formed"))
    factories.add_signatories(group)
    factories.hosted(group, host=oak())
    group = everybody_signs(group)
    host = payee_of(group)
    factories.confirmed_limit(group)
    accounts.enter_bank_details(group, **OTHER, by=owner_of(host))
    factories.checked_account(group)
    return group, host, factories.organisation()


def prepare(paid, so_far):
    return partial(prepare_payment_run, due(paid), by=colleague("is_finance_preparer"))


def approve(paid, so_far):
    return partial(approve_payment_run, so_far, by=colleague("is_finance_approver"))


def export(paid, so_far):
    return partial(export_payment_run, so_far, by=colleague("is_finance_preparer"))


STEPS = {
    "prepared": (prepare, lambda paid: None),
    "approved": (approve, prepared),
    "exported": (export, approved),
}


REFUSED_NEXT = {
    "prepared": (approve_payment_run, "is_finance_approver"),
    "approved": (export_payment_run, "is_finance_preparer"),
}


def join_and(step, way):
    """What two people do at once, and what the run was when the officer was told of the join."""
    paid, merged, kept = way()
    make, ready = STEPS[step]
    run, seen = ready(paid), []
    officer = factories.staff("is_officer")

    def join():
        done = merge_organisations(merged, into=kept, reason="One co-op.", by=officer)
        seen.append(stage())
        return done

    return [join, make(paid, run)], seen


def stage():
    run = PaymentRun.objects.first()
    return run and run.state


ALL = [joined_away, joined_into, of_the_host]


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("step", STEPS)
def test_money_that_was_first_stands_there_whole_and_leads_no_further(race, step, way):
    calls, seen = join_and(step, way)

    joined, made = race(*calls, before=TABLES, leads=1)

    assert isinstance(joined, Organisation), joined
    assert isinstance(made, PaymentRun), made
    assert seen == [step] == [stage()]  # nothing came after the officer was told of the join
    assert_void(Payment.objects.all(), number=1)
    if step in REFUSED_NEXT:
        go_on, who = REFUSED_NEXT[step]
        with pytest.raises(Refused, match="Cancel the run and prepare it again"):
            go_on(PaymentRun.objects.get(), by=colleague(who))
        assert stage() == step


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("step", STEPS)
def test_money_that_came_after_the_join_is_refused(race, step, way):
    calls, seen = join_and(step, way)

    joined, made = race(*calls, before=TABLES, leads=0)

    assert isinstance(joined, Organisation), joined
    assert isinstance(made, Refused), made
    assert seen == [stage()] != [step]
    assert PaymentRun.objects.count() == (step != "prepared")
    assert_void(Payment.objects.all(), number=PaymentRun.objects.count())


def assert_void(payments, *, number):
    """All of them must not leave as they are; and no history was left half written."""
    assert payments.count() == void_payments(payments).count() == number
    for case in Application.objects.all():
        assert faults_in(case) == []


@pytest.mark.parametrize("step", STEPS)
def test_without_the_locks_money_goes_on_after_the_join(race, without_locks, step):
    """The join has taken the account out of use by the time that it is paid."""
    calls, seen = join_and(step, joined_into)
    without_locks(Application, BankDetails, Payment, Instalment)
    # A run is begun before its accounts are looked up: the one who prepares it waits after that.
    tables = TABLES if step != "prepared" else [name for name in TABLES if "run" not in name]

    race(*calls, before=tables, first=0, patience=10)

    assert not BankDetails.objects.current().exists()
    assert stage() == step
    assert seen != [step]


# --- An account is given meanwhile -----------------------------------------------------------


def test_an_account_for_a_record_that_was_joined_meanwhile_is_not_taken(race):
    """It would stand on a record that nobody opens any more, and nobody would ever check it."""
    paid, merged, kept = joined_away()
    assert payee_of(paid) == merged  # as their page shows it
    give = partial(accounts.enter_bank_details, paid, **OTHER, by=paid.started_by)
    join = partial(
        merge_organisations, merged, into=kept, reason="One.", by=factories.staff("is_officer")
    )

    joined, given = race(join, give, before=TABLES, leads=0)

    assert joined == kept
    assert isinstance(given, Refused), given
    assert "Open your application again" in str(given)
    assert not BankDetails.objects.current().exists()


def join_while_they_ask(race):
    """A join has the case; an officer who asks for money back waits for it."""
    case, other = factories.paid(), factories.organisation()
    join = partial(
        merge_organisations,
        case.organisation,
        into=other,
        reason="One.",
        by=colleague("is_officer"),
    )
    ask = partial(
        ask_money_back,
        case,
        amount=Decimal(5),
        reasons="Less was spent.",
        days_to_pay=30,
        by=factories.staff("is_officer"),
    )
    return other, race(join, ask, leads=0, patience=3, before=["grants_application"])


def test_who_waits_for_a_case_finds_it_with_the_record_that_is_kept(race):
    kept, (joined, recovery) = join_while_they_ask(race)

    assert joined == kept
    assert recovery.award.application.organisation == kept


@pytest.mark.usefixtures("without_locks")
def test_control_asked_for_with_the_old_record_it_is_found_nowhere(race, monkeypatch):
    monkeypatch.setattr(
        ApplicationQuerySet,
        "locked",
        lambda rows: rows.select_for_update(of=("self",)).select_related("round", "organisation"),
    )

    _kept, (_joined, recovery) = join_while_they_ask(race)

    assert isinstance(recovery, Application.DoesNotExist)
