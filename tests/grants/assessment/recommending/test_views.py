"""The page that sends a case to the panel."""

import pytest

from grants.awards.actions import defer_application
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

    refused = officer.post(address, {"amount": "lots", "days": "2.1", "reason": "", "risk": ""})
    done = officer.post(
        address, {"amount": "£3,500", "days": "2.5", "reason": "Sound.", "risk": "low"}
    )

    assert set(refused.context["form"].errors) == {"amount", "days", "reason", "risk"}
    assert 'value="lots"' in text(refused)
    assert done.status_code == 302
    advice = Recommendation.objects.get()
    assert (str(advice.amount), str(advice.days)) == ("3500.00", "2.50")


def test_a_case_is_not_referred_while_somebody_scores(officer):
    application, assessor, _client = signed_in()
    factories.filed(application, factories.staff("is_assessor"))

    response = officer.post(
        page("case_refer", application),
        {"amount": "1", "days": "0", "reason": "My advice", "risk": "low"},
    )

    assert f"not filed their scores yet: {assessor}." in text(response)
    assert "My advice" in text(response)


ADVICE = {"amount": "3,500", "days": "2", "reason": "Sound.", "risk": "low"}


def scored():
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor"))
    return application


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"risk": "huge"}, {"risk": "Choose low, medium or high"}),
        ({"risk": "high"}, {"risk_words": "Write what could go wrong"}),
        (
            {"amount": "4,000.01"},
            {"why_more": "They asked for £4,000 and you advise more. Say why, or advise less"},
        ),
        (
            {"due_2_day": "4", "due_2_month": "5", "due_2_year": "2127"},
            {"condition_2": "Condition 2: "},
        ),
        (
            {"condition_1": "Lease.", "due_1_day": "31", "due_1_month": "2", "due_1_year": "2127"},
            {"due_1": "The day of condition 1 must be a real date"},
        ),
        (
            {"condition_1": "Lease.", "due_1_day": "1", "due_1_month": "2", "due_1_year": "2020"},
            {"due_1": "The day of condition 1 must be"},
        ),
        ({"condition_1": "x" * 300}, {"condition_1": "use 250 letters or fewer"}),
    ],
)
def test_what_is_wrong_with_advice_is_said_beside_its_box(officer, typed, wrong):
    application = scored()

    response = officer.post(page("case_refer", application), {**ADVICE, **typed})

    errors = response.context["form"].errors
    assert set(errors) == set(wrong)
    for name, words in wrong.items():
        assert words in errors[name][0]
    assert not Recommendation.objects.exists()


def test_conditions_and_risk_reach_the_panel_and_start_its_letter(officer):
    application = scored()

    officer.post(
        page("case_refer", application),
        {
            **ADVICE,
            "risk": "medium",
            "risk_words": "The lease <is> open.",
            "condition_1": "=Show us\n the lease.",
            "condition_3": "Meet us.",
            "due_3_day": "4",
            "due_3_month": "5",
            "due_3_year": "2127",
        },
    )

    decide = client_for(colleague("is_approver")).get(page("decide_alone", application))
    shown = text(decide)
    assert "The lease &lt;is&gt; open." in shown
    assert decide.context["form"]["conditions"].value() == (
        "=Show us the lease, before the first payment.\nMeet us, by 4 May 2127."
    )


def test_a_case_shows_earlier_advice_too(officer):
    application = factories.with_panel()
    defer_application(application, reasons="See the lease.", by=colleague("is_approver"))
    factories.referred(application, reason="I have seen the lease.")

    for shown in (
        text(officer.get(page("case", application))),
        text(client_for(colleague("is_approver")).get(page("decide_alone", application))),
    ):
        assert "I have seen the lease." in shown
        assert "Earlier advice, by" in shown
        assert "Sound plan." in shown
