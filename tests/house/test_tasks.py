"""The background tasks: each may run twice, late or never on time, without harm."""

import os
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils.timezone import now

from applicants.emails import BATCH, queue_email
from applicants.models import Email
from grants import tasks
from grants.awards.actions import offer_award
from grants.awards.agreeing.actions import lapse_offers
from grants.awards.letters.issuing import LEASE, claim_letters
from grants.celery import app
from grants.history import faults_in
from grants.models import Award, HistoryEntry, Letter
from grants.settings import BASE_DIR
from tests import factories
from tests.factories import newcomers
from tests.factories.cases import colleague
from tests.house.every_stage import STAGES
from workshops.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.broker]

ALL = [
    tasks.deliver_emails,
    tasks.render_letters,
    tasks.remind_drafts,
    tasks.remind_assessors,
    tasks.remind_signatories,
    tasks.remind_to_confirm,
    tasks.find_links,
    tasks.fill_places,
    tasks.issue_certificates,
    tasks.tell_of_sessions,
    tasks.scan_files,
    tasks.forget_removed_files,
    tasks.daily,
]


def test_the_schedule_rings_for_tasks_that_exist_and_for_all_of_them():
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith(("grants.", "applicants.", "workshops."))}

    rung = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert rung == ours == {task.name for task in ALL}


def test_the_web_server_does_without_the_worker():
    """Loading it would take ten megabytes of each web process, for nothing."""
    look = "import sys, grants.wsgi; sys.exit('celery' in sys.modules)"
    web = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    assert subprocess.run([sys.executable, "-c", look], cwd=BASE_DIR, env=web).returncode == 0


def test_a_ring_that_nobody_heard_in_time_is_thrown_away():
    """A worker that was away for an hour meets no queue of a thousand rings."""
    for entry in app.conf.beat_schedule.values():
        if isinstance(entry["schedule"], float):
            assert entry["options"]["expires"] < 10 * entry["schedule"]


def test_a_task_that_dies_is_given_back_and_nothing_waits_behind_it():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_time_limit


def test_one_round_sends_everything_that_is_due():
    person, coop = factories.person(), factories.organisation()
    for key in range(BATCH + 5):
        queue_email("applicants/person_added", person, key=str(key), organisation=coop, by=person)

    tasks.deliver_emails()

    assert len(mail.outbox) == BATCH + 5
    assert not Email.objects.exclude(state="sent").exists()


@pytest.mark.parametrize("state", STAGES)
def test_tasks_that_run_again_change_nothing(state):
    application = STAGES[state]()
    for task in ALL * 2:  # news of what one round makes goes out with the next
        task()

    before = everything(application)
    for task in ALL * 2:
        task()

    assert everything(application) == before
    assert faults_in(application) == []


def everything(application):
    application.refresh_from_db()
    letters = Letter.objects.values_list("reference", "sha256", "issued_at")
    return application.state, list(letters), HistoryEntry.objects.count(), len(mail.outbox)


def test_the_morning_round_ends_the_offers_that_nobody_answered_and_no_other():
    late, in_time, accepted = factories.offered(), factories.offered(), factories.accepted()
    Award.objects.filter(application__in=[late, accepted]).update(
        respond_by=now() - timedelta(minutes=1)
    )

    tasks.daily()

    for application in (late, in_time, accepted):
        application.refresh_from_db()
    assert (late.state, in_time.state, accepted.state) == ("lapsed", "offered", "accepted")
    entry = late.history.get(verb="lapse")
    assert entry.by is None
    assert Email.objects.get(event="grants/offer_lapsed").about == late.reference
    assert faults_in(late) == []


def test_a_step_with_a_fault_keeps_no_later_step_of_the_morning_from_its_turn(caplog):
    """What somebody needs can’t be read: why people asked to come is emptied all the same."""
    need = newcomers.need()
    factories.staff("is_officer")
    asked = factories.requested(because="We bake for the street.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workshops_need SET what = %s", ["no cipher of ours"])

    with time_machine.travel(asked.session.ends_at + timedelta(days=40)):
        Session.objects.filter(pk=need.place.session_id).update(
            starts_at=now() + timedelta(days=1), ends_at=now() + timedelta(days=2)
        )
        with pytest.raises(ExceptionGroup):
            tasks.daily()

    asked.refresh_from_db()
    assert asked.asks_because == ""
    assert "look_after_needs" in caplog.text


def test_an_offer_ends_after_its_last_minute_and_not_before():
    """By the clock of the database, which no test can set: so the last minute moves instead."""
    factories.offered()

    Award.objects.update(respond_by=now() + timedelta(minutes=1))
    assert lapse_offers() == 0
    Award.objects.update(respond_by=now() - timedelta(milliseconds=1))
    assert lapse_offers() == 1


def test_a_letter_that_its_worker_left_half_made_is_made_when_the_lease_is_over():
    application = factories.with_panel()
    offer_without_letter(application)

    with time_machine.travel(now(), tick=False) as clock:
        assert len(claim_letters()) == 1  # and then the worker is killed
        tasks.render_letters()
        assert not Letter.objects.issued().exists()
        clock.shift(LEASE + timedelta(seconds=1))
        tasks.render_letters()

    letter = Letter.objects.get()
    assert letter.issued_at
    assert application.history.filter(verb="issue_letter").count() == 1
    assert Email.objects.filter(event="grants/letter_offer").count() == 1
    assert LEASE.total_seconds() + 2 < 120  # the lease and the next sweep


def offer_without_letter(application):
    offer_award(
        application,
        amount=Decimal(4000),
        days=Decimal(0),
        reasons="Yes.",
        by=colleague("is_approver"),
    )
