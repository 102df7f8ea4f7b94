"""Each partner has lines of its own in the budget, and says yes to those."""

import pytest
from django.urls import reverse

from applicants.access import Refused
from grants.applications.actions import submit_application
from grants.applications.partners import actions
from grants.applications.queries import draft_of
from grants.assessment.actions import assign_assessor, declare_no_conflict
from grants.models import Partner, SectionAnswers
from tests import factories
from tests.factories.cases import colleague
from tests.factories.people import owner_of

from .asking_partners import fresh, problems, retype

pytestmark = pytest.mark.django_db


def test_what_stands_in_the_budget_when_the_first_partner_is_asked_is_the_lead_s(elm):
    application = factories.draft()

    factories.asked_to_join(application, elm)

    draft = draft_of(fresh(application))
    assert draft.lead_share.request.words == "£4,000 and 3 advice days"
    assert draft.share("Elm Millers").request.words == "£0"


def test_the_budget_asks_whose_each_line_is_only_when_there_are_partners(elm):
    application = factories.draft(joint=[elm])
    alone = factories.draft()
    page = [
        factories.client_for(each.started_by).get(reverse("section", args=[each.reference, 2])).text
        for each in (application, alone)
    ]

    assert "q3-0-who" in page[0]
    assert "q3-0-who" not in page[1]
    retype(application, who="Nobody we know")
    assert any("Finish the section" in problem for problem in problems(application))


def test_the_sums_of_each_stand_on_the_check_page_the_partners_page_and_the_case(elm):
    application = factories.draft(joint=[elm])
    lead = factories.client_for(application.started_by)
    check = lead.get(reverse("application_check", args=[application.reference])).text
    listed = lead.get(reverse("partners", args=[application.reference])).text
    submit_application(fresh(application), by=application.started_by)
    case = factories.client_for(factories.staff("is_officer")).get(
        reverse("case", args=[application.reference])
    )

    for page in (check, listed, case.text):
        assert "£500" in page
        assert "£4,000 and 3 advice days" in page
        assert "Elm Millers" in page


def test_a_change_of_their_lines_asks_them_again_and_another_line_does_not(elm):
    application = factories.draft(joint=[elm])
    row = SectionAnswers.objects.get(application=application, section__number=2)
    row.answers["3"][0]["amount"] = "3900"
    row.save()
    assert problems(application) == []

    retype(application, amount="450")
    assert problems(application) == [
        "What Elm Millers asks for changed after they said yes. Ask them again."
    ]

    partner = Partner.objects.get()
    actions.confirm_partner(
        partner, seen=draft_of(fresh(application)).share("Elm Millers").hash, by=owner_of(elm)
    )
    assert problems(application) == []


def test_a_yes_to_lines_that_changed_meanwhile_is_not_taken(elm):
    application = factories.draft(joint=[elm])
    seen = draft_of(application).share("Elm Millers").hash
    retype(application, amount="450")

    with pytest.raises(Refused, match="has just changed"):
        actions.confirm_partner(Partner.objects.get(), seen=seen, by=owner_of(elm))


def test_assessors_see_who_applies_together(elm):
    application = factories.in_assessment(joint=[elm])
    assessor = colleague("is_assessor")
    assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    declare_no_conflict(application, by=assessor)

    page = factories.client_for(assessor).get(reverse("assess", args=[application.reference])).text

    assert "They apply together" in page
    assert "Elm Millers" in page


def test_the_hash_on_the_receipt_covers_the_partners(elm):
    sent = factories.submitted(joint=[elm]).submissions.get()

    assert sent.content_hash == sent.hash_of(sent.answers, partners=sent.partners)
    assert sent.content_hash != sent.hash_of(sent.answers)
