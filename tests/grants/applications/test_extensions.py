"""More time for one application: asked by its co-op, given or refused by an officer."""

import html
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.access import Refused
from applicants.models import Email, Membership
from grants.applications.actions import (
    ask_for_more_time,
    give_more_time,
    refuse_more_time,
    return_for_changes,
    save_section,
    submit_application,
    withdraw_application,
)
from grants.applications.queries import time_left
from grants.history import faults_in
from grants.models import Application, Extension
from tests import factories
from tests.factories import client_for, staff
from tests.factories.cases import colleague
from tests.factories.people import owner_of

pytestmark = pytest.mark.django_db

CLOSES = datetime(2027, 6, 1, 16, tzinfo=UTC)  # 5pm in London
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(CLOSES - 10 * DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def draft(clock):
    """A draft that could be sent; its round closes at 5pm on 1 June 2027."""
    round = factories.open_round(name="June", closes_at=CLOSES, decision_on=date(2027, 7, 1))
    return factories.draft(round=round)


def text_of(response):
    return " ".join(html.unescape(response.content.decode()).split())


def at(name, record):
    return reverse(name, args=[record.reference])


def given(application, until, answer="Get well soon."):
    asked = Extension.objects.filter(application=application, answered_at=None).first()
    asked = asked or factories.asked_for_more_time(application)
    return give_more_time(asked, until=until, answer=answer, by=colleague("is_officer"))


# --- Asking ---


def test_a_request_shows_officers_who_asked_and_why_and_nothing_of_the_draft(draft):
    owner, officer = draft.started_by, client_for(staff("is_officer"))
    section = draft.sections.order_by("section__number").last()
    assert "will bake bread" in str(section.answers)

    client_for(owner).post(at("more_time_ask", draft), {"reason": "Our hall was flooded."})

    request = Extension.objects.get()
    for page in (officer.get(reverse("more_time_list")), officer.get(at("more_time", request))):
        assert "Our hall was flooded." in text_of(page)
        assert draft.organisation.name in text_of(page)
        assert "will bake bread" not in text_of(page)
    assert officer.get(at("case", draft)).status_code == 404
    assert officer.get(at("application_answers", draft)).status_code == 404
    assert '1</span> <a class="govuk-link" href="/more-time/">' in text_of(officer.get("/"))


def test_one_request_waits_at_a_time_and_a_second_press_is_the_first_request(draft):
    first = factories.asked_for_more_time(draft)

    assert factories.asked_for_more_time(draft) == first
    with pytest.raises(Refused, match="asked for more time already"):
        factories.asked_for_more_time(draft, reason="Another reason.")

    page = text_of(client_for(draft.started_by).get(at("application", draft)))
    assert "Your group asked for more time." in page


def test_more_time_can_be_asked_for_until_a_week_after_the_deadline(draft, clock):
    page = at("more_time_ask", draft)
    clock.move_to(CLOSES + 7 * DAY)
    assert "Until we answer" in text_of(client_for(draft.started_by).get(page))
    assert "ask for more time" in text_of(
        client_for(draft.started_by).get(at("application", draft))
    )

    clock.move_to(CLOSES + 7 * DAY + MINUTE)

    with pytest.raises(Refused, match="too long since the deadline"):
        factories.asked_for_more_time(draft)
    assert "until 5pm on 8 June 2027" in text_of(client_for(draft.started_by).get(page))
    task_list = text_of(client_for(draft.started_by).get(at("application", draft)))
    assert at("more_time_ask", draft) not in task_list


def test_what_was_sent_or_withdrawn_needs_no_more_time(draft):
    request = factories.asked_for_more_time(draft)
    withdraw_application(draft, by=draft.started_by)
    sent = factories.submitted(round=draft.round)
    returned = factories.submitted(round=draft.round)
    return_for_changes(returned, note="Add prices.", by=colleague("is_officer"))

    for application in (draft, sent, returned):
        with pytest.raises(Refused, match="no longer a draft"):
            ask_for_more_time(application, reason="Ill.", by=application.started_by)
    with pytest.raises(Refused, match="no longer a draft"):
        given(draft, CLOSES + DAY)
    assert not Extension.objects.waiting().exists()
    assert Extension.objects.get() == request


def test_readers_and_strangers_cannot_ask(draft):
    reader = factories.member(draft.organisation, role=Membership.Role.READER)

    assert client_for(reader).get(at("more_time_ask", draft)).status_code == 403
    assert client_for(factories.person()).get(at("more_time_ask", draft)).status_code == 404


BAD_REASONS = {
    "nothing": ("", "Say why you need more time"),
    "spaces": (" \n ", "Say why you need more time"),
    "100,000 words": ("word " * 100_000, "Use 300 characters or fewer"),
    "a null": ("a\x00b", "without special signs"),
}


@pytest.mark.parametrize("case", BAD_REASONS)
def test_a_reason_that_does_not_do_is_refused_in_a_sentence(draft, case):
    typed, says = BAD_REASONS[case]

    response = client_for(draft.started_by).post(at("more_time_ask", draft), {"reason": typed})

    assert response.status_code == 200
    assert says in text_of(response)
    assert not Extension.objects.exists()


def test_html_and_emoji_in_a_reason_do_nothing(draft):
    strange = "<script>alert(1)</script> 🌊 & floods"
    client_for(draft.started_by).post(at("more_time_ask", draft), {"reason": strange})

    page = client_for(staff("is_officer")).get(reverse("more_time_list")).content.decode()

    assert "<script>alert(1)" not in page
    assert html.escape(strange) in page


# --- Answering ---


def answer(request, officer=None, **typed):
    facts = {
        "decision": "yes",
        "until_day": "3",
        "until_month": "6",
        "until_year": "2027",
        "until_time": "5pm",
        "answer": "Get well soon.",
        **typed,
    }
    return client_for(officer or staff("is_officer")).post(at("more_time", request), facts)


def test_given_time_is_in_the_history_and_everybody_in_the_group_hears_it(draft):
    reader = factories.member(draft.organisation, role=Membership.Role.READER)
    officer = staff("is_officer")

    response = answer(factories.asked_for_more_time(draft), officer)

    assert response.status_code == 302
    entry = draft.history.get(verb="extend")
    assert (entry.by, entry.subject, entry.note) == (
        officer,
        "5pm on 3 June 2027",
        "Get well soon.",
    )
    assert faults_in(draft) == []
    mail = Email.objects.filter(event="grants/extension_given")
    assert {each.to for each in mail} == {owner_of(draft.organisation).email, reader.email}
    assert all("until 5pm on 3 June 2027" in each.body for each in mail)


def test_every_page_of_the_draft_shows_the_later_moment(draft, clock):
    given(draft, CLOSES + 2 * DAY)
    clock.move_to(CLOSES + DAY)
    client = client_for(draft.started_by)

    for page in (at("application", draft), at("application_check", draft), reverse("home")):
        assert "5pm on 3 June 2027" in text_of(client.get(page))
        assert "5pm on 1 June 2027" not in text_of(client.get(page))
    assert "Agree and send" in text_of(client.get(at("application_check", draft)))


def test_a_draft_with_more_time_is_sent_after_the_round_closed_and_not_a_moment_too_late(
    draft, clock
):
    other = factories.draft(round=draft.round)
    late = factories.draft(round=draft.round)
    for application in (draft, late):
        given(application, CLOSES + 2 * DAY)

    clock.move_to(CLOSES + 2 * DAY - timedelta(microseconds=1))
    sent = client_for(draft.started_by).post(at("application_check", draft), {"is_agreed": "on"})
    assert sent.status_code == 302
    with pytest.raises(Refused, match="closed"):
        submit_application(other, by=other.started_by)
    clock.move_to(CLOSES + 2 * DAY)
    with pytest.raises(Refused, match="closed"):
        submit_application(late, by=late.started_by)

    states = dict(Application.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (draft, other, late)] == ["submitted", "draft", "draft"]


def test_without_more_time_it_cannot_be_sent_and_nothing_is_lost(draft, clock):
    clock.move_to(CLOSES)
    client = client_for(draft.started_by)

    page = text_of(client.post(at("application_check", draft), {"is_agreed": "on"}))

    assert "This round closed at 5pm on 1 June 2027" in page
    assert "will bake bread" in page
    assert at("more_time_ask", draft) in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_round_that_closes_while_somebody_saves_loses_nothing(draft, clock):
    """What was typed is kept after the deadline too; only the sending has an end."""
    section = draft.round.sections.order_by("number").first()
    clock.move_to(CLOSES + MINUTE)

    saved = save_section(
        draft, section, answers={"1": "Late"}, sound=["1"], version=1, by=draft.started_by
    )

    assert saved.version == 2
    assert draft.sections.get(section=section).answers == {"1": "Late"}


def test_the_deadline_is_decided_by_when_the_request_arrived_not_by_when_its_lock_was_won(
    draft, clock
):
    clock.move_to(CLOSES - timedelta(seconds=1))

    def slowly(execute, *query):
        clock.move_to(CLOSES + MINUTE)  # somebody else held the row over the closing
        return execute(*query)

    with connection.execute_wrapper(slowly):
        sent = submit_application(draft, by=draft.started_by)

    assert sent.submitted_at == CLOSES - timedelta(seconds=1)


def test_a_round_that_closes_later_still_counts(draft):
    given(draft, CLOSES + 2 * DAY)
    factories.dates_moved(draft.round, days=7)
    draft.refresh_from_db()

    assert time_left(draft, now()).deadline == CLOSES + 7 * DAY
    assert not time_left(draft, now()).is_extended


def test_no_is_said_with_a_reason_and_changes_nothing(draft):
    response = answer(
        factories.asked_for_more_time(draft),
        decision="no",
        until_day="",
        until_month="",
        until_year="",
        until_time="",
        answer="The panel meets that day.",
    )

    assert response.status_code == 302
    assert time_left(draft, now()).deadline == CLOSES
    assert not draft.history.filter(verb="extend").exists()
    email = Email.objects.get(event="grants/extension_refused")
    assert "The panel meets that day." in email.body


BAD_ANSWERS = {
    "neither": ({"decision": ""}, "Choose yes or no"),
    "no reason": ({"answer": " "}, "Say why"),
    "no moment": (
        {"until_day": "", "until_month": "", "until_year": "", "until_time": ""},
        "Enter until when they can send it",
    ),
    "half a moment": ({"until_time": ""}, "must include a time"),
    "no such day": ({"until_day": "31"}, "The new deadline must be a real date"),
    "not later": ({"until_day": "1"}, "later than the deadline"),
    "in the past": ({"until_day": "20", "until_month": "5"}, "still to come"),
    "after the decision": ({"until_month": "7"}, "up to the decision date, 1 July 2027"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_an_answer_that_does_not_do_is_refused_and_kept_on_the_page(draft, case):
    typed, says = BAD_ANSWERS[case]

    response = answer(factories.asked_for_more_time(draft), **{"answer": "Kept.", **typed})

    assert response.status_code == 200
    assert says in text_of(response)
    assert typed.get("answer", "Kept.").strip() in text_of(response)
    assert not Extension.objects.exclude(answered_at=None).exists()


def test_a_request_is_answered_once(draft):
    request = factories.asked_for_more_time(draft)
    given(draft, CLOSES + DAY)

    with pytest.raises(Refused, match="A colleague has answered"):
        refuse_more_time(request, answer="No.", by=colleague("is_officer"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Extension.objects.update(until=CLOSES + 30 * DAY)

    assert Email.objects.filter(event__startswith="grants/extension").count() == 1


def test_more_time_can_be_given_again(draft, clock):
    given(draft, CLOSES + DAY)
    clock.move_to(CLOSES + 2 * DAY)

    given(draft, CLOSES + 3 * DAY)

    assert time_left(draft, now()).deadline == CLOSES + 3 * DAY


def test_nobody_gives_time_to_their_own_coop(draft):
    officer = staff("is_officer")
    Membership.objects.create(organisation=draft.organisation, user=officer, role="reader")
    request = factories.asked_for_more_time(draft)

    assert client_for(officer).get(at("more_time", request)).status_code == 404
    assert draft.organisation.name not in text_of(client_for(officer).get("/more-time/"))
    with pytest.raises(PermissionDenied):
        give_more_time(request, until=CLOSES + DAY, answer="Why not.", by=officer)
    with pytest.raises(PermissionDenied):
        give_more_time(request, until=CLOSES + DAY, answer="Why not.", by=staff("is_auditor"))


def test_the_task_list_stays_cheap(draft, django_assert_max_num_queries):
    given(draft, CLOSES + DAY)
    client = client_for(draft.started_by)
    client.get(at("application", draft))

    with django_assert_max_num_queries(10):
        client.get(at("application", draft))
