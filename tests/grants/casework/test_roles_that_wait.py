"""A role that does not count yet opens no doors, and none are shown to whoever has it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applicants.models import User
from grants.assessment.actions import declare_conflict, settle_conflict
from grants.casework.today import things_for
from grants.panel.actions import begin_minutes, sign_minutes
from grants.payments.holding.actions import let_go_instalment
from grants.payments.limits import who_may_approve
from grants.payments.month_end import runs_under_way
from tests import factories
from tests.factories import client_for, panels
from tests.factories.cases import colleague, with_bank_details
from tests.grants.payments.pages import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MORNING = datetime(2027, 1, 13, 9, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)
FROM = {
    "is_approver": "decides_from",
    "is_finance_preparer": "prepares_from",
    "is_finance_approver": "approves_from",
}
ONCE_IT_COUNTS = {
    "is_approver": {"case", "money_back_decide", "settlement", "release", "route_answer"},
    "is_finance_preparer": set(),
    "is_finance_approver": {"run"},
}


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(MORNING)


def newcomer(*roles, since=NOON):
    """Somebody whose roles count from noon."""
    return factories.staff(*roles, **{FROM[role]: since for role in roles if role in FROM})


def what_waits():
    """Something of each kind that an approver decides, and a run that is to be approved."""
    factories.with_panel()
    panels.held()
    factories.route_proposed(factories.accepted())
    factories.money_back_asked()
    factories.to_write_off()
    return prepared(with_bank_details())


def pages(person):
    """What today’s list leads to, read anew."""
    return {thing.source.page for thing in things_for(User.objects.get(pk=person.pk))}


@pytest.mark.parametrize("role", FROM)
def test_every_line_of_the_list_opens(role):
    what_waits()
    new = newcomer(role)
    client = client_for(new)

    assert "Nothing waits for you" in client.get("/").text or pages(new)
    for thing in things_for(new):
        assert client.get(thing.url).status_code == 200, thing.text


@pytest.mark.parametrize("role", FROM)
def test_a_role_that_begins_to_count_changes_the_list_on_the_same_day(role, time_machine):
    what_waits()
    new, old = newcomer(role), factories.staff(role)
    assert pages(old) >= ONCE_IT_COUNTS[role]  # whose query was written first, and is kept
    assert not pages(new) & ONCE_IT_COUNTS[role]

    time_machine.move_to(NOON + timedelta(minutes=1))

    assert pages(new) == pages(old)


def test_an_officer_whose_role_as_approver_waits_sees_what_an_officer_sees():
    case = factories.with_panel()
    both = newcomer("is_officer", "is_approver")
    officer = factories.staff("is_officer")
    case.round.decision_on = MORNING.date() + timedelta(days=1)
    case.round.save()

    assert pages(both) == pages(officer)
    texts = [thing.text for thing in things_for(both)]
    assert f"{case.organisation.name} is with the panel" in texts


@pytest.mark.parametrize(
    ("role", "label"),
    [
        ("is_approver", "Approver"),
        ("is_finance_preparer", "Finance: prepares payments"),
        ("is_finance_approver", "Finance: approves payments"),
    ],
)
def test_home_says_from_when_a_role_counts(role, label, time_machine):
    new = newcomer(role)
    sentence = f"Your role “{label}” counts from midday on 13 January 2027"

    assert sentence in client_for(new).get("/").text
    assert "To decide" not in client_for(new).get("/").text
    time_machine.move_to(NOON + timedelta(minutes=1))
    assert sentence not in client_for(new).get("/").text


def test_who_approves_from_tomorrow_is_not_told_to_approve():
    what_waits()
    new = newcomer("is_finance_approver")

    [run], _after = runs_under_way(new)

    assert run.next.startswith(
        "Somebody else must approve it: your role counts from midday on 13 January"
    )
    assert "Look at each line, then approve it" not in client_for(new).get("/payments/").text


# --- Who else may approve ---


def test_whoever_let_go_what_a_colleague_held_is_not_named_as_one_who_may_approve():
    application = with_bank_details()
    both = factories.staff("is_approver", "is_finance_approver")
    other = factories.staff("is_finance_approver")
    hold = factories.held_instalment(application)
    let_go_instalment(hold.instalment, because="I rang them.", by=both)
    run = prepared(application)

    may = who_may_approve(run, list(run.payments.all()), 4000)

    assert both not in may
    assert other in may
    assert (pages(both), pages(other)) == (set(), {"run"})
    [waits], _after = runs_under_way(both)
    assert waits.next.endswith("you let a payment go that a colleague held")


@pytest.mark.parametrize("outcome", ["", "note_only"])
def test_whom_a_conflict_keeps_from_a_run_is_not_named_as_one_who_may_approve(outcome):
    application = with_bank_details()
    near = factories.staff("is_approver", "is_finance_approver")
    conflict = declare_conflict(application, by=near, reason="Kin.")
    if outcome:
        officer = colleague("is_officer")
        settle_conflict(conflict, outcome=outcome, reason="Far.", seen=0, by=officer)
    run = prepared(application)

    may = who_may_approve(run, list(run.payments.all()), 4000)

    assert (near in may) == bool(outcome)


# --- The chair of a panel ---


def test_a_chair_signs_once_their_role_counts(time_machine):
    chair = newcomer("is_approver")
    called = panels.sitting(chair=chair, cases=0)
    called = begin_minutes(called, by=colleague("is_officer"))
    minutes = reverse("panel_minutes", args=[called.reference])
    sign = reverse("minutes_sign", args=[called.reference])

    with pytest.raises(PermissionDenied):
        sign_minutes(called, version=called.minutes_version, by=chair)
    client = client_for(chair)
    assert client.get(sign).status_code == 403
    shown = client.get(minutes).text
    assert "You can sign them from midday on 13 January 2027" in shown
    assert sign not in shown

    time_machine.move_to(NOON + timedelta(minutes=1))
    client = client_for(chair)
    assert sign in client.get(minutes).text
    assert client.post(sign, {"version": called.minutes_version}).status_code == 302


# --- Whom an officer settled to keep from deciding ---


@pytest.mark.parametrize("outcome", ["no_score", "leaves"])
def test_whoever_may_not_decide_about_a_case_has_none_of_it_on_their_list(outcome):
    proposal = factories.route_proposed(factories.accepted())
    recovery = factories.money_back_asked()
    to_write_off = factories.to_write_off()
    near = factories.staff("is_approver")
    for case in (proposal.application, recovery.application, to_write_off.application):
        conflict = declare_conflict(case, by=near, reason="Kin.")
        officer = colleague("is_officer")
        settle_conflict(conflict, outcome=outcome, reason="Kin.", seen=0, by=officer)

    assert pages(near) == set()
