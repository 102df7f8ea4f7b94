"""The page of conflicts, and what it closes."""

import pytest
from django.urls import reverse

from grants.models import Assessment, Conflict
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import FULL, page, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_a_conflict_closes_the_case_everywhere(officer):
    application, assessor, client = signed_in()
    assert "I have a conflict of interest" in text(client.get(page("assess", application)))

    response = client.post(page("conflict_declare", application), {"reason": "My sister."})

    assert response.url == reverse("home")
    assert "closed to you" in text(client.get(reverse("home")))
    assert client.get(page("assess", application)).status_code == 404
    assert client.post(page("assess", application), FULL).status_code == 404
    assert client.get(page("conflict_declare", application)).status_code == 404
    assert not Assessment.objects.exists()
    assert assessor.name not in text(officer.get(page("case_assessors", application)))


@pytest.mark.parametrize("role", ["is_officer", "is_approver"])
def test_a_conflicted_colleague_finds_nothing_anywhere(role):
    application = factories.with_panel()
    person = factories.staff(role)
    client = client_for(person)
    assert client.get(page("case_scores", application)).status_code == 200

    client.post(page("conflict_declare", application), {"reason": "Old friends."})

    pages = (
        "case_eligibility case_start_assessment case_ineligible case_return case_assessors "
        "case_scores case_refer case_decide conflict_declare assess offer case"
    )
    for name in pages.split():
        assert client.get(page(name, application)).status_code == 404, name
        assert client.post(page(name, application)).status_code in (404, 405), name


def test_a_conflict_needs_a_reason():
    application, _assessor, client = signed_in()

    response = client.post(page("conflict_declare", application), {"reason": ""})

    assert "Write what your link to this co-op is" in text(response)
    assert not Conflict.objects.exists()
