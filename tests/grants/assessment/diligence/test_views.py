"""The pages of due diligence, and where its conditions go."""

import html

import pytest
from django.urls import reverse

from grants.awards.actions import defer_application
from grants.awards.releasing.actions import release
from grants.models import Award, DiligenceCheck, RiskNote
from tests import factories
from tests.factories.cases import colleague
from tests.factories.panels import chair_of, open_with_everybody, panel, read
from tests.grants.assessment.scene import page

from .test_actions import IF, look_up

pytestmark = pytest.mark.django_db

YES = {"result": "pass", "reason": "One account.", "evidence": "A bank statement"}


@pytest.fixture
def officer(db):
    return factories.client_for(colleague("is_officer"))


def said(response):
    return " ".join(html.unescape(response.text).split())


def test_an_officer_looks_something_up_and_the_list_shows_it(officer):
    application = factories.submitted()
    address = page("case_look_up", application, "account")

    assert officer.post(address, YES).status_code == 302

    shown = said(officer.get(page("case_diligence", application)))
    assert "One account." in shown
    assert "Seen: A bank statement" in shown
    assert "this is <strong>a standard look" in shown
    assert "A group of this kind stands on no register" in shown


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"reason": ""}, "Write your reason for this"),
        ({"result": "perhaps"}, "Choose one of the results for this"),
        ({"evidence": " "}, "Write where you saw it, or choose a document"),
        ({"result": "condition"}, "Write what they must do, for this"),
        ({"reason": "word " * 10_000}, "You have written 10,000."),
        (
            {
                "result": "condition",
                "condition": "Sign.",
                "due_on_day": "1",
                "due_on_month": "1",
                "due_on_year": "2020",
            },
            "The day of the condition must be",
        ),
    ],
)
def test_bad_input_is_refused_with_its_reason(officer, typed, complaint):
    application = factories.submitted()

    response = officer.post(page("case_look_up", application, "account"), YES | typed)

    assert complaint in said(response)
    assert not DiligenceCheck.objects.exists()


def test_what_does_not_apply_or_is_not_met_needs_no_evidence(officer):
    application = factories.submitted()

    for result in ("fail", "not_applicable"):
        seen = application.diligence_checks.current().first()
        sent = {"result": result, "reason": "So.", "seen": seen.pk if seen else ""}
        assert officer.post(page("case_look_up", application, "account"), sent).status_code == 302


def test_something_that_is_not_on_the_list_is_not_found(officer):
    assert officer.get(page("case_look_up", factories.submitted(), "weather")).status_code == 404


def test_an_old_tab_keeps_its_words_and_shows_what_was_saved_meanwhile(officer):
    application = factories.submitted()
    address = page("case_look_up", application, "account")
    officer.post(address, YES)

    response = officer.post(address, {"result": "fail", "reason": "My words.", "seen": ""})

    assert "Somebody else saved this check" in said(response)
    assert "My words." in said(response)
    assert "One account." in said(response)
    again = response.context["line"].check.pk
    sent = {"result": "fail", "reason": "My words.", "seen": again}
    assert officer.post(address, sent).status_code == 302


def test_the_risk_note_asks_for_a_level_and_words(officer):
    application = factories.submitted()
    address = page("case_risk", application)

    empty = said(officer.post(address, {"level": "huge"}))
    officer.post(address, {"level": "high", "words": "One customer."})

    assert "Choose low, medium or high" in empty
    assert "Write why the risk is low, medium or high" in empty
    assert RiskNote.objects.get().level == "high"
    assert "this is <strong>a full look" in said(officer.get(page("case_diligence", application)))


def test_with_the_panel_it_is_read_and_not_changed(officer):
    application = factories.with_panel()

    shown = said(officer.get(page("case_diligence", application)))
    late = officer.post(page("case_look_up", application, "account"), YES)

    assert "As it should be." in shown
    assert page("case_look_up", application, "account") not in shown
    assert "between the day an application comes in and the panel" in said(late)


def test_a_deferred_case_can_be_looked_into_again(officer):
    application = defer_application(
        factories.with_panel(), reasons="Ask them.", by=colleague("is_approver")
    )

    shown = said(officer.get(page("case_diligence", application)))

    assert page("case_look_up", application, "account") in shown


def test_the_page_to_refer_lists_what_stands_open_and_the_conditions(officer):
    application = look_up(factories.in_assessment(is_looked_up=False), IF)

    shown = said(officer.get(page("case_refer", application)))

    assert "Due diligence is not finished" in shown
    assert "Write the risk note" in shown
    assert "Open an account, by 1 March 2099." in shown


def test_the_offer_takes_the_conditions_over_with_their_days():
    application = factories.with_panel(found={"account": IF})
    approver = colleague("is_approver")
    client = factories.client_for(approver)
    address = reverse("decide_alone", args=[application.reference])

    form = client.get(address).context["form"]
    said = {"verdict": "full", "reasons": "Good.", "side_1": "for", "sentence_1": "They talk."}
    client.post(address, {**said, "conditions": form["conditions"].value()})
    release(read(application.resolutions.get()), by=approver)

    factories.issue_letters()
    award = Award.objects.get()
    assert "Open an account, by 1 March 2099." in [each.text for each in award.conditions.all()]
    assert "Open an account, by 1 March 2099." in application.letters.get().html
    assert "On the phone." not in application.letters.get().html


def test_what_the_checks_propose_starts_a_panels_form_too():
    called = panel(cases=0)
    application = factories.with_panel(round=called.round, found={"account": IF})
    called = open_with_everybody(called)
    address = reverse("panel_item", args=[called.reference, application.reference])

    shown = factories.client_for(chair_of(called)).get(address)

    assert "Open an account, by 1 March 2099." in shown.context["form"]["conditions"].value()
    assert "Due diligence, risk: low" in said(shown)
