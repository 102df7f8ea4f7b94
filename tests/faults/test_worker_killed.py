"""kill -9 of the background worker while it sends messages and makes letters."""

import hashlib
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now

from applicants.emails import queue_emails
from applicants.models import Email
from grants import tasks
from grants.awards.actions import decline_application
from grants.celery import app
from grants.history import faults_in
from grants.models import Application, Letter
from tests import factories
from tests.factories.cases import colleague
from tests.faults.conftest import wait_until
from tests.faults.postbox import open_postbox

pytestmark = [pytest.mark.database, pytest.mark.broker]

WORKER = (
    *("-m", "celery", "-A", "grants", "worker", "--beat", "--concurrency", "1"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"),
)


@pytest.fixture
def postbox():
    with open_postbox() as box:
        yield box


@pytest.fixture
def start_worker(processes, postbox):
    """Start a worker with its scheduler, as `make run` does."""
    empty_the_broker()  # what another test left there
    return lambda: processes.start(*WORKER, EMAIL_URL=f"smtp://127.0.0.1:{postbox.port}")


def empty_the_broker():
    """Throw away every ring that waits; return how many there were."""
    rings = app.control.purge() or 0
    for file in (settings.DATA_DIR / "broker").rglob("*"):
        if file.is_file():
            file.unlink()
    return rings


def the_leases_run_out():
    """What 90 seconds do, without waiting for them."""
    past = now() - timedelta(seconds=1)
    Email.objects.filter(state="sending").update(leased_until=past)
    Letter.objects.filter(issued_at=None).exclude(leased_until=None).update(leased_until=past)


def states():
    return Counter(Email.objects.values_list("state", flat=True))


def queue(number):
    coop, by = factories.organisation(), factories.person()
    queue_emails(
        [
            ("applicants/person_added", by, {"key": str(key), "organisation": coop, "by": by})
            for key in range(number)
        ]
    )


@pytest.mark.parametrize("broker", ["as it was", "emptied"])
def test_fifty_messages_survive_the_death_of_their_worker(processes, start_worker, postbox, broker):
    queue(50)
    # The server takes the twentieth message and is about to say so, when the worker is killed.
    postbox.hold_at = 20
    worker = start_worker()
    assert postbox.holding.wait(40), processes.said()
    processes.kill(worker)
    postbox.go_on.set()

    assert states() == {"sent": 19, "sending": 1, "waiting": 30}
    for _ in range(20):
        tasks.deliver_emails.delay()
    if broker == "emptied":
        assert empty_the_broker() >= 20

    start_worker()
    wait_until(lambda: states()["sent"] == 49, "all that no lease holds is sent")
    assert states()["sending"] == 1  # nobody takes it away from a worker that may still live
    the_leases_run_out()
    wait_until(lambda: states()["sent"] == 50, "the last one is sent too")

    # Nothing is lost. One was with the server already; it came again under the same Message-ID,
    # by which mail programs know that it is one.
    received = Counter(postbox.ids())
    assert len(received) == 50
    assert [number for number in received.values() if number > 1] == [2]
    assert received[postbox.ids()[19]] == 2
    assert set(postbox.ids()) == {
        f"<{uuid}@127.0.0.1>" for uuid in Email.objects.values_list("uuid", flat=True)
    }
    assert Email.objects.filter(tries=1).count() == 49


LETTERS = 24


@pytest.mark.parametrize("broker", ["as it was", "emptied"])
def test_every_application_gets_one_letter_though_the_worker_dies_at_it(
    processes, start_worker, postbox, broker
):
    round = factories.open_round()
    for _ in range(LETTERS):
        decline_application(
            factories.with_panel(round=round),
            reasons="The sums do not add up yet.",
            by=colleague("is_approver"),
        )
    waiting = Letter.objects.filter(issued_at=None)

    worker = start_worker()
    wait_until(lambda: waiting.count() < LETTERS - 2, "some letters are made", every=0.001)
    processes.kill(worker)

    left = waiting.count()
    assert 0 < left < LETTERS, "The worker was killed too late to show anything."
    assert_no_letter_is_half_made()
    for _ in range(20):
        tasks.render_letters.delay()
    if broker == "emptied":
        assert empty_the_broker() >= 20
    the_leases_run_out()
    start_worker()
    wait_until(lambda: waiting.count() == 0, "every letter is made")

    assert_no_letter_is_half_made()
    mails = Email.objects.filter(event="grants/letter_decline")
    assert mails.count() == LETTERS
    wait_until(lambda: not mails.exclude(state="sent").exists(), "every letter is told")
    for application in Application.objects.all():
        assert application.letters.issued().count() == 1
        assert faults_in(application) == []


def assert_no_letter_is_half_made():
    """A letter is made, in the history and told; or it is none of the three."""
    for letter in Letter.objects.select_related("application"):
        told = Email.objects.filter(event="grants/letter_decline", key=letter.reference).count()
        entries = letter.application.history.filter(verb="issue_letter").count()
        is_made = letter.issued_at is not None
        assert (entries, told) == ((1, 1) if is_made else (0, 0)), letter
        if is_made:
            assert hashlib.sha256(bytes(letter.pdf)).hexdigest() == letter.sha256
            assert bytes(letter.pdf).startswith(b"%PDF-")
