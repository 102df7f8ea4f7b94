"""The dates of a published round: they move with a reason, and everybody concerned hears it."""

import html
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from applicants.access import Refused
from applicants.models import Email
from grants.applications.actions import submit_application, withdraw_application
from grants.funds.actions import move_dates
from grants.models import DateChange, Round
from tests import factories
from tests.factories import client_for, staff
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db

JUNE = datetime(2027, 6, 1, 16, tzinfo=UTC)  # 5pm in London


@pytest.fixture
def june():
    """A round that closes at 5pm on 1 June 2027 and is decided by 1 July; today is 20 May."""
    with time_machine.travel(datetime(2027, 5, 20, 9, tzinfo=UTC), tick=False):
        yield factories.open_round(name="June", closes_at=JUNE, decision_on=date(2027, 7, 1))


def text_of(response):
    return " ".join(html.unescape(response.content.decode()).split())


def mail():
    return sorted(Email.objects.filter(event="grants/round_dates_moved").values_list("to", flat=1))


def move(round, **facts):
    facts = {
        "closes_at": round.closes_at,
        "decision_on": round.decision_on,
        "reason": "our site was down",
        "by": staff("is_officer"),
        **facts,
    }
    return move_dates(round, **facts)


def test_a_moved_date_stands_on_the_page_with_the_old_one_and_the_reason(june):
    move(june, closes_at=JUNE + timedelta(days=7))

    page = text_of(Client().get(url(june)))

    assert (
        "The closing date moved from 5pm on 1 June 2027 to 5pm on 8 June 2027, "
        "because our site was down." in page
    )
    assert page.count("5pm on 8 June 2027") == 2


def url(round, name="round"):
    return reverse(name, args=[round.reference])


def test_everybody_with_a_draft_gets_one_message_and_nobody_else(june):
    alder, birch = factories.organisation(name="Alder"), factories.organisation(name="Birch")
    both = owner_of(alder)
    reader = factories.member(alder, role="reader")
    factories.member(birch).memberships.update(user=both)
    gone = factories.member(alder)
    gone.memberships.update(ended_at=now())
    asleep = factories.member(alder)
    type(asleep).objects.filter(pk=asleep.pk).update(is_active=False)
    for of in (alder, birch):
        factories.draft(of=of, round=june)
    factories.draft()  # of another round
    sent = factories.submitted(round=june)
    withdrawn = factories.draft(round=june)
    withdraw_application(withdrawn, by=withdrawn.started_by)

    move(june, closes_at=JUNE + timedelta(days=7))

    assert mail() == sorted([both.email, reader.email, owner_of(birch).email])
    assert sent.submitted_by.email not in mail()


def test_those_who_sent_hear_of_a_new_decision_date_while_they_wait_for_it(june):
    waiting = factories.with_panel(round=june)
    declined = factories.declined(round=june)

    move(june, decision_on=date(2027, 7, 15))

    assert mail() == [waiting.started_by.email]
    assert (
        "We plan to decide by 15 July 2027."
        in Email.objects.get(event="grants/round_dates_moved").body
    )
    assert declined.started_by.email not in mail()


