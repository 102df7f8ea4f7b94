"""Two awards of one enterprise, confirmed at once, never count without each other."""

import importlib
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection

from applicants.access import Refused
from applicants.models import Organisation
from grants.awards.subsidy.actions import (
    OverTheLimit,
    assess_subsidy,
    confirm_limit,
    state_if_due,
)
from grants.awards.subsidy.proposing import agree_route, drop_route
from grants.awards.subsidy.queries import route_of
from grants.history import faults_in
from grants.models import (
    Application,
    Award,
    Instalment,
    LimitConfirmation,
    Payment,
    PaymentRun,
    RouteProposal,
    SubsidyStatement,
)
from grants.payments.actions import prepare_payment_run
from tests import factories
from tests.factories.cases import colleague, with_bank_details

pytestmark = pytest.mark.database
guards = importlib.import_module("grants.migrations._guards")

WORTH = Decimal(5200)


def two_awards_of_one_enterprise():
    """Two linked co-ops, each with an award that fits alone; both together do not."""
    one, other = (factories.offered() for _ in range(2))
    factories.linked_enterprises(one.organisation, other.organisation)
    return one, other


def confirming(application):
    award = Award.objects.get(application=application)
    by = application.started_by
    return partial(confirm_limit, award, declared=[], name="Ama", seen=WORTH, by=by)


BEFORE = ["grants_limitconfirmation"]


def test_two_of_a_group_confirm_at_once_and_the_second_is_over(race, settings):
    settings.SUBSIDY_LIMIT = 2 * WORTH - 1
    awards = two_awards_of_one_enterprise()

    outcomes = race(*map(confirming, awards), before=BEFORE)

    assert {type(one) for one in outcomes} == {LimitConfirmation, OverTheLimit}, outcomes
    assert LimitConfirmation.objects.count() == 1


def test_without_the_lock_both_confirm_and_the_limit_is_exceeded(race, without_locks, settings):
    settings.SUBSIDY_LIMIT = 2 * WORTH - 1
    awards = two_awards_of_one_enterprise()
    without_locks(Organisation)

    race(*map(confirming, awards), before=BEFORE)

    assert LimitConfirmation.objects.count() == 2


def test_a_doubled_click_confirms_once(race):
    application = factories.accepted(confirmed=False)
    click = confirming(application)

    first, second = race(click, click)

    assert isinstance(first, LimitConfirmation), first
    assert first == second
    assert SubsidyStatement.objects.count() == 1


def test_signed_and_confirmed_at_once_it_is_stated_once(race):
    application = factories.offered()
    second, *_more = factories.add_signatories(application)
    factories.signed(application, by=application.started_by)
    sign = partial(factories.signed, application, by=second)

    outcomes = race(sign, confirming(application))

    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert SubsidyStatement.objects.count() == 1
    assert state_if_due(Award.objects.get()) is None


def paying_and_assessing():
    """A payment that is prepared, and an approver who agrees that its help needs another route."""
    application = with_bank_details()
    due = list(application.award.instalments.all())
    pay = partial(prepare_payment_run, due, by=factories.staff("is_finance_preparer"))
    proposal = factories.route_proposed(application, route="full", reason="Large.")
    return application, pay, partial(agree_route, proposal, by=colleague("is_approver"))


def was_prepared_after_all(application):
    """Whether there is a payment that was prepared when its route had changed already."""
    verbs = list(application.history.order_by("sequence").values_list("verb", flat=True))
    return "prepare_run" in verbs[verbs.index("agree_route") :]


ROUTES = ["grants_payment", "grants_subsidyassessment"]


@pytest.mark.parametrize("first", [0, 1])
def test_no_payment_is_prepared_while_its_route_changes(race, first):
    application, pay, assess = paying_and_assessing()

    prepared, assessed = race(pay, assess, before=ROUTES, first=first)

    # Whichever came first; what was prepared before is held back when it is to be approved.
    assert isinstance(assessed, RouteProposal), assessed
    assert isinstance(prepared, PaymentRun | Refused), prepared
    assert Payment.objects.exists() is isinstance(prepared, PaymentRun)
    assert not was_prepared_after_all(application)


def test_without_the_locks_a_payment_is_prepared_after_its_route_changed(race, without_locks):
    """The database refuses such a payment too, so that its guard has to go as well."""
    application, pay, assess = paying_and_assessing()
    without_locks(Organisation, Application, Instalment)
    with connection.schema_editor() as editor:
        guards.remove(editor)

    prepared, assessed = race(pay, assess, before=ROUTES, first=1, patience=5)

    assert isinstance(assessed, RouteProposal), assessed
    assert isinstance(prepared, PaymentRun), prepared
    assert was_prepared_after_all(application)


# --- An approver agrees to another route while the officer takes it back ---


def agreed_or_taken_back():
    application = factories.accepted(confirmed=False)
    proposal = factories.route_proposed(application)
    return proposal, [
        partial(agree_route, proposal, by=colleague("is_approver")),
        partial(drop_route, proposal, because="They sell.", by=colleague("is_officer")),
    ]


def refusals(outcomes):
    return sum(isinstance(each, Refused) for each in outcomes)


@pytest.mark.parametrize("first", [0, 1])
def test_another_route_is_agreed_to_or_taken_back_but_not_both(race, first):
    proposal, calls = agreed_or_taken_back()

    outcomes = race(*calls, first=first)

    proposal.refresh_from_db()
    assert refusals(outcomes) == 1, outcomes
    is_agreed = proposal.agreed_at is not None
    assert is_agreed != (proposal.dropped_at is not None)
    assert route_of(proposal.application) == ("not_subsidy" if is_agreed else "minimal")
    assert not faults_in(proposal.application)


def test_without_the_locks_nobody_is_told_that_it_was_answered(race, without_locks):
    """The guard of the database keeps the first answer, and the other meets a crash."""
    _proposal, calls = agreed_or_taken_back()
    without_locks(Application, RouteProposal)

    outcomes = race(*calls, before={"grants_routeproposal"}, patience=5)

    assert refusals(outcomes) == 0, outcomes
    assert any(isinstance(each, Exception) for each in outcomes), outcomes


# What comes back to minimal assistance


def one_comes_back_while_another_confirms(settings):
    """Of one enterprise, which together are over: the first was no subsidy for a while."""
    settings.SUBSIDY_LIMIT = 2 * WORTH - 1
    first, second = factories.accepted(), factories.offered()
    factories.assessed_subsidy(first, route="not_subsidy")
    factories.linked_enterprises(first.organisation, second.organisation)
    held = first.subsidy_assessments.current().get()
    back = partial(
        assess_subsidy,
        first,
        route="minimal",
        reason="They trade.",
        seen=held.pk,
        by=colleague("is_officer"),
    )
    return first, second, [back, confirming(second)]


def both_stand(*applications):
    rows = LimitConfirmation.objects.current().filter(award__application__in=applications)
    return rows.count() == len(applications)


@pytest.mark.parametrize("leads", [0, 1])
def test_what_comes_back_and_what_is_confirmed_count_each_other(race, settings, leads):
    first, second, calls = one_comes_back_while_another_confirms(settings)

    back, confirmed = race(*calls, leads=leads)

    assert not isinstance(back, Exception)
    assert isinstance(confirmed, OverTheLimit if leads == 0 else LimitConfirmation)
    assert not both_stand(first, second)


def test_without_the_locks_they_count_without_each_other(race, without_locks, settings):
    first, second, calls = one_comes_back_while_another_confirms(settings)
    without_locks(Organisation, Application)

    race(*calls, first=0, patience=10)

    assert both_stand(first, second)
