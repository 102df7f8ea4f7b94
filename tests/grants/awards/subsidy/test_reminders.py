"""A co-op that has not confirmed its public money hears of it, each morning once; then we do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.timezone import localtime

from applicants.models import Email, Membership
from grants.assessment.actions import declare_conflict
from grants.awards.subsidy.actions import ask_again
from grants.awards.subsidy.reminders import due_day, remind_to_confirm
from grants.casework.today import things_for
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LONDON = ZoneInfo("Europe/London")
EVENT = "grants/public_money_reminder"


def reminded():
    return sorted(Email.objects.filter(event=EVENT).values_list("to", flat=True))


def messages():
    """How many messages there were, whoever got them."""
    return Email.objects.filter(event=EVENT).values("key").distinct().count()


def sweep(since, *days, hour=9):
    for each in days:
        at = localtime(since).replace(hour=hour, minute=5) + timedelta(days=each)
        with time_machine.travel(at):
            remind_to_confirm()


def signed():
    """A signed award that nobody has confirmed, and since when."""
    application = factories.accepted(confirmed=False)
    return application, application.award.accepted_at


def on_the_list(user, since, days):
    with time_machine.travel(since + timedelta(days=days)):
        return "case_reminder" in [thing.source.page for thing in things_for(user)]


def test_signatories_hear_after_7_and_14_days_each_once():
    application, since = signed()
    factories.member(application.organisation)  # who may not sign

    sweep(since, 1, 6, 7, 7, 8, 13, 14, 14, 15, 30, 400)

    signs = application.organisation.memberships.live().filter(is_signatory=True)
    assert reminded() == sorted([one.user.email for one in signs] * 2)
    keys = set(Email.objects.filter(event=EVENT).values_list("key", flat=True))
    assert {key.rpartition("/")[2] for key in keys} == {"7", "14"}
    body = Email.objects.filter(event=EVENT).first().body
    assert f"/{application.reference}/" in body
    assert "Before we may pay" in body


def test_not_before_8_in_the_morning():
    _application, since = signed()

    sweep(since, 7, hour=7)
    assert reminded() == []
    sweep(since, 7, hour=8)
    assert messages() == 1


def test_a_worker_that_was_away_writes_the_last_one_only_and_not_after_a_week():
    _application, since = signed()
    sweep(since, 16)
    assert messages() == 1

    _other, since = signed()
    before = reminded()
    sweep(since, 22)
    assert reminded() == before


def test_who_has_confirmed_hears_nothing():
    application, since = signed()
    factories.confirmed_limit(application)

    sweep(since, 7, 14)

    assert reminded() == []
    assert not on_the_list(colleague("is_officer"), since, 20)


def test_no_reminder_before_they_signed_nor_where_the_law_asks_nothing():
    offered = factories.offered()
    application, since = signed()
    factories.assessed_subsidy(application, route="not_subsidy", reason="It does not trade.")

    sweep(offered.award.offered_at, 7, 14)
    sweep(since, 7, 14)

    assert reminded() == []


def test_a_new_notice_counts_anew():
    application, since = signed()
    sweep(since, 7)
    with time_machine.travel(since + timedelta(days=8)):
        ask_again(application.award, by=colleague("is_officer"))

    sweep(since, 9, 14)
    assert messages() == 1
    sweep(since, 15, 22)
    assert messages() == 3


def test_where_nobody_signs_the_owners_hear():
    application, since = signed()
    Membership.objects.filter(organisation=application.organisation).update(is_signatory=False)

    sweep(since, 7)

    assert reminded() == [application.started_by.email]


def test_officers_see_those_past_the_last_day_and_a_conflict_hides_them():
    application, since = signed()
    officer, other = colleague("is_officer"), factories.staff("is_officer")
    declare_conflict(application, by=other, reason="My sister works there.")

    assert not on_the_list(officer, since, 13)
    assert on_the_list(officer, since, 16)
    assert not on_the_list(other, since, 16)


def test_the_days_are_a_setting(settings):
    settings.SUBSIDY_REMINDER_DAYS = [3]
    _application, since = signed()

    sweep(since, 2, 3, 7, 14)

    assert messages() == 1


def test_none_in_the_setting_means_none(settings):
    settings.SUBSIDY_REMINDER_DAYS = []
    _application, since = signed()

    sweep(since, 7, 14)

    assert reminded() == []


def test_the_mornings_keep_to_the_clock_on_the_wall():
    asked = datetime(2026, 10, 20, 17, tzinfo=LONDON)  # the clocks go back on the 25th
    assert due_day(asked, datetime(2026, 10, 27, 7, 59, tzinfo=LONDON)) is None
    assert due_day(asked, datetime(2026, 10, 27, 8, tzinfo=LONDON)) == 7