REFUSALS = {
    "nothing moves": ({}, "Both dates are the same"),
    "earlier": ({"closes_at": JUNE - timedelta(hours=1)}, "can only move later"),
    "into the past": ({"closes_at": JUNE - timedelta(days=30)}, "still to come"),
    "decided before it closes": ({"closes_at": JUNE + timedelta(days=60)}, "before the round"),
    "decision before closing": ({"decision_on": date(2027, 5, 31)}, "before the round closes"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_people_count_on_is_not_taken_away(june, case):
    facts, says = REFUSALS[case]

    with pytest.raises(Refused, match=says):
        move(june, **facts)

    assert not DateChange.objects.exists()
    assert not mail()
    june.refresh_from_db()
    assert (june.closes_at, june.decision_on) == (JUNE, date(2027, 7, 1))


def test_before_it_opens_the_closing_date_moves_either_way(june):
    soon = factories.open_round(
        opens_at=now() + timedelta(days=5),
        closes_at=now() + timedelta(days=40),
        decision_on=localdate() + timedelta(days=60),
    )

    move(soon, closes_at=now() + timedelta(days=30))
    with pytest.raises(Refused, match="after the round opens"):
        move(Round.objects.get(pk=soon.pk), closes_at=now() + timedelta(days=4))

    assert DateChange.objects.count() == 1


def test_a_round_that_nobody_has_seen_has_its_own_page_for_dates():
    round = factories.the_round()

    with pytest.raises(Refused, match="on its own page"):
        move(round, decision_on=round.decision_on + timedelta(days=1))


def test_a_closed_round_opens_again_until_somebody_has_begun_to_judge_it(june):
    draft = factories.draft(round=june)
    with time_machine.travel(JUNE + timedelta(hours=1), tick=False):
        with pytest.raises(Refused, match="closed"):
            submit_application(draft, by=draft.started_by)
        move(june, closes_at=JUNE + timedelta(days=2), reason="our site was down at the end")
        sent = submit_application(draft, by=draft.started_by)
    assert sent.submitted_at == JUNE + timedelta(hours=1)
    factories.in_assessment(round=june)

    with time_machine.travel(JUNE + timedelta(days=3), tick=False):
        again = Round.objects.get(pk=june.pk)
        with pytest.raises(Refused, match="begun to assess"):
            move(again, closes_at=JUNE + timedelta(days=9))
        move(again, decision_on=date(2027, 8, 1))  # a promise may still move


def test_a_move_stays_as_it_was(june):
    change = move(june, decision_on=date(2027, 7, 2))

    for attack in (
        lambda: DateChange.objects.update(reason="no reason"),
        lambda: DateChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    change.refresh_from_db()
    assert change.reason == "our site was down"


# --- The page ---


def sent_to(round, officer=None, **typed):
    facts = {
        "closes_at_day": "8",
        "closes_at_month": "6",
        "closes_at_year": "2027",
        "closes_at_time": "5pm",
        "decision_on_day": "1",
        "decision_on_month": "7",
        "decision_on_year": "2027",
        "reason": "our site was down.",
        **typed,
    }
    return client_for(officer or staff("is_officer")).post(url(round, "round_dates"), facts)


def test_an_officer_moves_the_dates_on_their_page(june):
    response = sent_to(june)

    assert response.status_code == 302
    change = DateChange.objects.get()
    assert (change.closes_at, change.reason) == (JUNE + timedelta(days=7), "our site was down")


BAD_REASONS = {
    "nothing": ("", "Say why the dates move"),
    "only a full stop": (" . ", "Say why the dates move"),
    "301 characters": ("a" * 301, "Use 300 characters or fewer"),
    "100,000 words": ("word " * 100_000, "Use 300 characters or fewer"),
    "a null": ("a\x00b", "Type the reason again"),
}


@pytest.mark.parametrize("case", BAD_REASONS)
def test_a_reason_that_does_not_do_is_refused_in_a_sentence(june, case):
    reason, says = BAD_REASONS[case]

    response = sent_to(june, reason=reason)

    assert response.status_code == 200
    assert says in text_of(response)
    assert "Error:" in text_of(response)
    assert not DateChange.objects.exists()


def test_html_and_emoji_in_a_reason_are_shown_as_they_were_typed(june):
    sent_to(june, reason="<script>alert(1)</script> & 🌧️ rain")

    page = Client().get(url(june)).content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 🌧️ rain." in page


def test_a_refusal_keeps_what_was_typed(june):
    response = sent_to(june, closes_at_day="31", closes_at_month="5", reason="we want to be early")

    assert "can only move later" in text_of(response)
    assert "we want to be early" in text_of(response)


def test_a_time_that_the_clocks_skip_is_refused(june):
    response = sent_to(
        june,
        closes_at_day="26",
        closes_at_month="3",
        closes_at_year="2028",
        closes_at_time="1:30am",
    )

    assert "this time does not exist" in text_of(response)


# --- The promise ---


def test_a_decision_that_is_late_stands_on_the_officers_home_and_on_the_tracker(june):
    late = factories.with_panel(round=june)
    factories.declined(round=june)
    officer = staff("is_officer")
    closing = datetime(2027, 7, 1, 20, tzinfo=UTC)
    with time_machine.travel(closing, tick=False):  # the promised day is not over
        home = text_of(client_for(officer).get("/"))
        assert '0</span> <a class="govuk-link" href="/cases/late-decisions/">' in home

    with time_machine.travel(closing + timedelta(hours=4), tick=False):  # 1am on 2 July here
        home = text_of(client_for(officer).get("/"))
        page = text_of(client_for(officer).get(reverse("decisions_overdue")))
        tracker = text_of(client_for(late.started_by).get(url(late, "progress")))

    assert '1</span> <a class="govuk-link" href="/cases/late-decisions/">' in home
    assert late.organisation.name in page
    assert page.count("promised by 1 July 2027") == 1
    assert "We said that we would decide by 1 July 2027. We are late" in tracker
