"""The pages of the check, as officers use them."""

import pytest

from grants.models import EligibilityCheck
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def test_an_officer_checks_eligibility(officer):
    application = factories.submitted()
    address = page("case_eligibility", application)

    response = officer.post(address, {"result_1": "pass", "reason_1": "Seen on the map."})

    assert response.status_code == 302
    assert "Every test is met" in text(officer.get(address))
    check = EligibilityCheck.objects.get()
    assert (check.result, check.reason) == ("pass", "Seen on the map.")


def test_a_check_without_a_reason_keeps_what_was_chosen(officer):
    application = factories.submitted()

    response = officer.post(page("case_eligibility", application), {"result_1": "fail"})

    assert "<title>Error: " in text(response)
    assert "Write your reason for test 1" in text(response)
    assert response.context["form"]["result_1"].value() == "fail"
    assert not EligibilityCheck.objects.exists()


@pytest.mark.parametrize("result", ["", "perhaps", "pass\x00"])
def test_a_strange_result_is_refused(officer, result):
    application = factories.submitted()

    response = officer.post(
        page("case_eligibility", application), {"result_1": result, "reason_1": "x"}
    )

    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_check_is_read_only_later(officer):
    application = factories.in_assessment()

    response = officer.get(page("case_eligibility", application))

    assert "can’t be changed now" in text(response)
    assert "We looked it up." in text(response)


def test_a_late_check_keeps_the_text_and_says_why(officer):
    application = factories.in_assessment()

    response = officer.post(
        page("case_eligibility", application), {"result_1": "fail", "reason_1": "Mine."}
    )

    assert "Eligibility is checked before the assessment starts." in text(response)


def test_a_post_without_anything_is_refused_kindly(officer):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))

    for name in ("case_return", "case_refer", "case_assessors", "conflict_declare"):
        response = officer.post(page(name, application))
        assert response.context["form"].errors, name


def test_an_officer_starts_assessment_once(officer):
    application = factories.checked()
    address = page("case_start_assessment", application)

    assert officer.get(address).status_code == 200
    first, second = officer.post(address), officer.post(address)

    assert (first.status_code, second.status_code) == (302, 409)
    application.refresh_from_db()
    assert application.state == "in_assessment"


def test_an_officer_says_not_eligible_with_a_reason(officer):
    application = factories.checked()
    address = page("case_ineligible", application)
    assert "No test is marked as not met" in text(officer.get(address))
    application.eligibility_checks.update(result="fail")

    refused = officer.post(address, {"reason": ""})
    done = officer.post(address, {"reason": "Your work is not in Alderwick."})

    assert "Write what you will tell the co-op" in text(refused)
    assert done.status_code == 302
    application.refresh_from_db()
    assert application.state == "ineligible"


def test_an_officer_returns_it_with_a_note(officer):
    application = factories.submitted()
    address = page("case_return", application)

    refused = officer.post(address, {"note": "  ", "change_1": "on"})
    done = officer.post(address, {"note": "Please say who your members are.", "change_1": "on"})

    assert "Write what they should change" in text(refused)
    assert done.status_code == 302
    application.refresh_from_db()
    assert application.state == "draft"


def test_a_refused_return_keeps_the_note(officer):
    application = factories.in_assessment()

    response = officer.post(
        page("case_return", application), {"note": "My careful words.", "change_1": "on"}
    )

    assert "can’t be done now" in text(response)
    assert "My careful words." in text(response)
