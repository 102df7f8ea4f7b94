"""Joint applications: who is asked, who says yes to what, and who may read."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.actions.merging import merge_organisations
from applicants.models import Email, Membership
from grants.applications.actions import NotReady, remove_attachment, submit_application
from grants.applications.partners import actions
from grants.applications.queries import draft_of
from grants.assessment.actions import assign_assessor, declare_no_conflict
from grants.history import faults_in
from grants.models import Application, Partner, SectionAnswers
from tests import factories
from tests.factories.cases import colleague, says_yes
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def elm():
    return factories.organisation(name="Elm Millers")


def fresh(application):
    return Application.objects.get(pk=application.pk)


def problems(application):
    return [str(problem) for problem in draft_of(fresh(application)).problems]


def token_of(partner):
    mail = Email.objects.filter(event="grants/partner_asked", to=partner.email).latest("pk")
    return re.search(r"/partners/link/(\w+)/", mail.body).group(1)


def link(partner):
    return reverse("partner_link", args=[token_of(partner)])


def retype(application, **changes):
    """Somebody changes the partner's line of the budget."""
    row = SectionAnswers.objects.get(application=application, section__number=2)
    row.answers["3"][-1].update(changes)
    row.save()


# --- From asking to yes ------------------------------------------------------------------------


def test_a_partner_is_asked_reads_says_yes_and_the_application_can_be_sent(elm):
    application = factories.draft()
    lead = factories.client_for(application.started_by)
    boss = owner_of(elm)
    theirs = factories.client_for(boss)
    typed = {"name": "The Mill", "email": boss.email, "does": "Mills our flour."}

    lead.post(reverse("partner_add", args=[application.reference]), typed)
    partner = Partner.objects.get()
    shown = theirs.get(link(partner)).text
    assert application.organisation.name in shown
    assert "Mills our flour." in shown
    taken = theirs.post(link(partner), {"organisation": elm.pk})
    answers = theirs.get(reverse("application_answers", args=[application.reference])).text
    assert "will bake bread" in answers
    page = theirs.get(taken.headers["Location"]).text
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    assert problems(application) == ["The Mill hasn’t said yes yet."]
    theirs.post(reverse("partner_confirm", args=[partner.reference]), {"seen": seen})

    assert problems(application) == []
    sent = submit_application(fresh(application), by=application.started_by)
    (frozen,) = sent.submissions.get().partners
    assert (frozen["name"], frozen["organisation"]) == ("The Mill", "Elm Millers")
    assert (frozen["confirmed_by"], frozen["pounds"]) == (boss.pk, "0")
    assert Email.objects.filter(event="grants/joint_application_submitted", to=boss.email).exists()
    assert faults_in(sent) == []


def test_the_mail_names_who_asks_for_what_and_colleagues_cannot_read_its_link(elm):
    application = factories.draft()

    partner = factories.asked_to_join(application, elm)

    mail = Email.objects.get(event="grants/partner_asked")
    for said in (application.organisation.name, application.round.name, application.reference):
        assert said in mail.body
    assert mail.is_private
    assert partner.token_hash not in mail.body
    assert token_of(partner) not in str(Partner.objects.values().get())


def test_sending_names_and_links_who_is_missing(elm):
    application = factories.draft()
    factories.asked_to_join(application, elm)
    client = factories.client_for(application.started_by)

    with pytest.raises(NotReady, match="Elm Millers hasn’t said yes yet"):
        submit_application(fresh(application), by=application.started_by)
    check = client.get(reverse("application_check", args=[application.reference])).text

    assert "Elm Millers hasn’t said yes yet." in check
    assert reverse("partners", args=[application.reference]) in check
    assert fresh(application).is_draft


# --- Each has its own lines --------------------------------------------------------------------


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


# --- No, and leaving ---------------------------------------------------------------------------


def test_a_partner_that_says_no_can_read_no_more_and_the_lead_reads_why(elm):
    application = factories.draft(joint=[elm])
    client = factories.client_for(owner_of(elm))
    no = reverse("partner_decline", args=[Partner.objects.get().reference])

    assert "Say why in a few words" in client.post(no, {"reason": ""}).text
    client.post(no, {"reason": "Our mill burnt down."})

    assert problems(application) == ["Elm Millers said no. Remove them, or ask them again."]
    answers = client.get(reverse("application_answers", args=[application.reference]))
    assert answers.status_code == 404
    lead = factories.client_for(application.started_by)
    assert (
        "Our mill burnt down." in lead.get(reverse("partners", args=[application.reference])).text
    )


