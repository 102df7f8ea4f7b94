"""The pages of the check, as officers use them."""

from datetime import date

import pytest
from django.urls import reverse

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
    assert response.context["form"][0]["result"].value() == "fail"
    assert not EligibilityCheck.objects.exists()


@pytest.mark.parametrize("result", ["", "perhaps", "pass\x00"])
def test_a_strange_result_is_refused(officer, result):
    application = factories.submitted()

    response = officer.post(
        page("case_eligibility", application), {"result_1": result, "reason_1": "x"}
    )

    assert response.status_code == 200
    assert "There is a problem" in text(response)
    assert not EligibilityCheck.objects.exists()


CONDITION = {
    "result_1": "condition",
    "reason_1": "Nearly.",
    "condition_1": "Sign your\r\nrules",
    "due_on_1_day": "1",
    "due_on_1_month": "March",
    "due_on_1_year": "2099",
}


def test_a_condition_is_asked_for_its_words_and_keeps_its_day(officer):
    application = factories.submitted()
    address = page("case_eligibility", application)

    refused = officer.post(address, CONDITION | {"condition_1": " "})
    done = officer.post(address, CONDITION)

    assert "Write what they must do, for test 1" in text(refused)
    assert done.status_code == 302
    check = EligibilityCheck.objects.get()
    assert (check.condition, check.due_on) == ("Sign your rules", date(2099, 3, 1))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"due_on_1_year": "2020"}, "The day of the condition must be"),
        ({"due_on_1_day": "31", "due_on_1_month": "2"}, "must be a real date"),
        ({"condition_1": "x" * 241}, "Use 240 letters or fewer here, for test 1"),
        ({"evidence_1": "x" * 301}, "Use 300 letters or fewer here, for test 1"),
        ({"reason_1": "word " * 10_000}, "Use 150 words or fewer. You have written 10,000."),
        ({"seen_1": "an old page"}, "Open this page again, and answer it there"),
    ],
)
def test_bad_input_is_refused_with_its_reason(officer, typed, complaint):
    application = factories.submitted()

    response = officer.post(page("case_eligibility", application), CONDITION | typed)

    assert complaint in text(response)
    assert not EligibilityCheck.objects.exists()


def test_evidence_can_be_one_of_the_documents_that_were_sent(officer):
    application = factories.submitted(file="rules.pdf")
    address = page("case_eligibility", application)
    document, other = application.attachments.get(), factories.submitted(file="other.pdf")
    said = {"result_1": "pass", "reason_1": "Yes.", "evidence_1": "Page 2"}

    foreign = officer.post(address, said | {"document_1": str(other.attachments.get().pk)})
    officer.post(address, said | {"document_1": str(document.pk)})

    assert "Choose one of these documents" in text(foreign)
    assert EligibilityCheck.objects.get().document == document
    shown = text(officer.get(address))
    assert "Seen: Page 2" in shown
    assert "rules.pdf" in shown
    assert page_of(document) in shown


def page_of(document):
    return reverse("attachment", args=[document.reference])


def test_who_found_it_and_what_was_found_before_stand_beside_each_result(officer):
    application = factories.checked()
    seen = application.eligibility_checks.get().pk
    said = {"result_1": "fail", "reason_1": "It is in Weirton.", "seen_1": str(seen)}

    officer.post(page("case_eligibility", application), said)

    shown = text(officer.get(page("case_eligibility", application)))
    assert "What was found before" in shown
    assert "We looked it up." in shown
    assert f"{colleague('is_officer')}, " in shown


def test_an_old_tab_keeps_its_words_and_shows_what_was_saved_meanwhile(officer):
    application = factories.checked()
    stale = {"result_1": "fail", "reason_1": "My careful words.", "seen_1": ""}

    response = officer.post(page("case_eligibility", application), stale)

    assert "Somebody else saved this check while you were writing" in text(response)
    assert "My careful words." in text(response)
    assert "We looked it up." in text(response)
    assert EligibilityCheck.objects.get().result == "pass"
    now_seen = EligibilityCheck.objects.get().pk
    assert f'name="seen_1" value="{now_seen}"' in text(response)


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
