"""Conditions: what an offer asks for, who settles it, what the database refuses."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from applicants.access import Refused
from grants.awards.terms import actions
from grants.awards.terms.queries import conditions_of, still_needed
from grants.closure.actions import terminate_award
from grants.models import AwardLine, Condition
from tests import factories
from tests.factories import terms
from tests.factories.cases import colleague

from .with_conditions import LEASE, lease_of, officer, released, with_lease

pytestmark = pytest.mark.django_db


def of_kind(application, kind):
    return Condition.objects.get(award=application.award, kind=kind)


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
