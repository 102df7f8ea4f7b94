"""kill -9 of the web server's processes while co-ops send their applications."""

import http.client
import os
import signal
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from applicants.models import Email
from grants.history import faults_in
from grants.models import Application, Submission
from tests import factories
from tests.faults.conftest import wait_until

pytestmark = pytest.mark.database

APPLICATIONS = 80
AT_ONCE = 8
KILL_AFTER = [8, 20, 32, 44, 56]  # acknowledged applications
CSRF = "t" * 32


class Browser:
    """One co-op that has its application ready, and sends it."""

    def __init__(self, application, port):
        self.application, self.port = application, port
        self.path = reverse("application_check", args=[application.reference])
        session = factories.client_for(application.started_by).cookies[settings.SESSION_COOKIE_NAME]
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session.value}; "
            f"{settings.CSRF_COOKIE_NAME}={CSRF}",
        }

    def send(self):
        """Press the button: “sent” when we were told so, “cut off” when no answer came."""
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            body = urlencode({"csrfmiddlewaretoken": CSRF, "is_agreed": "on"})
            server.request("POST", self.path, body, self.headers)
            answer = server.getresponse()
            answer.read()
        except (ConnectionError, http.client.HTTPException):
            return "cut off"
        finally:
            server.close()
        receipt = reverse("application_sent", args=[self.application.reference])
        if answer.status == 302 and answer.headers["Location"] == receipt:
            return "sent"
        return f"{answer.status} {answer.headers['Location'] or ''}"


@pytest.fixture
def server(processes, free_port):
    config = str(Path(settings.BASE_DIR, "grants", "gunicorn.conf.py"))
    server = processes.start(
        *("-m", "gunicorn", "-c", config, "--bind", f"127.0.0.1:{free_port}", "grants.wsgi"),
        WEB_CONCURRENCY="2",
    )
    server.port = free_port
    wait_until(lambda: answers(free_port), "the web server answers")
    return server


def answers(port):
    probe = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        probe.request("GET", "/health/")
        return probe.getresponse().status == 200
    except OSError:
        return False
    finally:
        probe.close()


def workers_of(server):
    """The processes that answer requests; the one that was started only looks after them."""
    listed = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def send_all(browsers, killing=None):
    """Everybody sends, several at once; `killing` is told how many were acknowledged so far."""
    outcomes, waiting, lock = {}, list(browsers), threading.Lock()

    def work():
        while True:
            with lock:
                if not waiting:
                    return
                browser = waiting.pop()
            outcome = browser.send()
            with lock:
                outcomes[browser.application.reference] = outcome
                acknowledged = list(outcomes.values()).count("sent")
            if killing:
                killing(acknowledged)

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


class Killer:
    """Ends one of the server's workers, the newest and the oldest by turns, at set moments."""

    def __init__(self, server):
        self.server, self.moments, self.killed = server, list(KILL_AFTER), []
        self.lock = threading.Lock()

    def __call__(self, acknowledged):
        with self.lock:
            if not self.moments or acknowledged < self.moments[0]:
                return
            self.moments.pop(0)
            victims = workers_of(self.server)
            victim = victims[-1 if len(self.killed) % 2 else 0]
            os.kill(victim, signal.SIGKILL)
            self.killed.append(victim)


def what_stands():
    """{reference: (state, submissions, events, messages)}, all read in one look."""
    messages = (
        Email.objects.filter(event="grants/application_submitted", about=OuterRef("reference"))
        .values("about")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = Application.objects.annotate(
        sent=Count("submissions", distinct=True),
        events=Count("history", filter=Q(history__verb="submit"), distinct=True),
        told=Coalesce(Subquery(messages), 0),
    )
    return {
        row[0]: row[1:] for row in rows.values_list("reference", "state", "sent", "events", "told")
    }


NOTHING, ALL = ("draft", 0, 0, 0), ("submitted", 1, 1, 1)


def test_applications_sent_while_the_servers_processes_are_killed(server):
    round = factories.open_round()
    browsers = [Browser(factories.draft(round=round), server.port) for _ in range(APPLICATIONS)]
    killer = Killer(server)

    outcomes = send_all(browsers, killing=killer)

    # It really happened: processes died, and requests with them.
    assert len(killer.killed) == len(set(killer.killed)) == len(KILL_AFTER)
    assert set(outcomes.values()) == {"sent", "cut off"}, Counter(outcomes.values())
    # Whoever was told so has sent it; everybody else has either sent it or not, never half.
    stands = what_stands()
    assert len(stands) == APPLICATIONS
    assert set(stands.values()) <= {NOTHING, ALL}
    acknowledged = [reference for reference, outcome in outcomes.items() if outcome == "sent"]
    assert {stands[reference] for reference in acknowledged} == {ALL}
    first_hashes = dict(Submission.objects.values_list("application", "content_hash"))

    # Everybody presses the button again, those with a receipt too.
    wait_until(lambda: len(workers_of(server)) == 2, "both processes are back")
    again = send_all(browsers)

    assert set(again.values()) == {"sent"}, Counter(again.values())
    assert set(what_stands().values()) == {ALL}
    hashes = dict(Submission.objects.values_list("application", "content_hash"))
    assert first_hashes.items() <= hashes.items()
    for application in Application.objects.all():
        assert faults_in(application) == []
