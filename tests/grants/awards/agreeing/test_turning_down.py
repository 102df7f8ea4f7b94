"""Saying no thank you to an offer, with a reason."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email, Membership
from grants.awards.agreeing.actions import turn_down_award
from grants.history import faults_in
from grants.panel.queries import left_in
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db


def no(application):
    return reverse("offer_turn_down", args=[application.reference])


def test_a_signatory_says_no_and_the_money_is_free_again():
    application = factories.offered()
    client = client_for(application.started_by)

    asked = client.get(no(application)).text
    response = client.post(no(application), {"reason": "We found a bank."}, follow=True)

    application.refresh_from_db()
    assert "Say no thank you?" in asked
    assert "You can’t undo this." in asked
    assert application.state == "withdrawn"
    assert "You said no thank you" in response.text
    line = application.history.get(verb="turn_down")
    assert (line.from_state, line.to_state, line.note) == (
        "offered",
        "withdrawn",
        "We found a bank.",
    )
    assert left_in(application.round) == (Decimal(50000), Decimal(25))
    assert faults_in(application) == []


def test_the_coop_its_partners_and_the_officers_hear_of_it():
    partner = factories.organisation()
    application = factories.offered(joint=[partner])
    officer, closed_to = factories.staff("is_officer"), factories.staff("is_officer")
    Membership.objects.create(organisation=application.organisation, user=closed_to)

    turn_down_award(application, reason="We found a bank.", by=application.started_by)

    ours = Email.objects.filter(event="grants/offer_turned_down_to_us")
    told = set(ours.values_list("to", flat=True))
    assert officer.email in told
    assert closed_to.email not in told
    assert "We found a bank." in ours.first().body
    theirs = Email.objects.filter(event="grants/offer_turned_down")
    assert application.started_by.email in set(theirs.values_list("to", flat=True))
    joint = Email.objects.get(event="grants/joint_application_withdrawn")
    assert joint.to == partner.started_by.email


@pytest.mark.parametrize("sent", [{}, {"reason": "  "}, {"reason": "\x00"}, {"reason": "w " * 200}])
def test_a_no_needs_a_reason_of_some_words(sent):
    application = factories.offered()

    response = client_for(application.started_by).post(no(application), sent)

    assert "<title>Error: " in response.text
    application.refresh_from_db()
    assert application.state == "offered"


def test_a_second_click_and_an_old_page_are_led_to_how_it_ended():
    application = factories.offered()
    client = client_for(application.started_by)
    client.post(no(application), {"reason": "No."})

    second = client.post(no(application), {"reason": "No."}, follow=True)
    opened = client.get(no(application), follow=True)

    for response in (second, opened):
        assert "You said no thank you" in response.text
    assert application.history.filter(verb="turn_down").count() == 1


def test_only_a_signatory_says_no():
    application = factories.offered()
    editor = factories.member(application.organisation)

    assert client_for(editor).post(no(application), {"reason": "No."}).status_code == 403
    with pytest.raises(PermissionDenied):
        turn_down_award(application, reason="No.", by=editor)
    with pytest.raises(PermissionDenied):
        turn_down_award(application, reason="No.", by=colleague("is_officer"))


def test_what_is_accepted_is_not_turned_down():
    application = factories.accepted()

    with pytest.raises(Refused, match="“Say no thank you” can’t be done now"):
        turn_down_award(application, reason="No.", by=application.started_by)


def test_withdrawing_at_this_stage_leads_to_the_offer():
    application = factories.offered()
    client = client_for(application.started_by)

    response = client.get(reverse("application_withdraw", args=[application.reference]))
    progress = client.get(reverse("progress", args=[application.reference])).text

    assert response.headers["Location"] == reverse("offer", args=[application.reference])
    assert no(application) in progress
    assert "Withdraw this application" not in progress
