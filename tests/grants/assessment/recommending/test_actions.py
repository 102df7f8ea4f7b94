"""When a case goes to the panel."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from applicants.access import Refused
from grants.assessment import actions
from grants.assessment.recommending.queries import recommendation_before, recommendations_of
from grants.awards.actions import defer_application
from grants.models import Recommendation
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned

pytestmark = pytest.mark.django_db


def test_a_case_goes_to_the_panel_only_with_every_score_in():
    application, assessor = assigned()
    advice = {"amount": Decimal(1), "days": Decimal(0), "reason": "Yes.", "risk": "low"}

    with pytest.raises(Refused, match="Wait for at least one"):
        actions.refer_to_panel(application, by=colleague("is_officer"), **advice)
    factories.filed(application, factories.staff("is_assessor"))
    with pytest.raises(Refused, match=f"not filed their scores yet: {assessor}"):
        actions.refer_to_panel(application, by=colleague("is_officer"), **advice)

    application.refresh_from_db()
    assert application.state == "in_assessment"


def test_only_an_officer_refers():
    application, assessor = assigned()
    factories.filed(application, assessor)

    with pytest.raises(PermissionDenied):
        actions.refer_to_panel(
            application, amount=Decimal(1), days=Decimal(0), reason="Yes.", risk="low", by=assessor
        )


def test_earlier_advice_stays_to_be_read_after_a_deferral():
    application = factories.with_panel()
    defer_application(application, reasons="See the lease.", by=colleague("is_approver"))
    application.refresh_from_db()

    factories.referred(application, amount=Decimal(3500), reason="I have seen the lease.")

    advice = recommendations_of(application)
    assert [(one.amount, one.reason) for one in advice] == [
        (Decimal(3500), "I have seen the lease."),
        (Decimal(4000), "Sound plan."),
    ]
    assert recommendation_before(application)["amount"] == 3500


@pytest.mark.parametrize("more", [{"amount": Decimal("4000.01")}, {"days": Decimal("3.25")}])
def test_more_than_was_asked_for_needs_a_reason(more):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))

    with pytest.raises(Refused, match="you advise more"):
        factories.referred(application, **more)
    factories.referred(application, **more, why_more="Ovens cost more now.")

    assert recommendations_of(application)[0].why_more == "Ovens cost more now."


def test_conditions_keep_their_words_and_their_day():
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))
    day = date(2027, 5, 4)

    factories.referred(application, conditions=[("Show the lease.", None), ("Meet.", day)])

    assert recommendations_of(application)[0].conditions_read == [
        {"text": "Show the lease.", "due_on": None},
        {"text": "Meet.", "due_on": day},
    ]


@pytest.mark.database
def test_the_database_keeps_advice_and_asks_for_words_about_a_risk():
    application = factories.with_panel()
    given = {"amount": 1, "reason": "x", "made_by": colleague("is_officer")}

    with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
        Recommendation.objects.update(amount=1)
    with pytest.raises(DatabaseError, match="a_risk_that_is_not_low"), transaction.atomic():
        Recommendation.objects.create(application=application, risk="high", **given)
    with pytest.raises(DatabaseError, match="a_risk_is_low"), transaction.atomic():
        Recommendation.objects.create(
            application=application, risk="none", risk_words="Hm.", **given
        )
