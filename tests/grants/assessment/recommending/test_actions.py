"""When a case goes to the panel."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from applicants.access import Refused
from grants.assessment import actions
from tests import factories
from tests.factories.cases import colleague
from tests.grants.assessment.scene import assigned

pytestmark = pytest.mark.django_db


def test_a_case_goes_to_the_panel_only_with_every_score_in():
    application, assessor = assigned()
    advice = {"amount": Decimal(1), "days": Decimal(0), "reason": "Yes."}

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
            application, amount=Decimal(1), days=Decimal(0), reason="Yes.", by=assessor
        )
