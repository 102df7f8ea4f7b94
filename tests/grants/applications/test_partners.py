"""Joint applications: who is asked, who says yes, who says no, and who leaves."""

import re

import pytest
from django.urls import reverse

from applicants.access import Refused
from applicants.actions.merging import merge_organisations
from applicants.models import Email
from grants.applications.actions import NotReady, submit_application
from grants.applications.partners import actions
from grants.history import faults_in
from grants.models import Partner
from tests import factories
from tests.factories.people import owner_of

from .asking_partners import fresh, link, problems, token_of

pytestmark = pytest.mark.django_db

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
