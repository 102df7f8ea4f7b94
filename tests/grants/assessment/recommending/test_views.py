"""The page that sends a case to the panel."""

import pytest

from grants.models import Recommendation
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import page, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_an_officer_refers_with_advice(officer):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))
    address = page("case_refer", application)
    assert officer.get(address).context["form"]["amount"].value() == "4,000"

    refused = officer.post(address, {"amount": "lots", "days": "2.1", "reason": ""})
    done = officer.post(address, {"amount": "£3,500", "days": "2.5", "reason": "Sound."})

    assert set(refused.context["form"].errors) == {"amount", "days", "reason"}
    assert 'value="lots"' in text(refused)
    assert done.status_code == 302
    advice = Recommendation.objects.get()
    assert (str(advice.amount), str(advice.days)) == ("3500.00", "2.50")


def test_a_case_is_not_referred_while_somebody_scores(officer):
    application, assessor, _client = signed_in()
    factories.filed(application, factories.staff("is_assessor"))

    response = officer.post(
        page("case_refer", application), {"amount": "1", "days": "0", "reason": "My advice"}
    )

    assert f"not filed their scores yet: {assessor}." in text(response)
    assert "My advice" in text(response)
