"""How far the scoring of a round is, and who is reminded of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from applicants.access import Refused
from applicants.models import Email
from grants.assessment import actions
from grants.assessment.board import queries
from grants.assessment.board.reminders import mornings_of, remind_assessors
from grants.funds.actions import move_dates, set_scores_due
from grants.models import Assignment, Round
from tests import factories
from tests.factories import client_for
from tests.factories.cases import colleague
from tests.grants.assessment.scene import scores, text

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def round(db):
    return factories.open_round()


@pytest.fixture
def officer(db):
    return client_for(colleague("is_officer"))


def ask(application, assessor):
    actions.assign_assessor(application, assessor=assessor, by=colleague("is_officer"))
    assessor.forget()
    return assessor


def board(round):
    return queries.board_of(round, colleague("is_officer"))


def test_the_board_shows_who_filed_who_drafts_and_who_has_not_begun(round, officer):
    application = factories.in_assessment(round=round)
    filed, drafting, idle = (factories.assessor(name=name) for name in ("Ada", "Bo", "Cy"))
    factories.filed(application, filed)
    ask(application, drafting)
    actions.declare_no_conflict(application, by=drafting)
    actions.save_scores(application, scores=scores(application, (3, ""), (2, "")), by=drafting)
    ask(application, idle)

    seen = board(round)
    shown = text(officer.get(reverse("scoring", args=[round.reference])))

    assert [(one.filed, one.drafting, one.not_begun) for one in seen.readers] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]
    assert seen.waiting_for == [drafting, idle]
    assert seen.needing == []
    assert "Remind the 2 people who have not filed" in shown
    assert "drafting since" in shown


def test_a_case_needs_somebody_when_an_assessor_is_gone_or_handed_it_back(round):
    nobody, taken, closed, back, moved = (factories.in_assessment(round=round) for _ in range(5))
    ask(taken, factories.assessor())
    factories.filed(closed, factories.assessor())
    gone = ask(closed, factories.assessor())
    gone.is_active = False
    gone.save()
    for case in (back, moved):
        actions.hand_back(case, because="no_time", by=ask(case, factories.assessor()))
    ask(moved, factories.assessor())

    seen = board(round)

    assert {row.application for row in seen.needing} == {nobody, closed, back}
    assert gone not in seen.waiting_for


def test_who_filed_and_left_leaves_nothing_open(round):
    application = factories.in_assessment(round=round)
    gone = factories.assessor()
    factories.filed(application, gone)
    gone.is_assessor = False
    gone.save()

    assert board(round).needing == []


def test_scores_that_are_set_aside_leave_a_case_without_any(round, officer):
    application = factories.in_assessment(round=round)
    assessor = factories.assessor(name="Ada")
    factories.filed(application, assessor)
    conflict = actions.declare_conflict(application, reason="My aunt.", by=assessor)
    actions.settle_conflict(
        conflict, outcome="note_only", reason="Long ago.", seen=0, by=colleague("is_officer")
    )

    assert [row.application for row in board(round).needing] == [application]
    for name, record in (("scoring", round), ("case_assessors", application)):
        assert "set aside" in text(officer.get(reverse(name, args=[record.reference])))


def test_a_case_that_is_closed_to_the_officer_is_not_on_the_board(round):
    application = factories.in_assessment(round=round)
    actions.declare_conflict(application, by=colleague("is_officer"), reason="My aunt.")

    assert board(round).rows == []


def test_the_board_costs_the_same_for_few_and_for_many(round, officer):
    def cost():
        with CaptureQueriesContext(connection) as made:
            officer.get(reverse("scoring", args=[round.reference]))
        return len(made)

    people = [factories.assessor() for _ in range(3)]
    for person in people:
        ask(factories.in_assessment(round=round), person)
    cost()
    few = cost()
    for _ in range(3):
        application = factories.in_assessment(round=round)
        for person in people:
            ask(application, person)

    assert cost() == few <= 15


# The day for scores


def test_the_day_for_scores_is_still_to_come_and_before_the_decision(round):
    by = colleague("is_officer")
    for day in (localdate() - timedelta(1), round.decision_on + timedelta(1)):
        with pytest.raises(Refused):
            set_scores_due(round, scores_due_on=day, by=by)
    with pytest.raises(Refused, match="Only officers"):
        set_scores_due(round, scores_due_on=None, by=factories.assessor())

    round = set_scores_due(round, scores_due_on=round.decision_on, by=by)

    earlier = round.decision_on - timedelta(1)
    with pytest.raises(Refused, match="Scores are due after that day"):
        move_dates(
            round, closes_at=round.closes_at, decision_on=earlier, reason="We are quick", by=by
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=round.pk).update(decision_on=earlier)


def test_an_officer_sets_and_clears_the_day(round, officer):
    address = reverse("scores_due", args=[round.reference])
    day = round.decision_on
    parts = {"scores_due_on_day": day.day, "scores_due_on_month": day.month}

    wrong = officer.post(address, parts)
    saved = officer.post(address, {**parts, "scores_due_on_year": day.year})
    round.refresh_from_db()
    cleared = officer.post(address, {})

    assert "must include a year" in text(wrong)
    assert saved.status_code == cleared.status_code == 302
    assert round.scores_due_on == day
    round.refresh_from_db()
    assert round.scores_due_on is None


# Reminders by the clock


def mails():
    return Email.objects.filter(event="grants/scores_reminder")


def owing_round(round, due):
    """Two cases of one assessor who owes both, and one of another who has filed."""
    cases = [factories.in_assessment(round=round) for _ in range(2)]
    late, done = factories.assessor(), factories.assessor()
    for case in cases:
        ask(case, late)
    factories.filed(cases[0], done)
    Round.objects.filter(pk=round.pk).update(scores_due_on=due)
    Assignment.objects.update(assigned_at=datetime(2026, 1, 1, tzinfo=LONDON))
    return late


def test_three_mornings_one_message_each_for_those_who_owe():
    due = date(2027, 3, 29)  # the clocks changed on the day before
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=LONDON), tick=False) as clock:
        late = owing_round(factories.open_round(), due)
        for day, hour, number in (
            (25, 12, 0),
            (26, 7, 0),
            (26, 8, 1),
            (26, 9, 1),
            (28, 9, 1),
            (29, 8, 2),
            (30, 9, 2),
            (31, 8, 3),
        ):
            clock.move_to(datetime(2027, 3, day, hour, tzinfo=LONDON))
            remind_assessors()
            remind_assessors()
            assert mails().count() == number, (day, hour)
        clock.move_to(datetime(2027, 4, 9, 9, tzinfo=LONDON))
        remind_assessors()

    assert set(mails().values_list("to", flat=True)) == {late.email}
    bodies = list(mails().order_by("pk").values_list("body", flat=True))
    for body, said in zip(bodies, ("are due by 29 March", "due today", "were due by"), strict=True):
        assert said in body
    assert mails().first().subject == "2 applications wait for your scores"


def test_who_was_asked_after_the_morning_hears_nothing_more_that_day(round):
    owing_round(round, localdate())
    at = mornings_of(localdate())[1].at
    Assignment.objects.update(assigned_at=at + timedelta(minutes=1))

    with time_machine.travel(at + timedelta(hours=1), tick=False):
        assert remind_assessors() == 0


def test_a_round_without_a_day_and_people_who_cannot_score_hear_nothing(round):
    late = owing_round(round, None)
    assert remind_assessors() == 0

    Round.objects.filter(pk=round.pk).update(scores_due_on=localdate())
    late.is_active = False
    late.save()

    with time_machine.travel(mornings_of(localdate())[1].at + timedelta(hours=1), tick=False):
        assert remind_assessors() == 0


def test_an_officer_reminds_by_hand_once_a_day(round, officer):
    late = owing_round(round, None)
    address = reverse("scoring_remind", args=[round.reference])

    first = officer.post(address, follow=True)
    second = officer.post(address, follow=True)

    assert "We have reminded 1 person by email." in text(first)
    assert "was reminded today already" in text(second)
    assert mails().get().to == late.email
    with pytest.raises(Refused, match="Only officers"):
        actions.remind_round(round, by=late)
