"""Those who act for a partner hear what the lead hears, in their own words, and each once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from applicants.models import Email
from grants.applications.actions import withdraw_application
from grants.applications.partners import actions
from grants.applications.reminders import remind_drafts
from grants.funds.actions import answer_enquiry, move_dates
from grants.models import SectionAnswers
from tests import factories
from tests.factories import client_for, staff
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder():
    return factories.organisation(name="Alder Bakers")


@pytest.fixture
def joint(alder, elm):
    """A draft that Alder leads and in which Elm said yes."""
    return factories.draft(of=alder, joint=[elm])


def told(event):
    rows = Email.objects.filter(event=f"grants/{event}").order_by("to")
    return list(rows.values_list("to", flat=True))


def the_mail(event):
    return Email.objects.get(event=f"grants/{event}")


def links_in(mail):
    return re.findall(r"https?://[^/\s]+(/\S*)", mail.body)


def opens_all(person, mail):
    browser = client_for(person)
    return {link: browser.get(link).status_code for link in links_in(mail)}


def in_the_morning(application, days=0):
    """When the reminder of so many days before the closing is due."""
    return time_machine.travel(application.round.closes_at - timedelta(days=days, seconds=1))


# --- Dates -----------------------------------------------------------------------------------


def test_a_moved_date_reaches_the_partner_in_its_own_words(joint, elm, alder):
    miller = owner_of(elm)

    factories.dates_moved(joint.round)

    mail = the_mail("joint_dates_moved")
    assert mail.to == miller.email
    assert "The application that you are part of, led by Alder Bakers:" in mail.body
    assert told("round_dates_moved") == [owner_of(alder).email]
    assert set(opens_all(miller, mail).values()) == {200}
    assert len(links_in(mail)) == 2


def test_each_person_hears_of_it_once_whatever_they_act_for(joint, elm, alder):
    """Two parts are one mail; who acts for a lead gets the lead's mail and no other."""
    second = factories.draft(of=factories.organisation(name="Birch"), round=joint.round)
    partner = factories.asked_to_join(second, elm)
    actions.take_up(partner, organisation=elm, by=owner_of(elm))
    both = factories.member(elm)
    factories.member(alder).memberships.update(user=both)
    gone = factories.member(elm)
    gone.memberships.update(ended_at=now())

    factories.dates_moved(joint.round)

    assert told("joint_dates_moved") == [owner_of(elm).email]
    body = the_mail("joint_dates_moved").body
    assert body.index("led by Alder Bakers") < body.index("led by Birch")
    assert told("round_dates_moved").count(both.email) == 1


def test_a_partner_that_said_no_or_was_removed_or_only_asked_hears_nothing(alder):
    no, removed, asked = (factories.organisation() for _ in range(3))
    application = factories.draft(of=alder, joint=[no, removed])
    factories.asked_to_join(application, asked)
    first, second, _third = application.partners.order_by("pk")
    actions.decline_partner(first, reason="No time.", by=owner_of(no))
    actions.remove_partner(second, by=application.started_by)

    factories.dates_moved(application.round)
    with in_the_morning(application):
        remind_drafts()

    assert told("joint_dates_moved") == told("joint_draft_reminder") == []


def test_a_partner_of_what_is_sent_hears_of_a_new_decision_date_and_of_no_other(elm):
    round = factories.submitted(joint=[elm]).round
    facts = {"reason": "our site was down", "by": staff("is_officer")}
    later = round.closes_at + timedelta(days=7)

    move_dates(round, closes_at=later, decision_on=round.decision_on, **facts)
    assert told("joint_dates_moved") == []
    move_dates(round, closes_at=later, decision_on=round.decision_on + timedelta(days=7), **facts)

    assert told("joint_dates_moved") == [owner_of(elm).email]


# --- Reminders -------------------------------------------------------------------------------


def test_the_reminder_says_that_the_yes_is_there_or_missing(joint, elm):
    with in_the_morning(joint, days=2):
        remind_drafts()
    row = SectionAnswers.objects.get(application=joint, section__number=2)
    row.answers["3"][-1]["amount"] = "700"
    row.save()
    with in_the_morning(joint):
        remind_drafts()

    before, after = Email.objects.filter(event="grants/joint_draft_reminder").order_by("pk")
    assert before.to == after.to == owner_of(elm).email
    assert "that you are part of, led by Alder Bakers," in before.body
    assert "has said yes, so you need to do nothing" in before.body
    assert "says yes once more, because its part of the budget changed" in after.body
    assert after.subject == "Last day for the application led by Alder Bakers"


def test_reminders_go_to_those_who_can_answer_once_and_their_links_open(joint, elm, alder):
    miller = owner_of(elm)
    factories.member(elm, role="reader")
    factories.member(alder).memberships.update(user=factories.member(elm))

    with in_the_morning(joint):
        assert remind_drafts() == 3  # two of Alder, one of Elm
        assert remind_drafts() == 0
        assert told("joint_draft_reminder") == [miller.email]
        assert set(opens_all(miller, the_mail("joint_draft_reminder")).values()) == {200}


def test_the_morning_after_says_what_the_partner_can_do(joint, elm):
    with time_machine.travel(joint.round.closes_at + timedelta(days=1.5)):
        remind_drafts()
        mail = the_mail("joint_deadline_passed")
        assert set(opens_all(owner_of(elm), mail).values()) == {200}

    assert "They can ask us for more time until" in mail.body
    assert mail.subject == "The application led by Alder Bakers was not sent in time"


# --- What else happens to a draft ------------------------------------------------------------


def test_more_time_reaches_the_partner_and_a_no_stays_between_the_lead_and_the_fund(joint, elm):
    factories.more_time(joint)

    mail = the_mail("joint_extension_given")
    assert mail.to == owner_of(elm).email
    assert "led by Alder Bakers, can now be sent" in mail.body
    assert set(opens_all(owner_of(elm), mail).values()) == {200}
    assert "Two of us are ill" not in mail.body


def test_a_withdrawn_application_tells_its_partners(joint, elm):
    withdraw_application(joint, by=joint.started_by)

    mail = the_mail("joint_application_withdrawn")
    assert mail.to == owner_of(elm).email
    assert set(opens_all(owner_of(elm), mail).values()) == {200}


def test_a_partner_s_question_is_answered_to_whoever_asked(joint, elm):
    miller = owner_of(elm)
    enquiry = factories.asked(joint.round, by=miller)

    answer_enquiry(enquiry, wording="Does rent count?", answer="Yes.", by=staff("is_officer"))

    mail = the_mail("enquiry_answered")
    assert mail.to == miller.email
    assert set(opens_all(miller, mail).values()) == {200}


def test_who_acts_for_lead_and_partner_gets_one_receipt(elm, alder):
    factories.member(alder).memberships.update(user=factories.member(elm))

    factories.submitted(of=alder, joint=[elm])

    receipts = told("application_submitted") + told("joint_application_submitted")
    assert len(receipts) == len(set(receipts)) == 3
