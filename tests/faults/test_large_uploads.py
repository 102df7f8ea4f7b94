"""Files far too large, sent to the real server: read to their end, never kept, and answered."""

import http.client
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.faults.conftest import wait_until
from tests.faults.test_web_killed import CSRF, answers, workers_of

pytestmark = pytest.mark.database

MB = 1024 * 1024
PIECE = b"0" * MB
EDGE = "edge-of-a-part"


@pytest.fixture
def server(processes, free_port):
    config = str(Path(settings.BASE_DIR, "grants", "gunicorn.conf.py"))
    server = processes.start(
        *("-m", "gunicorn", "-c", config, "--bind", f"127.0.0.1:{free_port}", "grants.wsgi"),
        WEB_CONCURRENCY="1",
    )
    server.port = free_port
    wait_until(lambda: answers(free_port), "the web server answers")
    return server


def most_memory(server):
    """The most that a process of the server ever held at once, in MB."""
    peaks = []
    for pid in workers_of(server):
        status = Path(f"/proc/{pid}/status").read_text()
        peaks.append(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
    return max(peaks)


def send(server, application, megabytes):
    """Send a PDF of this size from the page of files, as a browser does, a piece at a time."""
    session = factories.client_for(application.started_by).cookies[settings.SESSION_COOKIE_NAME]
    head = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    ).encode()
    tail = f"\r\n--{EDGE}--\r\n".encode()

    def body():
        yield head
        for _ in range(megabytes):
            yield PIECE
        yield tail

    browser = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    path = reverse("attachment_add", args=[application.reference])
    headers = {
        "Content-Type": f"multipart/form-data; boundary={EDGE}",
        "Content-Length": str(len(head) + len(tail) + megabytes * MB),
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session.value}; "
        f"{settings.CSRF_COOKIE_NAME}={CSRF}",
    }
    try:
        browser.request("POST", path, body(), headers)
        answer = browser.getresponse()
        return answer.status, answer.read().decode()
    finally:
        browser.close()


def test_a_file_of_200_mb_is_refused_in_words_and_costs_no_memory(server):
    application = factories.draft()
    assert send(server, application, 0)[0] == 302  # warm
    before = most_memory(server)

    status, page = send(server, application, 200)

    assert status == 200
    assert "The selected file must be smaller than 10MB" in page
    assert most_memory(server) - before < 30
    assert [each.name for each in application.attachments.all()] == ["plan.pdf"]


def test_far_more_than_that_is_refused_unread(server):
    application = factories.draft()
    before = most_memory(server)

    try:
        status, _page = send(server, application, 600)
    except ConnectionError:  # we answered and hung up while it was still sending
        status = 413

    assert status == 413
    assert most_memory(server) - before < 30
    assert answers(server.port)
