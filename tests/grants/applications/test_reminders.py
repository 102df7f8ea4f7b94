"""Reminders of drafts: four mornings by the clock on the wall, each once for each person."""

import logging
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now

from applicants.models import Email, Membership
from grants import tasks
from grants.applications.actions import (
    return_for_changes,
    submit_application,
    withdraw_application,
)
from grants.applications.reminders import due_morning, mornings_of, remind_drafts
from tests import factories
from tests.factories.cases import colleague
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def here(*parts):
    return datetime(*parts, tzinfo=LONDON)


CLOSES = here(2027, 6, 10, 17)
WEEK, TWO_DAYS, LAST, PASSED = (
    here(2027, 6, 3, 8),
    here(2027, 6, 8, 8),
    here(2027, 6, 10, 8),
    here(2027, 6, 11, 8),
)


@pytest.fixture
def clock():
    with time_machine.travel(here(2027, 5, 20, 9), tick=False) as clock:
        yield clock


@pytest.fixture
def draft(clock):
    round = factories.open_round(name="June", closes_at=CLOSES, decision_on=date(2027, 7, 1))
    return factories.draft(round=round)


def told(application, event="grants/"):
    """Who was written to about a draft's deadline, the first message first."""
    events = ["grants/draft_reminder", "grants/deadline_passed"]
    rows = Email.objects.filter(about=application.reference, event__in=events)
    return list(rows.filter(event__startswith=event).order_by("pk").values_list("to", flat=True))


# --- The mornings ---


def test_the_mornings_of_a_deadline_at_five():
    assert [each.at for each in mornings_of(CLOSES)] == [WEEK, TWO_DAYS, LAST, PASSED]


@pytest.mark.parametrize("closes", [here(2027, 6, 11), here(2027, 6, 11, 7), here(2027, 6, 11, 8)])
def test_a_round_that_closes_before_the_morning_is_over_has_its_last_morning_the_day_before(closes):
    mornings = mornings_of(closes)

    assert [each.at for each in mornings] == [WEEK, TWO_DAYS, LAST, PASSED]
    assert mornings[2].at < closes <= mornings[3].at


def test_eight_is_eight_on_the_wall_when_the_clocks_change_in_between():
    autumn = mornings_of(here(2026, 10, 28, 17))  # the clocks go back on 25 October
    spring = mornings_of(here(2027, 3, 29, 17))  # and forward on 28 March

    for mornings in (autumn, spring):
        assert {each.at.astimezone(LONDON).hour for each in mornings} == {8}
    assert [each.at.astimezone(UTC).hour for each in autumn] == [7, 8, 8, 8]
    assert [each.at.astimezone(UTC).hour for each in spring] == [8, 8, 7, 7]


@pytest.mark.parametrize("days", range(0, 400, 7))
def test_at_any_moment_at_most_one_message_is_due(days):
    deadline = here(2026, 9, 1, 17) + timedelta(days=days, hours=days % 24)

    starts = [each.at for each in mornings_of(deadline)]
    ends = [each.until for each in mornings_of(deadline)]
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert starts[2] < deadline <= starts[3]


def test_a_morning_before_the_draft_began_is_over():
    assert due_morning(CLOSES, WEEK + SECOND, WEEK + timedelta(hours=2)) is None
    assert due_morning(CLOSES, WEEK - SECOND, WEEK + timedelta(hours=2)).name == "7 days"


# --- The sweep ---


def test_each_morning_writes_once_to_everybody_who_can_edit(draft, clock):
    of = draft.organisation
    owner, editor = owner_of(of), factories.member(of)
    factories.member(of, role=Membership.Role.READER)
    factories.member(of).memberships.update(ended_at=now())
    group = [owner.email, editor.email]

    for number, morning in enumerate([WEEK, TWO_DAYS, LAST], start=1):
        clock.move_to(morning - SECOND)
        assert remind_drafts() == 0
        clock.move_to(morning)
        assert remind_drafts() == 2
        assert remind_drafts() == 0
        clock.move_to(morning + timedelta(minutes=15))
        tasks.remind_drafts()
        assert told(draft) == group * number
    clock.move_to(PASSED)
    assert remind_drafts() == 2
    assert remind_drafts() == 0

    assert told(draft, "grants/deadline_passed") == group
    clock.move_to(PASSED + 30 * DAY)
    assert remind_drafts() == 0


def test_what_they_say(draft, clock):
    for morning in (WEEK, LAST, PASSED):
        clock.move_to(morning)
        remind_drafts()

    week, last, passed = Email.objects.filter(about=draft.reference).order_by("pk")
    assert week.subject == "Send your application by 5pm on 10 June 2027"
    assert last.subject == "Last day: send your application by 5pm on 10 June 2027"
    assert passed.subject == "Your deadline has passed, here is what you can do"
    assert "ask for more time until 5pm on 17 June 2027" in passed.body
    assert f"/applications/{draft.reference}/more-time/" in passed.body


