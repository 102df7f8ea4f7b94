"""The page of assessors, as officers use it."""

import pytest

from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import page, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_an_officer_asks_assessors_and_conflicted_ones_are_not_offered(officer):
    application = factories.in_assessment()
    fine = factories.staff("is_assessor", name="Ada Fine")
    conflicted = factories.staff("is_assessor", name="Bo Conflicted")
    application.conflicts.create(user=conflicted, reason="Cousin.")
    address = page("case_assessors", application)

    offered = text(officer.get(address))
    refused = officer.post(address, {"assessors": [fine.pk, conflicted.pk]})
    done = officer.post(address, {"assessors": [fine.pk]})

    assert "Ada Fine (nothing to score now)" in offered
    assert "Bo Conflicted" not in offered
    assert "can’t assess this application" in text(refused)
    assert done.status_code == 302
    assert [row.assessor for row in application.assignments.all()] == [fine]


@pytest.mark.parametrize("chosen", [[], ["x"], ["999999"], ["9" * 40], ["\x00"]])
def test_a_strange_choice_of_assessors_is_refused(officer, chosen):
    application = factories.in_assessment()
    factories.staff("is_assessor")

    response = officer.post(page("case_assessors", application), {"assessors": chosen})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not application.assignments.exists()


def test_an_officer_takes_an_assessor_off(officer):
    application, assessor, client = signed_in()
    address = page("case_assessor_end", application, assessor.pk)

    response, again = officer.post(address), officer.post(address)

    assert (response.status_code, again.status_code) == (302, 302)
    assert client.get(page("assess", application)).status_code == 404
    assert officer.get(address).status_code == 405
    assert officer.post(page("case_assessor_end", application, 10**30)).status_code == 404
