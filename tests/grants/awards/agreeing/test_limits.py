"""The database itself refuses to promise more than a round has."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from grants.awards.agreeing.actions import turn_down_award
from grants.models import Award, Round
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def award(application, **terms):
    """An award that is written past the action."""
    return Award.objects.create(
        application=application,
        reference=application.reference,
        offered_by=colleague("is_approver"),
        respond_by=application.round.closes_at,
        **{"amount": Decimal(1000), "days": Decimal(0), **terms},
    )


@pytest.fixture
def round(db):
    """£5,000 and 4 days, of which £4,000 and 3 days are offered."""
    round = factories.open_round(budget=Decimal(5000), budget_days=Decimal(4))
    factories.offered(round=round)
    return round


def test_what_is_left_can_be_awarded_to_the_penny(round):
    award(factories.with_panel(round=round), amount=Decimal("1000.00"), days=Decimal(1))

    assert Award.objects.count() == 2


@pytest.mark.parametrize(
    "terms", [{"amount": Decimal("1000.01")}, {"amount": Decimal(0), "days": Decimal("1.25")}]
)
def test_more_than_is_left_is_refused(round, terms):
    application = factories.with_panel(round=round)

    with pytest.raises(IntegrityError, match="never exceed its budget"), transaction.atomic():
        award(application, **terms)

    assert Award.objects.count() == 1


def test_an_award_is_not_raised_beyond_the_round(round):
    with pytest.raises(IntegrityError, match="never exceed its budget"), transaction.atomic():
        Award.objects.update(amount=Decimal("5000.01"))
    with pytest.raises(IntegrityError, match="never exceed its budget"), transaction.atomic():
        Award.objects.update(days=Decimal("4.25"))

    assert Award.objects.update(amount=Decimal(5000), days=Decimal(4)) == 1


def test_what_came_back_can_be_awarded_again(round):
    first = round.applications.get()
    turn_down_award(first, reason="No.", by=first.started_by)

    award(factories.with_panel(round=round), amount=Decimal(5000), days=Decimal(4))

    assert Award.objects.count() == 2


def test_other_rounds_do_not_count(round):
    award(factories.with_panel(), amount=Decimal(50_000))

    assert Award.objects.count() == 2


@pytest.mark.parametrize("cut", [{"budget": Decimal("3999.99")}, {"budget_days": Decimal("2.75")}])
def test_a_budget_is_not_cut_below_what_is_promised(round, cut):
    with pytest.raises(IntegrityError, match="never exceed its budget"), transaction.atomic():
        Round.objects.filter(pk=round.pk).update(**cut)

    kept = Round.objects.filter(pk=round.pk)
    assert kept.update(budget=Decimal(4000), budget_days=Decimal(3)) == 1
