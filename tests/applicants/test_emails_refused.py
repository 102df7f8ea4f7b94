"""A mail server that says no, not now, or nothing."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from applicants.emails import (
    TRIES,
    deliver_due_emails,
)
from applicants.models import Email
from tests import factories
from tests.faults.postbox import open_postbox

from .a_message import queue, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.broker]


def test_a_failure_is_tried_again_a_little_later_each_time_and_then_shown(smtp):
    (row,) = waiting(1)
    smtp.rejected[row.to] = "451 Come back later"
    waits = []

    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(TRIES - 1):
            deliver_due_emails()
            row.refresh_from_db()
            assert row.state == "waiting"
            waits.append(row.next_try_at - now())
            assert deliver_due_emails() == 0  # not before its time
            clock.move_to(row.next_try_at)
        deliver_due_emails()

    row.refresh_from_db()
    assert waits == [timedelta(minutes=2**number) for number in range(1, TRIES)]
    assert (row.state, row.tries, row.sent_at) == ("failed", TRIES, None)
    assert "Come back later" in row.problem
    assert smtp.messages == []


def test_staff_read_why_a_message_could_not_be_sent(smtp):
    person = factories.person()
    queue(person)
    smtp.refused[person.email] = "550 Nobody here"
    deliver_due_emails()
    row = Email.objects.get()
    browser = factories.client_for(factories.staff("is_officer"))

    page = browser.get(reverse("email", args=[row.uuid])).content.decode()

    assert "The mail server refused this address." in page
    assert "Could not be sent" in page


def test_an_address_that_the_server_does_not_know_is_given_up_at_once(smtp):
    wrong, right = waiting(2)
    smtp.refused[wrong.to] = "550 Nobody here"

    assert deliver_due_emails() == 1

    wrong.refresh_from_db()
    assert (wrong.state, wrong.tries) == ("failed", 1)
    assert wrong.problem == "The mail server refused this address."
    assert [message.recipients for message in smtp.messages] == [[right.to]]


def test_a_server_that_says_not_now_is_asked_again(smtp):
    """Careful servers refuse a stranger's first try with 4xx, and take the second."""
    (row,) = waiting(1)
    smtp.refused[row.to] = "450 Try again in a minute"

    with time_machine.travel(now(), tick=False) as clock:
        assert deliver_due_emails() == 0
        row.refresh_from_db()
        assert row.state == "waiting"
        smtp.refused.clear()
        clock.move_to(row.next_try_at)
        assert deliver_due_emails() == 1


def test_messages_that_fail_hold_up_no_other(smtp):
    rows = waiting(12)
    for row in rows[:6]:
        smtp.rejected[row.to] = "554 This looks like spam"

    assert deliver_due_emails() == 6

    assert Email.objects.filter(state="waiting", problem__contains="spam").count() == 6
    assert len(smtp.messages) == 6


def test_a_server_that_is_away_costs_one_try_and_nothing_is_lost(smtp, settings):
    rows = waiting(5)
    settings.EMAIL_PORT = free_port()

    assert deliver_due_emails() == 0

    assert [row.tries for row in Email.objects.order_by("pk")] == [1, 0, 0, 0, 0]
    settings.EMAIL_PORT = smtp.port
    assert deliver_due_emails() == 4
    with time_machine.travel(now() + timedelta(minutes=3), tick=False):
        assert deliver_due_emails() == 1
    assert sorted(message.recipients[0] for message in smtp.messages) == sorted(
        row.to for row in rows
    )


def test_a_server_that_says_nothing_keeps_a_worker_for_one_message_only(smtp, settings):
    waiting(5)
    smtp.is_silent = True
    settings.EMAIL_TIMEOUT = 0.3

    began = time.monotonic()
    assert deliver_due_emails() == 0

    assert time.monotonic() - began < 1.2  # five would take longer
    assert Email.objects.filter(tries=1, problem__contains="timed out").count() == 1


def free_port():
    with open_postbox() as closed_again:
        return closed_again.port
