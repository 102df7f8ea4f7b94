"""One approver decides without a meeting: the same way as a panel, in one step."""

from decimal import Decimal

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
    WHY,
    chair_of,
    decided_alone,
    fresh,
    held,
    item_of,
    panel,
    read,
    ready,
    resolved,
    sitting,
)

pytestmark = pytest.mark.django_db

PART = {
    "verdict": "part",
    "amount": "£3,000",
    "days": "2.5",
    "conditions": "Open a bank account.\n\n  Tell us   who signs.  \n",
    "side_1": "for",
    "sentence_1": WHY,
    "reasons": "Eleven members shaped the plan.",
}


@pytest.fixture
def farhana(db):
    return factories.staff("is_approver", name="Farhana Begum")


def page(name, record, *more):
    return reverse(name, args=[record.reference, *more])


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


# --- Where it may not be ---


def on_an_agenda():
    return item_of(panel()).application


def held_by_a_panel():
    return held()


def told_of_the_reserve_list():
    return release(ready("reserve", amount="1000"), by=colleague("is_approver"))


def in_a_round_that_never_wants_it():
    return factories.with_panel(round=factories.open_round(alone_up_to=None))


def asks_for_more_than_one_person_decides():
    return factories.with_panel(round=factories.open_round(alone_up_to=Decimal("3999.99")))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (on_an_agenda, "The panel that meets at"),
        (held_by_a_panel, "This is decided already. The decision waits to be released."),
        (told_of_the_reserve_list, "This co-op is on the reserve list."),
        (in_a_round_that_never_wants_it, "In this round a panel decides about every application."),
        (asks_for_more_than_one_person_decides, "for up to £3,999.99. This one asks for £4,000"),
        (factories.in_assessment, "It is at the stage “In assessment”."),
        (factories.offered, "It is at the stage “Offered”."),
    ],
)
def test_the_page_and_the_action_say_why_not(make, says, farhana):
    application = make()
    before = Resolution.objects.count()
    client = client_for(farhana)

    looked = client.get(page("decide_alone", application))
    sent = client.post(page("decide_alone", application), PART)
    with pytest.raises(Refused, match=r"\w"):
        decided_alone(application, by=farhana)

    assert (looked.status_code, sent.status_code) == (200, 409)
    assert says in looked.text
    assert says in sent.text
    assert "Decide and sign" not in looked.text
    assert Resolution.objects.count() == before


def test_exactly_as_much_as_the_round_says_is_decided(farhana):
    round = factories.open_round(alone_up_to=Decimal(4000))

    assert decided_alone(factories.with_panel(round=round), by=farhana).amount == 4000


def test_a_second_click_says_that_it_is_decided(farhana):
    application, client = factories.with_panel(), client_for(farhana)
    client.post(page("decide_alone", application), PART)

    again = client.post(page("decide_alone", application), PART)

    assert again.status_code == 409
    assert "This is decided already" in again.text
    assert page("release", application.round) in again.text
    assert Resolution.objects.count() == 1


def test_a_round_says_in_which_cases_one_person_decides_and_a_case_leads_there(farhana):
    client = client_for(farhana)
    may, never = factories.with_panel(), in_a_round_that_never_wants_it()

    assert page("decide_alone", may) in client.get(page("case", may)).text
    assert page("decide_alone", never) not in client.get(page("case", never)).text


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"verdict": ""}, "verdict", "Choose what you decide"),
        ({"verdict": "award"}, "verdict", "Choose one of these"),
        ({"reasons": ""}, "reasons", "Write why you decide this"),
        ({"reasons": "word " * 331}, "reasons", "Use 300 words or fewer. You have written 331."),
        ({"amount": "-5"}, "amount", "The amount must be £0 or more"),
        ({"amount": "five"}, "amount", "Enter an amount in pounds, like 1,200 or 1,200.50"),
        ({"days": "2.1"}, "days", "Use whole days, halves or quarters, like 2, 2.5 or 2.25"),
        ({"conditions": "x\n" * 26}, "conditions", "Write 25 conditions or fewer"),
        ({"conditions": "x" * 301}, "conditions", "Keep each condition to 300 letters or fewer"),
    ],
)
def test_strange_terms_are_refused_and_kept(farhana, typed, field, message):
    application = factories.with_panel()

    response = client_for(farhana).post(page("decide_alone", application), {**PART, **typed})

    assert response.status_code == 200
    assert "<title>Error: " in response.text
    assert response.context["form"].errors[field] == [message]
    assert "Eleven members" in response.text or field == "reasons"
    assert not Panel.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"amount": "", "days": ""}, "Give some money, some advice days, or both."),
        ({"amount": "4,000.01"}, "They asked for £4,000 and 3 advice days."),
        ({"side_1": "", "sentence_1": ""}, "Pick at least one criterion that decided it"),
        ({"verdict": "decline"}, "A no needs at least one criterion"),
    ],
)
def test_what_a_panel_may_not_one_person_may_not_and_nothing_is_half_done(farhana, typed, says):
    application = factories.with_panel()

    response = client_for(farhana).post(page("decide_alone", application), {**PART, **typed})

    assert says in response.text
    assert not Panel.objects.exists()
    assert not Resolution.objects.exists()


def test_it_stays_within_the_round_and_nothing_is_half_done(farhana):
    round = factories.open_round(budget=Decimal(5000))
    decided_alone(factories.with_panel(round=round), by=farhana)
    application = factories.with_panel(round=round)
    client = client_for(farhana)

    refused = client.post(page("decide_alone", application), PART)
    taken = client.post(page("decide_alone", application), {**PART, "amount": "1,000"})

    assert refused.context["form"].errors == {"amount": ["This round has £1,000 left to award."]}
    assert "£3,000" in refused.text
    assert taken.status_code == 302
    assert Panel.objects.count() == 2


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
