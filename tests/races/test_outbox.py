"""Several workers at one outbox."""

from decimal import Decimal
from functools import partial

import pytest
from django.core import mail

from applicants.emails import claim_email, deliver_due_emails, queue_email
from applicants.models import Email
from grants.awards.actions import offer_award
from grants.awards.letters.issuing import claim_letters, make, make_queued_letters
from grants.models import Letter
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.database, pytest.mark.broker]


def queue(number):
    person, coop = factories.person(), factories.organisation()
    for key in range(number):
        queue_email("applicants/person_added", person, key=str(key), organisation=coop, by=person)


def test_no_two_workers_take_the_same_message(race):
    queue(8)

    taken = race(*[claim_email] * 4)

    assert len({email.pk for email in taken}) == 4
    assert Email.objects.filter(state="sending").count() == 4


def test_without_the_lock_they_all_take_the_same_one(race, without_locks):
    queue(8)
    without_locks(Email)

    taken = race(*[claim_email] * 4, patience=10)

    assert len({email.pk for email in taken}) == 1


def test_four_workers_send_thirty_messages_once_each(race):
    queue(30)

    sent = race(*[deliver_due_emails] * 4)

    assert sum(sent) == 30, sent
    assert Email.objects.filter(state="sent", tries=1).count() == 30
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 30
    assert len(mail.outbox) == 30


def queued_letters(number):
    for _ in range(number):
        offer_award(
            factories.with_panel(),
            amount=Decimal(4000),
            days=Decimal(0),
            reasons="Yes.",
            by=colleague("is_approver"),
        )


def test_no_two_workers_take_the_same_letter(race):
    queued_letters(3)

    first, second = race(claim_letters, claim_letters)

    assert len(first) + len(second) == 3
    assert {letter.pk for letter in first}.isdisjoint(letter.pk for letter in second)


def test_two_workers_make_each_letter_once(race):
    queued_letters(3)

    made = race(make_queued_letters, make_queued_letters)

    assert sum(made) == 3, made
    assert Letter.objects.issued().count() == 3
    assert Email.objects.filter(event="grants/letter_offer").count() == 3


def test_without_the_lock_two_workers_take_the_same_letters(race, without_locks):
    queued_letters(2)
    without_locks(Letter)

    first, second = race(claim_letters, claim_letters, patience=10)

    assert {letter.pk for letter in first} == {letter.pk for letter in second}


def test_a_worker_that_comes_second_finds_the_letter_made(race, caplog):
    """Even with the same letter in both hands, after a lease ran out, it is issued once."""
    queued_letters(1)
    letter = Letter.objects.get()

    made = race(partial(make, letter), partial(make, Letter.objects.get(pk=letter.pk)))

    assert sorted(made) == [0, 1]
    assert caplog.records == []  # nothing went wrong: the second one simply stops
    assert letter.application.history.filter(verb="issue_letter").count() == 1
    assert Email.objects.filter(event="grants/letter_offer").count() == 1
