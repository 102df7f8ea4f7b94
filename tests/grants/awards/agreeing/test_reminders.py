"""Reminders before an offer ends: to those who have not signed, each once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.timezone import localtime

from applicants.models import Email
from grants.awards.agreeing.actions import extend_offer, turn_down_award
from grants.awards.agreeing.reminders import due_morning, mornings_of, remind_signatories
from grants.models import Award
from tests import factories
from tests.factories import signed
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def reminded():
    rows = Email.objects.filter(event="grants/offer_reminder")
    return sorted(rows.values_list("to", flat=True))


def two_may_sign():
    application = factories.offered()
    (other,) = factories.add_signatories(application)
    return application, application.started_by, other


def morning_before(days):
    last = localtime(Award.objects.get().respond_by)
    return last.replace(hour=8, minute=5) - timedelta(days=days)


def test_the_mornings_keep_to_the_clock_on_the_wall():
    last = datetime(2026, 10, 27, 17, tzinfo=LONDON)  # the clocks went back on the 25th

    assert [(one.days, one.at.isoformat()) for one in mornings_of(last)] == [
        (7, "2026-10-20T08:00:00+01:00"),
        (2, "2026-10-25T08:00:00+00:00"),
        (0, "2026-10-27T08:00:00+00:00"),
    ]


def test_each_signatory_hears_twice_and_an_officer_on_the_day():
    _application, ana, ben = two_may_sign()
    officer = colleague("is_officer")

    for days in (8, 7, 7, 6, 3, 2, 2, 1, 0, 0):
        with time_machine.travel(morning_before(days)):
            remind_signatories()

    assert reminded() == sorted([ana.email, ben.email] * 2)
    on_the_day = Email.objects.filter(event="grants/offer_ends_today", to=officer.email)
    assert on_the_day.count() == 1


def test_whoever_signed_hears_nothing_more():
    application, ana, ben = two_may_sign()
    signed(application, by=ana)

    with time_machine.travel(morning_before(7)):
        remind_signatories()

    assert reminded() == [ben.email]
    body = Email.objects.get(event="grants/offer_reminder").body
    assert f"{ana.name} has, {ben.name} has not" in body


def test_where_people_are_missing_the_owner_hears_it_also_after_signing():
    application = factories.offered()
    signed(application, by=application.started_by)

    with time_machine.travel(morning_before(7)):
        remind_signatories()

    assert reminded() == [application.started_by.email]
    assert "1 more must be named" in Email.objects.get(event="grants/offer_reminder").body


def test_a_morning_that_the_worker_slept_through_is_made_up_for():
    two_may_sign()

    with time_machine.travel(morning_before(4)):
        remind_signatories()

    assert len(reminded()) == 2


def test_more_time_plans_the_mornings_anew():
    application, _ana, _ben = two_may_sign()
    last = localtime(Award.objects.get().respond_by).date()
    with time_machine.travel(morning_before(7)):
        remind_signatories()
    with time_machine.travel(morning_before(5)):
        extend_offer(
            application, until=last + timedelta(4), reason="Ill.", by=colleague("is_officer")
        )
        remind_signatories()  # nine days before the new date
    assert len(reminded()) == 2

    with time_machine.travel(morning_before(7)):
        remind_signatories()

    assert len(reminded()) == 4


def test_a_short_offer_begins_with_no_reminder():
    """Offered three days before its end: the morning of seven days was over before it began."""
    two_may_sign()
    award = Award.objects.get()
    offered_at = award.respond_by - timedelta(days=3)

    assert due_morning(award.respond_by, offered_at, offered_at + timedelta(hours=1)) is None
    with time_machine.travel(morning_before(2)):
        assert due_morning(award.respond_by, offered_at, morning_before(2)).days == 2


@pytest.mark.parametrize(
    "answer",
    [
        factories.all_sign,
        lambda application: turn_down_award(application, reason="No.", by=application.started_by),
    ],
)
def test_nobody_is_reminded_of_what_is_answered(answer):
    application, _ana, _ben = two_may_sign()
    answer(application)

    with time_machine.travel(morning_before(2)):
        assert remind_signatories() == 0


def test_the_fund_says_on_which_mornings(settings):
    two_may_sign()
    settings.OFFER_REMINDER_DAYS = [10]

    for days in (11, 10, 7, 2):
        with time_machine.travel(morning_before(days)):
            remind_signatories()

    assert len(reminded()) == 2