def test_a_partner_that_is_removed_can_read_no_more_and_its_lines_wait_for_an_owner(elm):
    oak = factories.organisation(name="Oak Bikes")
    application = factories.draft(joint=[elm, oak])
    client = factories.client_for(owner_of(elm))

    actions.remove_partner(Partner.objects.get(name="Elm Millers"), by=application.started_by)

    assert client.get(reverse("partners", args=[application.reference])).status_code == 404
    assert any("Finish the section" in problem for problem in problems(application))
    assert Email.objects.filter(event="grants/partner_removed").exists()


def test_without_its_last_partner_an_application_is_a_plain_one_again(elm):
    application = factories.draft(joint=[elm])

    actions.remove_partner(Partner.objects.get(), by=application.started_by)

    assert not fresh(application).is_joint
    assert problems(application) == []
    sent = submit_application(fresh(application), by=application.started_by)
    assert sent.submissions.get().partners == []
    assert "Elm" not in str(sent.submissions.get().answers)


def test_after_sending_nothing_changes(elm):
    application = factories.submitted(joint=[elm])
    partner, boss = Partner.objects.get(), owner_of(elm)

    for change in (
        lambda: actions.remove_partner(partner, by=application.started_by),
        lambda: actions.decline_partner(partner, reason="No.", by=boss),
        lambda: actions.ask_again(partner, by=application.started_by),
        lambda: factories.asked_to_join(application, factories.organisation()),
    ):
        with pytest.raises(Refused, match="no longer a draft"):
            change()


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


# --- Bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " \x00 "}, "Enter the name of the partner"),
        ({"name": "Lead"}, "Enter the partner’s own name"),
        ({"name": "a" * 121}, "Use 120 letters or fewer"),
        ({"email": "nobody"}, "Enter an email address, like"),
        ({"does": ""}, "Say what they do in this work"),
        ({"does": "word " * 100_000}, "Use 60 words or fewer"),
    ],
)
def test_what_is_wrong_with_a_partner_is_said_and_nothing_is_lost(wrong, said):
    application = factories.draft()
    typed = {"name": "Elm", "email": "elm@example.org", "does": "Mills."} | wrong

    answer = factories.client_for(application.started_by).post(
        reverse("partner_add", args=[application.reference]), typed
    )

    assert said in answer.text
    assert not Partner.objects.exists()


@pytest.mark.parametrize("same", [{"name": "ELM millers"}, {"email": "Elm@Example.org"}])
def test_nobody_is_asked_twice_at_once(same):
    application = factories.draft()
    typed = {"name": "Elm Millers", "email": "elm@example.org", "does": "Mills."}
    client = factories.client_for(application.started_by)
    page = reverse("partner_add", args=[application.reference])
    client.post(page, typed)

    other = {"name": "Oak", "email": "oak@example.org", "does": "Rides."} | same
    answer = client.post(page, other)

    assert "You have asked a partner with this name or email address." in answer.text
    assert Partner.objects.count() == 1


@pytest.mark.parametrize("name", ["<b>Mill</b>", "🌾 Mill", "‮טחנה", "{{ 7*7 }}", "%s {subject}"])
def test_a_name_of_any_signs_is_shown_as_it_is_and_owns_its_lines(name):
    elm = factories.organisation(name=name)
    application = factories.submitted(joint=[elm])
    client = factories.client_for(application.started_by)

    listed = client.get(reverse("partners", args=[application.reference])).text

    assert "<b>Mill</b>" not in listed
    assert application.submissions.get().partners[0]["pounds"] == "500.00"
    assert client.get(reverse("progress", args=[application.reference])).status_code == 200


def test_a_partner_more_than_there_may_be_is_refused():
    application = factories.draft(joint=[factories.organisation() for _ in range(8)])

    with pytest.raises(Refused, match="up to 8 partners"):
        factories.asked_to_join(application, factories.organisation())


# --- When two records become one ---------------------------------------------------------------


def test_a_partner_s_part_goes_over_to_the_record_that_is_kept(elm):
    application, kept = factories.draft(joint=[elm]), factories.organisation()

    merge_organisations(elm, into=kept, reason="Twice.", by=factories.staff("is_officer"))

    assert Partner.objects.get().organisation == kept
    assert problems(application) == []


def test_a_lead_and_its_partner_do_not_become_one(elm):
    application = factories.draft(joint=[elm])

    with pytest.raises(Refused, match="leads"):
        merge_organisations(
            elm, into=application.organisation, reason="?", by=factories.staff("is_officer")
        )
