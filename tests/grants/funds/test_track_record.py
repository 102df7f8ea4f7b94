"""What a round’s page tells of the round before it: how many were funded, how long it took."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from grants.funds.track_record import in_words, last_round_before, usual_time
from grants.lifecycle import Stage
from grants.models import Application, Fund, Submission
from tests import factories
from tests.factories.cases import colleague

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def text_of(response):
    return " ".join(html.unescape(response.content.decode()).split())


def page_of(round):
    return text_of(Client().get(reverse("round", args=[round.reference])))


def closed_round(states, *, days_ago=30, minutes=(), **facts):
    """A round that closed, with one sent application in each of these states."""
    round = factories.open_round(**facts)
    by = colleague("is_officer")
    for number, state in enumerate(states):
        application = Application.objects.create(
            reference=f"{round.reference}-{number}",
            organisation=factories.organisation(),
            round=round,
            state=state,
            started_by=by,
            submitted_at=now(),
            submitted_by=by,
            amount_requested=4000,
            days_requested=0,
        )
        if minutes:
            Submission.objects.create(
                application=application,
                organisation_name=application.organisation.name,
                decision_on=round.decision_on,
                answers={},
                content_hash="0" * 64,
                submitted_at=now(),
                submitted_by=by,
                minutes=minutes[number],
            )
    type(round).objects.filter(pk=round.pk).update(
        opens_at=now() - (days_ago + 30) * DAY,
        closes_at=now() - days_ago * DAY,
        decision_on=localdate() - days_ago * DAY,
    )
    round.refresh_from_db()
    return round


S = Stage
MIXED = [S.ACCEPTED, S.IN_MONITORING, S.CLOSED, S.DECLINED, S.INELIGIBLE, S.LAPSED, S.WITHDRAWN]


def test_the_page_tells_how_many_were_funded_last_time():
    closed_round(MIXED, name="Last year")

    page = page_of(factories.open_round())

    assert "Last time, in <" in page
    assert "3 of 6 applications were funded." in page


def test_the_last_decided_round_counts_and_not_one_that_still_waits():
    closed_round(MIXED, days_ago=60)
    closed_round([*MIXED, S.WITH_PANEL], days_ago=30)
    closed_round([*MIXED, S.DRAFT], days_ago=20)  # returned for changes

    last = last_round_before(factories.open_round())

    assert (last.sent, last.funded) == (6, 3)


def test_few_applications_are_not_told_of():
    closed_round([S.ACCEPTED] * 4)

    round = factories.open_round()

    assert last_round_before(round) is None
    assert "applications were funded" not in page_of(round)


def test_drafts_that_nobody_sent_count_nowhere():
    over = closed_round([S.DECLINED] * 5)
    Application.objects.create(
        reference="unsent",
        organisation=factories.organisation(),
        round=over,
        started_by=colleague("is_officer"),
    )

    last = last_round_before(factories.open_round())

    assert (last.sent, last.funded) == (5, 0)


def test_another_fund_or_a_later_round_says_nothing():
    other = Fund.objects.create(name="Start Fund", purpose="To begin.")
    closed_round(MIXED, fund=other)
    early = closed_round([], days_ago=90)
    closed_round(MIXED, days_ago=30)

    assert last_round_before(early) is None
    assert last_round_before(factories.open_round(fund=other)).round.fund == other


def test_the_first_round_of_a_fund_has_nothing_to_tell():
    round = factories.open_round()

    assert last_round_before(round) is None
    assert usual_time(round) == ""
    assert "took co-ops" not in page_of(round)


# --- How long it took ---


def test_the_page_tells_how_long_the_writing_took_last_time():
    closed_round([S.DECLINED] * 5, minutes=[30, 170, 190, 200, 4000])

    assert "Writing an application took co-ops about 3 hours." in page_of(factories.open_round())


def test_its_own_times_count_once_there_are_five():
    closed_round([S.DECLINED] * 5, minutes=[300] * 5)
    over = closed_round([S.DECLINED] * 5, days_ago=10, minutes=[60] * 5)
    few = closed_round([S.DECLINED] * 4, days_ago=5, minutes=[20] * 4)

    assert usual_time(over) == "an hour"
    assert usual_time(few) == "an hour"


def test_what_was_not_measured_is_no_time_at_all():
    closed_round([S.DECLINED] * 6, minutes=[0, 0, 90, 90, 90, 90])

    assert usual_time(factories.open_round()) == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "10 minutes"),
        (38, "40 minutes"),
        (54, "50 minutes"),
        (55, "an hour"),
        (88, "an hour and a half"),
        (120, "2 hours"),
        (151.5, "2 and a half hours"),
        (180, "3 hours"),
        (1200, "20 hours"),
    ],
)
def test_a_time_reads_as_one_would_say_it(minutes, words):
    assert in_words(minutes) == words
