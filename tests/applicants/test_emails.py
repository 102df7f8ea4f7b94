"""The outbox: a message is one, arrives as it was written, and outlives a worker that dies."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils.timezone import now

from applicants.emails import (
    LEASE,
    TRIES,
    claim_email,
    deliver,
    deliver_due_emails,
    queue_emails,
)
from applicants.models import Email, Membership
from grants.celery import app
from tests import factories

from .a_message import EVENT, queue, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.broker]


# --- Queueing --------------------------------------------------------------------------------


def test_the_same_key_for_the_same_person_is_one_message():
    person, coop = factories.person(), factories.organisation()

    for _ in range(3):
        queue(person, key="7", organisation=coop)

    assert Email.objects.count() == 1


def test_another_key_or_another_person_is_another_message():
    person = factories.person()

    queue(person, key="7")
    queue(person, key="8")
    queue(factories.person(), key="7")

    assert Email.objects.count() == 3


def test_everybody_who_acts_for_a_coop_today_gets_the_message():
    coop = factories.organisation()
    colleague, former, gone = (factories.member(coop) for _ in range(3))
    Membership.objects.filter(user=former).update(ended_at=now())
    gone.is_active = False
    gone.save()

    queue(coop)

    addresses = set(Email.objects.values_list("to", flat=True))
    assert addresses == {coop.started_by.email, colleague.email}


def test_many_messages_cost_one_statement(django_assert_num_queries):
    people = [factories.person() for _ in range(20)]
    coop, by = factories.organisation(), factories.person()
    messages = [(EVENT, person, {"key": "1", "organisation": coop, "by": by}) for person in people]

    with django_assert_num_queries(1):
        queue_emails(messages)

    assert Email.objects.count() == 20


def test_a_fact_that_is_rolled_back_leaves_no_message():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert deliver_due_emails() == 0
    assert mail.outbox == []


def test_nothing_is_sent_while_the_person_waits():
    queue()

    assert mail.outbox == []
    assert Email.objects.get().state == "waiting"


# --- Delivering ------------------------------------------------------------------------------


def test_a_message_arrives_as_it_was_written():
    person = factories.person()
    queue(person, about="CDF-2026-0001")
    row = Email.objects.get()

    assert deliver_due_emails() == 1

    (message,) = mail.outbox
    assert message.to == [person.email]
    assert (message.subject, message.body) == (row.subject, row.body)
    assert message.extra_headers["Message-ID"] == f"<{row.uuid}@127.0.0.1>"
    row.refresh_from_db()
    assert (row.state, row.tries, row.problem) == ("sent", 1, "")
    assert row.sent_at is not None


def test_it_is_sent_once_however_often_a_worker_looks():
    waiting(3)

    assert [deliver_due_emails() for _ in range(3)] == [3, 0, 0]
    assert len(mail.outbox) == 3


def test_those_who_wait_longest_go_first():
    first, second, third = waiting(3)
    Email.objects.filter(pk=third.pk).update(next_try_at=now() - timedelta(hours=1))

    deliver_due_emails()

    sent = [message.to[0] for message in mail.outbox]
    assert sent == [third.to, first.to, second.to]


def test_the_words_of_a_private_message_are_gone_once_it_is_sent():
    (row,) = waiting(1)
    Email.objects.update(is_private=True, body="Your code is 314159.")

    deliver_due_emails()

    row.refresh_from_db()
    assert row.state == "sent"
    assert row.body == ""
    assert "314159" in mail.outbox[0].body


def test_the_words_of_a_private_message_are_gone_when_it_is_given_up(smtp):
    (row,) = waiting(1)
    Email.objects.update(is_private=True, body="Your code is 314159.")
    smtp.refused[row.to] = "550 Nobody here"

    deliver_due_emails()

    row.refresh_from_db()
    assert (row.state, row.body) == ("failed", "")


# --- A worker that dies ----------------------------------------------------------------------


def test_while_one_worker_sends_a_message_no_other_takes_it():
    waiting(1)

    assert claim_email() is not None
    assert claim_email() is None


def test_the_message_of_a_dead_worker_is_sent_when_its_lease_is_over():
    with time_machine.travel(now(), tick=False) as clock:
        waiting(1)
        claim_email()  # and then the worker is killed

        clock.shift(LEASE - timedelta(seconds=1))
        assert deliver_due_emails() == 0
        clock.shift(timedelta(seconds=2))
        assert deliver_due_emails() == 1

    assert Email.objects.get().tries == 2


def test_a_dead_workers_message_goes_out_within_two_minutes(settings):
    sweep = app.conf.beat_schedule["deliver emails"]["schedule"]

    assert LEASE + timedelta(seconds=sweep) < timedelta(seconds=120)
    assert timedelta(seconds=settings.EMAIL_TIMEOUT) * 4 < LEASE


def test_a_message_that_kills_every_worker_holds_up_no_other_and_is_given_up():
    with time_machine.travel(now(), tick=False) as clock:
        deadly, other = waiting(2)
        assert claim_email() == deadly  # killed
        assert deliver_due_emails() == 1  # the next worker goes on with the rest
        for _ in range(TRIES - 1):
            clock.shift(LEASE + timedelta(seconds=1))
            assert claim_email() == deadly  # killed again
        clock.shift(LEASE + timedelta(seconds=1))
        deliver_due_emails()

    deadly.refresh_from_db()
    other.refresh_from_db()
    assert other.state == "sent"
    assert deadly.state == "failed"
    assert deadly.problem == "The worker stopped each time while it was sending this."
    assert len(mail.outbox) == 1


def test_a_worker_that_comes_back_late_does_not_undo_what_another_did(smtp):
    """Its lease ran out while the server made it wait; by then somebody else had sent it."""
    with time_machine.travel(now(), tick=False) as clock:
        waiting(1)
        slow = claim_email()
        clock.shift(LEASE + timedelta(seconds=1))
        assert deliver_due_emails() == 1

        smtp.rejected[slow.to] = "451 Later"
        assert deliver(slow) == 0

    row = Email.objects.get()
    assert (row.state, row.problem, row.tries) == ("sent", "", 2)


def test_a_worker_that_comes_back_late_with_good_news_is_believed():
    with time_machine.travel(now(), tick=False) as clock:
        waiting(1)
        slow = claim_email()
        clock.shift(LEASE + timedelta(seconds=1))
        quick = claim_email()

        assert deliver(slow) == 1
        assert deliver(quick) == 0

    assert Email.objects.get().state == "sent"
    # The server has it twice, under one Message-ID: that is what “at least once” means.
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


# --- Hostile words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "newline", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_a_name_cannot_add_a_header_or_a_recipient(smtp, newline):
    person = factories.person()
    name = f"Bakers{newline}Bcc: spy@example.org{newline}{newline}Pay here instead"
    coop = factories.organisation(name=name)

    queue(person, organisation=coop)
    assert deliver_due_emails() == 1

    (message,) = smtp.messages
    assert message.recipients == [person.email]
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
    }


def test_an_endless_subject_is_cut():
    coop = factories.organisation(name="B" * 120)

    queue(organisation=coop)

    assert len(Email.objects.get().subject) <= 200
