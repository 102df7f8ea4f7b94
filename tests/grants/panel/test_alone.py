"""One person decides without a meeting: what is kept of it, and who may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from applicants.access import Refused
from applicants.models import Email
from grants.assessment.actions import declare_conflict
from grants.awards.releasing.actions import read_words, release
from grants.history import faults_in
from grants.models import AgendaItem, Award, Panel, Resolution
from grants.panel.actions import sign_minutes, take_up_waiting
from grants.panel.queries import left_in
from tests import factories
from tests.bench.reference import Counter
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.factories.panels import (
    TOO_THIN,
    chair_of,
    decided_alone,
    fresh,
    read,
    ready,
    resolved,
    sitting,
)

from .deciding_alone import PART, page

pytestmark = pytest.mark.django_db


def test_the_page_shows_what_is_asked_advised_checked_and_left(farhana):
    application = factories.with_panel()

    response = client_for(farhana).get(page("decide_alone", application))

    shown = response.text
    assert "£4,000 and 3 advice days" in shown
    assert "Sound plan." in shown
    assert "£50,000 and 25 advice days" in shown
    assert "The panel’s figure" in shown
    assert "We looked it up." in shown
    assert "Due diligence, risk: low" in shown
    assert response.context["form"]["amount"].value() == "4,000"


def test_it_makes_a_sitting_of_one_whose_signed_minutes_say_so(farhana):
    application, mails = factories.with_panel(), Email.objects.count()

    response = client_for(farhana).post(page("decide_alone", application), PART, follow=True)

    sat, said = Panel.objects.get(), Resolution.objects.get()
    assert (sat.is_meeting, sat.quorum, sat.opened_by) == (False, 1, farhana)
    assert [(seat.user, seat.is_chair) for seat in sat.members.all()] == [(farhana, True)]
    assert (sat.signed_by, said.resolved_by, said.present) == (farhana, farhana, [str(farhana)])
    assert "Decided by: Farhana Begum" in sat.minutes
    assert "Decided: Fund in part, £3,000 and 2.5 advice days." in sat.minutes
    assert said.conditions == ["Open a bank account.", "Tell us who signs."]
    assert "Somebody else reads the words next." in response.text
    assert "Decided by Farhana Begum without a meeting, on" in response.text
    assert (fresh(application).state, Email.objects.count()) == ("with_panel", mails)
    assert not AgendaItem.objects.filter(is_live=True).exists()


def test_it_leaves_one_line_of_history(farhana):
    application = factories.with_panel()
    before = application.history.count()

    decided_alone(application, by=farhana)

    entry = application.history.latest("sequence")
    assert application.history.count() == before + 1
    assert (entry.verb, entry.subject, entry.by) == ("decide_alone", "Fund in full", farhana)
    assert faults_in(fresh(application)) == []


def test_what_is_held_counts_against_the_round(farhana):
    application = factories.with_panel()

    decided_alone(application, by=farhana)

    assert left_in(application.round).pounds == 46_000


def test_a_second_person_reads_the_words_and_then_it_is_released_alone(farhana):
    resolution = decided_alone(factories.with_panel(), by=farhana)
    with pytest.raises(Refused, match="Nobody else has read"):
        release(resolution, by=farhana)
    with pytest.raises(Refused, match="You wrote these words"):
        read_words(resolution, version=0, by=farhana)

    release(read(resolution), by=farhana)

    assert fresh(resolution.application).state == "offered"
    assert Award.objects.get().amount == 4000


@pytest.mark.parametrize(("verdict", "ends"), [("full", "offered"), ("decline", "declined")])
def test_the_receipt_of_a_yes_and_a_no_says_by_whom(farhana, verdict, ends):
    resolution = decided_alone(factories.with_panel(), verdict, by=farhana)
    application = resolution.application
    release(read(resolution), by=colleague("is_approver"))

    shown = client_for(application.started_by).get(page("decision_receipt", application)).text

    assert fresh(application).state == ends
    assert "Decided by Farhana Begum without a meeting, on" in shown
    assert "The panel decided" not in shown


def test_the_receipt_of_a_panel_says_its_day_and_no_name():
    resolution = ready("decline")
    application = release(resolution, by=colleague("is_approver"))

    shown = client_for(application.started_by).get(page("decision_receipt", application)).text

    assert "Decided by a panel on" in shown
    assert str(resolution.resolved_by) not in shown


def test_a_deferral_comes_back_and_can_be_decided_again(farhana):
    resolution = decided_alone(factories.with_panel(), "defer", by=farhana)
    application = release(read(resolution), by=farhana)
    assert TOO_THIN in Email.objects.get(event="grants/decision_deferred").body

    again = decided_alone(factories.referred(application), by=farhana)

    assert (again.verdict, Panel.objects.count()) == ("full", 2)


def test_panels_are_listed_apart_from_what_was_decided_without_one(farhana):
    sat = decided_alone(factories.with_panel(), by=farhana).item.panel
    client = client_for(colleague("is_auditor"))

    listed = client.get(reverse("panel_list")).text
    led = client.get(page("panel", sat), follow=True)

    assert "No panel yet" in listed
    assert "Decided by Farhana Begum without a meeting, on" in listed
    assert led.redirect_chain[-1][0] == page("panel_minutes", sat)
    assert '<h1 class="govuk-heading-l">Decided without a meeting</h1>' in led.text
    assert "They can’t be changed." in led.text


def test_whoever_is_kept_from_a_case_does_not_find_what_was_decided_about_it(farhana):
    application, friend = factories.with_panel(), factories.staff("is_officer")
    sat = decided_alone(application, by=farhana).item.panel
    declare_conflict(application, by=friend, reason="My aunt.")
    client = client_for(friend)

    assert "Farhana Begum" not in client.get(reverse("panel_list")).text
    for name in ("panel", "panel_minutes", "panel_pack", "panel_compare"):
        assert client.get(page(name, sat)).status_code == 404, name


def test_deciding_alone_does_not_open_the_fairness_of_the_round(farhana):
    sat = decided_alone(factories.with_panel(), by=farhana).item.panel

    for who in (farhana, colleague("is_auditor")):
        assert client_for(who).get(page("panel_fairness", sat)).status_code == 404


# --- Who may ---


def test_whoever_scored_or_is_close_does_not_decide():
    application = factories.in_assessment()
    both, friend = factories.staff("is_approver", "is_assessor"), factories.staff("is_approver")
    factories.filed(application, both)
    application = factories.referred(application)
    factories.tie(application.organisation, person=friend)

    for person in (both, friend):
        assert client_for(person).get(page("decide_alone", application)).status_code == 403
        assert client_for(person).post(page("decide_alone", application), PART).status_code == 403
        with pytest.raises(PermissionDenied):
            decided_alone(application, by=person)


@pytest.mark.parametrize("role", ["is_officer", "is_auditor", "is_assessor"])
def test_others_do_not_decide(role):
    application, person = factories.with_panel(), factories.staff(role)

    with pytest.raises(PermissionDenied):
        decided_alone(application, by=person)


def test_who_still_owes_scores_does_not_see_those_of_others(farhana):
    application = factories.in_assessment()
    factories.filed(application, factories.staff("is_assessor", name="Asha Rao"))
    application = factories.referred(application)
    application.assignments.create(assessor=farhana, assigned_by=colleague("is_officer"))

    shown = client_for(farhana).get(page("decide_alone", application)).text

    assert "You see the scores of others when you have filed your own." in shown
    assert "Asha Rao" not in shown


# --- What the database holds ---


@pytest.mark.parametrize("wrong", [{"quorum": 2}, {"place": "Here"}, {"is_meeting": True}])
def test_a_sitting_of_one_is_one_person_and_no_place_and_a_meeting_has_one(farhana, wrong):
    sat = Panel.objects.create(
        reference="x",
        round=factories.open_round(),
        is_meeting=False,
        quorum=1,
        meets_at="2027-03-01T18:00Z",
        added_by=farhana,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=sat.pk).update(**wrong)


def test_what_one_person_signed_stays_as_it_is(farhana):
    resolution = decided_alone(factories.with_panel(), by=farhana)

    sat = sign_minutes(resolution.item.panel, version=9, by=farhana)
    with pytest.raises(Refused, match="not sitting now"):
        resolved(resolution.item, "decline", by=farhana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=sat.pk).update(minutes="Other.")


def test_a_panel_that_was_called_leaves_it_alone(farhana):
    called = sitting(cases=1)
    decided = decided_alone(factories.with_panel(round=called.round), by=farhana).application

    take_up_waiting(called, by=chair_of(called))

    assert not called.agenda.filter(application=decided).exists()


def test_the_page_costs_the_same_however_many_scores(farhana):
    client, counts = client_for(farhana), []
    for number in (0, 4):
        application = factories.in_assessment()
        for _ in range(number):
            factories.filed(application, factories.staff("is_assessor"))
        factories.filed(application, colleague("is_assessor"))
        application = factories.referred(application)
        counter = Counter()
        with connection.execute_wrapper(counter):
            client.get(page("decide_alone", application))
        counts.append(counter.number)

    assert counts[0] == counts[1]
    assert counts[1] <= 20
