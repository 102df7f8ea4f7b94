"""Who may answer for a partner, who may read, and what a link opens."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email, Membership
from grants.applications.actions import remove_attachment
from grants.applications.partners import actions
from grants.assessment.actions import assign_assessor
from grants.models import Partner
from tests import factories
from tests.factories.cases import colleague
from tests.factories.drafts import says_yes
from tests.factories.people import owner_of

from .asking_partners import link, problems, retype, token_of

pytestmark = pytest.mark.django_db

# --- Links -------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [14, 400])
def test_a_link_that_ran_out_says_so_and_the_lead_can_ask_again(elm, days):
    application = factories.draft()
    partner = factories.asked_to_join(application, elm)
    Partner.objects.update(asked_at=now() - timedelta(days=days))
    client = factories.client_for(owner_of(elm))
    old = link(partner)

    answer = client.get(old)
    assert answer.status_code == 404
    assert "This link no longer works" in answer.text
    assert problems(application) == [
        "The link that we sent to Elm Millers has run out. Ask them again."
    ]

    actions.ask_again(Partner.objects.get(), by=application.started_by)
    assert client.get(old).status_code == 404
    assert client.get(link(partner)).status_code == 200


def test_a_made_up_link_and_a_used_one_say_nothing_about_the_application(elm):
    application = factories.draft(joint=[elm])
    stranger = factories.client_for(factories.draft().started_by)

    for token in ("ab" * 24, "x", token_of(Partner.objects.get())):
        answer = stranger.get(reverse("partner_link", args=[token]))
        assert answer.status_code == 404
        assert application.organisation.name not in answer.text


def test_asking_again_at_once_is_refused(elm):
    application = factories.draft()
    partner = factories.asked_to_join(application, elm)

    with pytest.raises(Refused, match="a few minutes ago"):
        actions.ask_again(partner, by=application.started_by)


def test_asking_again_after_a_no_keeps_the_no_on_record(elm):
    application = factories.draft(joint=[elm])
    partner = Partner.objects.get()
    actions.decline_partner(partner, reason="Not now.", by=owner_of(elm))
    Partner.objects.update(asked_at=now() - timedelta(hours=1))

    again = actions.ask_again(partner, by=application.started_by)

    assert again.pk != partner.pk
    assert Partner.objects.get(pk=partner.pk).reason == "Not now."
    says_yes(again, elm)
    assert problems(application) == []


# --- Who may answer ----------------------------------------------------------------------------


def test_the_lead_cannot_be_its_own_partner(elm):
    application = factories.draft()
    partner = factories.asked_to_join(application, elm)
    client = factories.client_for(application.started_by)

    answer = client.post(link(partner), {"organisation": application.organisation_id})

    assert "leads this application" in answer.text
    assert Partner.objects.get().organisation is None


def test_an_organisation_is_a_partner_once(elm):
    application = factories.draft(joint=[elm])
    other = factories.organisation(name="Another name")
    second = factories.asked_to_join(application, other)

    with pytest.raises(Refused, match="already"):
        actions.take_up(second, organisation=elm, by=owner_of(elm))


def test_a_reader_an_outsider_and_staff_cannot_answer(elm):
    partner = factories.asked_to_join(factories.draft(), elm)
    reader = factories.member(elm, role=Membership.Role.READER)

    for person in (reader, factories.person(), factories.staff("is_officer")):
        with pytest.raises(PermissionDenied):
            actions.take_up(partner, organisation=elm, by=person)
    staff = factories.client_for(factories.staff("is_officer"))
    assert staff.get(link(partner)).status_code == 403


def test_a_partner_reads_and_does_not_write(elm):
    application = factories.draft(joint=[elm], file="plan.pdf")
    client = factories.client_for(owner_of(elm))
    file = application.attachments.get()

    opened = client.get(reverse("attachment", args=[file.reference]))
    assert b"".join(opened.streaming_content).startswith(b"%PDF")
    for page in ("application", "application_check", "messages", "attachment_add"):
        assert client.get(reverse(page, args=[application.reference])).status_code == 403
    assert client.post(reverse("section", args=[application.reference, 1])).status_code == 403
    assert application.reference in client.get("/").text
    remove_attachment(file, by=application.started_by)
    assert client.get(reverse("attachment", args=[file.reference])).status_code == 404
    file.file.delete(save=False)


def test_who_answered_may_lose_the_account_and_the_yes_stands(elm):
    application = factories.draft(joint=[elm])
    boss = owner_of(elm)
    boss.is_active = False
    boss.save()

    assert problems(application) == []
    retype(application, amount="450")
    Partner.objects.update(asked_at=now() - timedelta(hours=1))
    actions.ask_again(Partner.objects.get(), by=application.started_by)
    assert not Email.objects.filter(event="grants/partner_changed").exists()


@pytest.mark.parametrize("has_left", [False, True])
def test_nobody_of_a_partner_assesses_or_reads_the_case_for_the_fund(elm, has_left):
    application = factories.in_assessment(joint=[elm])
    person = factories.member(elm)
    if has_left:
        person.memberships.update(ended_at=now())
    person.is_assessor = person.is_officer = True
    person.save()
    client = factories.client_for(person)

    with pytest.raises(Refused, match="conflict"):
        assign_assessor(application, assessor=person, by=colleague("is_officer"))
    for page in ("case", "case_history", "application_answers", "case_messages", "case_scores"):
        assert client.get(reverse(page, args=[application.reference])).status_code == 404
    assert application.reference not in client.get(reverse("application_list")).text