def test_a_worker_that_was_away_at_eight_catches_up_but_does_not_write_out_of_date(draft, clock):
    clock.move_to(WEEK + timedelta(hours=9))
    assert remind_drafts() == 1
    clock.move_to(LAST + timedelta(hours=8, minutes=59))
    assert remind_drafts() == 1
    clock.move_to(CLOSES)
    assert remind_drafts() == 0  # the last morning is over
    clock.move_to(PASSED + 4 * DAY)
    assert remind_drafts() == 0


def test_what_is_sent_withdrawn_or_returned_gets_none(draft, clock):
    by = draft.started_by
    submit_application(draft, by=by)
    gone = factories.draft(round=draft.round)
    withdraw_application(gone, by=gone.started_by)
    returned = factories.submitted(round=draft.round)
    return_for_changes(returned, note="Add prices.", by=colleague("is_officer"))

    for morning in (WEEK, TWO_DAYS, LAST, PASSED):
        clock.move_to(morning)
        assert remind_drafts() == 0


def test_a_closing_date_that_moves_plans_the_mornings_anew(draft, clock):
    clock.move_to(WEEK)
    remind_drafts()

    factories.dates_moved(draft.round, days=7)

    clock.move_to(TWO_DAYS)
    assert remind_drafts() == 0
    for morning in (WEEK, TWO_DAYS, LAST, PASSED):
        clock.move_to(morning + 7 * DAY)
        assert remind_drafts() == 1
    assert len(told(draft)) == 5


def test_more_time_moves_the_mornings_of_its_draft_alone(draft, clock):
    other = factories.draft(round=draft.round)
    factories.more_time(draft, days=20)

    for morning in (WEEK, TWO_DAYS, LAST, PASSED):
        clock.move_to(morning)
        remind_drafts()
    assert (len(told(draft)), len(told(other))) == (0, 4)
    for morning in (WEEK, TWO_DAYS, LAST, PASSED):
        clock.move_to(morning + 20 * DAY)
        remind_drafts()

    assert (len(told(draft)), len(told(other))) == (4, 4)
    assert "5pm on 30 June 2027" in Email.objects.filter(about=draft.reference).last().body


def test_a_draft_begun_on_the_last_day_hears_only_that_the_deadline_passed(draft, clock):
    clock.move_to(LAST + timedelta(hours=1))
    late = factories.draft(round=draft.round)
    assert remind_drafts() == 1  # the other one
    clock.move_to(PASSED)
    remind_drafts()

    assert told(late, "grants/draft_reminder") == []
    assert len(told(late, "grants/deadline_passed")) == 1


def test_somebody_who_joins_later_that_morning_hears_of_it_too(draft, clock):
    clock.move_to(WEEK)
    remind_drafts()
    editor = factories.member(draft.organisation)

    assert remind_drafts() == 1
    assert told(draft)[-1] == editor.email


@contextmanager
def no_mail_about(reference):
    """The database refuses one co-op’s messages, as a full or broken table would."""
    when = f"NEW.about = '{reference}'"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER no_mail BEFORE INSERT ON applicants_email WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION no_mail() RETURNS trigger AS "
                "$$ BEGIN RAISE EXCEPTION 'no room'; END $$ LANGUAGE plpgsql"
            )
            cursor.execute(
                "CREATE TRIGGER no_mail BEFORE INSERT ON applicants_email FOR EACH ROW "
                f"WHEN ({when}) EXECUTE FUNCTION no_mail()"
            )
        yield
        on = "" if connection.vendor == "sqlite" else " ON applicants_email"
        cursor.execute(f"DROP TRIGGER no_mail{on}")


def test_one_draft_that_fails_does_not_silence_the_others(draft, clock, caplog):
    others = [factories.draft(round=draft.round) for _ in range(2)]
    clock.move_to(WEEK)

    with no_mail_about(draft.reference), caplog.at_level(logging.ERROR):
        assert remind_drafts() == 2

    assert f"Could not remind the co-op of draft {draft.reference}." in caplog.text
    assert [len(told(each)) for each in (draft, *others)] == [0, 1, 1]
    assert remind_drafts() == 1  # mended, it is caught up with


def test_a_fund_with_many_drafts_costs_a_few_queries_for_each(
    draft, clock, django_assert_max_num_queries
):
    clock.move_to(WEEK)

    with django_assert_max_num_queries(12):
        remind_drafts()
    with django_assert_max_num_queries(11):
        remind_drafts()
