"""What waits for one colleague: what stands in the list, in which order, and what never does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.models import Email
from grants.assessment.actions import (
    assign_assessor,
    declare_conflict,
    refer_to_panel,
    settle_conflict,
)
from grants.casework import today
from grants.casework.today import Thing, most_urgent, things_for
from grants.casework.today.others import Source
from grants.models import Letter, Round
from grants.monitoring.actions import send_report
from tests import factories
from tests.factories import panels
from tests.factories.cases import colleague, with_unchecked_account


def texts(user):
    user.forget()
    return [thing.text for thing in things_for(user)]


def lines_of(user):
    """{what to do: where}, as the list has it now."""
    user.forget()
    return {thing.text: thing.url for thing in things_for(user)}


def the_decision_is_in(days, application):
    on = localdate() + timedelta(days=days)
    Round.objects.filter(pk=application.round_id).update(decision_on=on)


# --- The order -------------------------------------------------------------------------------


def thing(text, *, due=0, rank=0, since=0):
    start = date(2026, 5, 13)
    days = [start + timedelta(days=number) for number in (due, since)]
    source = Source(who=None, rows=None, text="{}", page="case", within=0)
    return Thing(days[0], rank, days[1], text, key="", source=source)


def test_what_is_due_first_comes_first_then_the_table_then_what_waits_longest():
    things = [
        thing("later", due=2),
        thing("lower in the table", due=1, rank=5, since=-9),
        thing("waits longer", due=1, rank=1, since=-3),
        thing("waits less", due=1, rank=1, since=-1),
        thing("late", due=-1, rank=9),
    ]

    assert [one.text for one in most_urgent(reversed(things))] == [
        "late",
        "waits longer",
        "waits less",
        "lower in the table",
        "later",
    ]


def test_an_order_is_the_same_whatever_came_first():
    things = [thing(name) for name in "abc"]

    assert most_urgent(reversed(things)) == most_urgent(things) == things


# --- What stands in it -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.database
def test_a_case_says_what_to_do_next_at_each_stage():
    officer = colleague("is_officer")
    sent = factories.submitted()
    checked = factories.checked()
    asked_nobody = factories.in_assessment()
    scored = factories.in_assessment()
    factories.filed(scored, colleague("is_assessor"))
    assert set(texts(officer)) == {
        f"Check if {sent.organisation} is eligible",
        f"{checked.organisation} is checked: start to assess it",
        f"Choose who assesses {asked_nobody.organisation}",
        f"{scored.organisation} has all its scores: send it on",
    }


@pytest.mark.django_db
def test_a_case_whose_only_scores_are_set_aside_is_not_to_be_sent_on():
    officer, assessor = colleague("is_officer"), colleague("is_assessor")
    application = factories.in_assessment()
    factories.filed(application, assessor)
    conflict = declare_conflict(application, reason="My aunt works there.", by=assessor)
    settle_conflict(conflict, outcome="note_only", reason="Long ago.", seen=0, by=officer)
    the_decision_is_in(14, application)

    assert texts(officer) == [f"{application.organisation} waits for scores"]


@pytest.mark.django_db
def test_a_case_that_waits_for_others_shows_once_its_day_comes_near():
    officer = colleague("is_officer")
    application = factories.in_assessment()
    assign_assessor(application, assessor=colleague("is_assessor"), by=officer)
    the_decision_is_in(15, application)
    assert texts(officer) == []

    the_decision_is_in(14, application)

    [line] = things_for(officer)
    assert line.text == f"{application.organisation} waits for scores"
    assert line.clock.endswith("in 14 days")


@pytest.mark.django_db
def test_the_panel_has_its_case_on_the_approvers_list_and_late_ones_on_the_officers_too():
    application = factories.with_panel()
    approver, officer = factories.staff("is_approver"), factories.staff("is_officer")
    both = factories.staff("is_approver", "is_officer")
    the_decision_is_in(-2, application)

    assert texts(approver) == [f"{application.organisation} waits for a decision"]
    assert texts(both) == texts(approver)
    [line] = things_for(officer)
    assert line.text == f"{application.organisation} is with the panel"
    assert line.is_late
    assert line.clock.endswith("2 days late")


@pytest.mark.django_db
def test_what_is_on_an_agenda_is_one_line_for_the_panel_that_sits():
    called = panels.panel(cases=3)
    chair, other = panels.chair_of(called), factories.staff("is_approver")
    assert texts(chair) == texts(other) == []

    panels.open_with_everybody(called)

    assert texts(chair) == [f"The panel of {called.round.name} sits: decide"]
    assert texts(other) == []


@pytest.mark.django_db
def test_whoever_scored_a_case_is_not_asked_to_decide_it():
    application = factories.in_assessment()
    both = factories.staff("is_assessor", "is_approver")
    factories.filed(application, both)
    facts = {"amount": Decimal(4000), "days": Decimal(3), "reason": "Sound.", "risk": "low"}
    refer_to_panel(application, by=colleague("is_officer"), **facts)

    assert texts(both) == []
    assert texts(factories.staff("is_approver")) != []


@pytest.mark.django_db
@pytest.mark.database
def test_what_co_ops_ask_stands_there_with_its_page():
    officer = colleague("is_officer")
    draft, other = factories.draft(), factories.draft()
    factories.message(draft, text="Can you help us?")
    asked = factories.asked(draft.round)
    request = factories.asked_for_more_time(other)

    found = {line.text: line.url for line in things_for(officer)}

    assert found == {
        f"Answer the message of {draft.organisation}": reverse(
            "case_messages", args=[draft.reference]
        ),
        f"Answer a question about {draft.round}": reverse("enquiry", args=[asked.reference]),
        f"Decide if {other.organisation} gets more time": reverse(
            "more_time", args=[request.reference]
        ),
    }


@pytest.mark.django_db
@pytest.mark.database
def test_letters_mail_accounts_and_reports_that_wait_stand_there():
    officer = colleague("is_officer")
    application = factories.in_monitoring()
    report = application.award.reports.get(number=1)
    send_report(report, answers={"1": "Well."}, by=application.started_by)
    mail = Email.objects.filter(about=application.reference).first()
    Email.objects.filter(pk=mail.pk).update(state=Email.State.FAILED)
    other = with_unchecked_account()
    stuck = factories.with_panel()
    Letter.objects.create(
        application=stuck,
        reference="CDF-L-9",
        kind=Letter.Kind.DECLINE,
        signed_by=officer,
        dated_on=localdate(),
        words={},
        problem="Out of paper.",
    )

    found = {line.text: line.url for line in things_for(officer)}

    assert found == {
        f"Read the report of {application.organisation}": reverse(
            "report_review", args=[report.reference]
        ),
        f"The email to {mail.to} could not be sent": reverse("email", args=[mail.uuid]),
        f"Check the bank details of {other.organisation}": reverse(
            "bank_check", args=[other.reference]
        ),
        f"The letter to {stuck.organisation} could not be made": reverse(
            "case", args=[stuck.reference]
        ),
    }


@pytest.mark.django_db
def test_rounds_show_in_the_week_in_which_they_open_or_close():
    officer = colleague("is_officer")
    closing = factories.open_round(name="Closing")
    opening, far = factories.open_round(name="Opening"), factories.open_round(name="Far")
    for round, opens, closes in ((closing, -30, 6), (opening, 3, 40), (far, 8, 40)):
        at = now()
        dates = {"opens_at": at + timedelta(days=opens), "closes_at": at + timedelta(days=closes)}
        Round.objects.filter(pk=round.pk).update(**dates)

    lines = things_for(officer)

    assert [line.text for line in lines] == ["Opening opens soon", "Closing closes soon"]
    assert lines[0].clock.endswith("in 3 days")


@pytest.mark.django_db
def test_a_group_that_lost_its_owner_waits_once_two_of_it_agree():
    officer = colleague("is_officer")
    recovery = factories.recovering(factories.organisation())
    assert texts(officer) == []

    type(recovery).objects.filter(pk=recovery.pk).update(
        agreed_at=now(), agreed_by=factories.person()
    )

    assert texts(officer) == [f"Decide who owns the record of {recovery.organisation}"]
    case = factories.submitted(of=recovery.organisation, by=recovery.started_by)
    declare_conflict(case, by=officer, reason="My own.")
    assert texts(officer) == []


@pytest.mark.django_db
@pytest.mark.database
def test_finance_sees_its_runs_and_nobody_approves_their_own():
    from tests.house.a_growing_fund import small

    fund = small()
    preparer, payer = colleague("is_finance_preparer"), factories.staff("is_finance_approver")

    assert texts(payer) == [f"Approve the payments of {fund.run.reference}"]
    assert texts(preparer) == []


# --- What never does -------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_case_closed_by_a_conflict_stands_in_nobodys_list():
    officer = factories.staff("is_officer", "is_approver")
    for stage in (factories.submitted, factories.in_assessment, factories.with_panel):
        application = stage()
        the_decision_is_in(-1, application)
        factories.message(application)
        mail = Email.objects.filter(about=application.reference)
        mail.update(state=Email.State.FAILED, sent_at=None)
        assert texts(officer) != []
        declare_conflict(application, by=officer, reason="My sister works there.")

        assert texts(officer) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["is_assessor", "is_auditor", "is_administrator"])
def test_those_whose_work_is_elsewhere_have_no_list(role):
    factories.submitted()
    user = factories.staff(role)

    assert not today.has_a_list(user)
    assert things_for(user) == []
    assert factories.client_for(user).get(reverse("today")).status_code == 200


@pytest.mark.django_db
def test_drafts_stand_nowhere_unless_their_co_op_asked_for_something():
    factories.draft()

    assert texts(colleague("is_officer")) == []


@pytest.mark.django_db
def test_a_name_is_text_and_no_recipe():
    factories.submitted(of=factories.organisation(name="{0.__class__} <b>"))
    officer = colleague("is_officer")

    page = factories.client_for(officer).get("/")

    assert "Check if {0.__class__} &lt;b&gt; is eligible" in page.text


# --- The pages -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_home_shows_ten_and_leads_to_the_rest():
    round = factories.open_round()
    officer = colleague("is_officer")
    for _ in range(12):
        factories.asked(round)
    client = factories.client_for(officer)

    home, rest = client.get("/"), client.get(reverse("today"))

    assert len(home.context["things"]) == 10
    assert "And 2 more" in home.text
    assert len(rest.context["page_obj"].object_list) == 12


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?page=x", "?page=999", "?page=-1"])
def test_an_odd_page_of_the_list_is_no_error(query):
    client = factories.client_for(colleague("is_officer"))

    assert client.get(reverse("today") + query).status_code == 200


@pytest.mark.django_db
def test_the_list_takes_two_queries_for_any_number(django_assert_num_queries):
    officer = factories.staff("is_officer", "is_approver", "is_finance_approver")
    for _ in range(2):
        application = factories.submitted()
        factories.message(application)
        factories.in_assessment()
        officer.forget()
        with django_assert_num_queries(4):  # and two about the person
            things_for(officer)
