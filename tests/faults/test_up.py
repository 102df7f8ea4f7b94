"""`manage.py up`, for real: it comes up, mends itself, keeps what it has and leaves nothing behind.

Each test starts from the running service, in whatever order they come.
"""

import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from grants.management.commands.up import wait_until_free

from .conftest import LAUNCH, wait_until

WEB, WORKER = "gunicorn", "celery"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """The service as an operator starts it: one command, a folder of data, a port."""

    def __init__(self, folder):
        self.data = Path(folder) / "data"
        self.log = Path(folder) / "log.txt"
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(self.data),
            "PORT": str(self.port),
            "DEBUG": "1",
            "FUND_IS_DEMO": "0",
        }
        self.process = None

    def start(self):
        with self.log.open("ab") as log:
            self.process = self.command("up", stdout=log, stderr=log)
        return self

    def command(self, *words, **facts):
        return subprocess.Popen(
            [sys.executable, "-c", LAUNCH, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
            **facts,
        )

    def wait_until_up(self):
        wait_until(self.is_well, "it answered", every=0.1)
        wait_until(lambda: self.pulse_since(0), "the worker took something up", every=0.1)

    def is_well(self):
        if self.process.poll() is not None:
            raise AssertionError(f"It stopped by itself:\n{self.log.read_text()}")
        try:
            return self.open("/health/").read() == b"ok\n"
        except OSError:
            return False

    def open(self, path, data=None, opener=urllib.request):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        opened = opener.open if opener is not urllib.request else urllib.request.urlopen
        return opened(request, timeout=5)

    def pulse_since(self, moment):
        """Whether the worker has taken up a task since then."""
        pulse = self.data / "worker-pulse"
        return pulse.exists() and pulse.stat().st_mtime > moment

    def ask(self, sql):
        with closing(sqlite3.connect(self.data / "db.sqlite3", timeout=20)) as database:
            return database.execute(sql).fetchall()

    def processes(self):
        """{process: (parent, command)} of all that works on our folder, whoever started it."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError):
                if f"DATA_DIR={self.data}\0".encode() not in (entry / "environ").read_bytes():
                    continue
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parent = re.search(r"^PPid:\s*(\d+)", (entry / "status").read_text(), re.M)[1]
                if words:  # a process that has ended but was not yet buried has none
                    found[int(entry.name)] = (int(parent), words)
        return found

    def parent_of(self, program):
        """The first process of a program: the one that the supervisor started."""
        return next(
            pid
            for pid, (parent, words) in self.processes().items()
            if program in words and parent == self.process.pid
        )

    def helpers_of(self, pid):
        return [helper for helper, (parent, _words) in self.processes().items() if parent == pid]

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(30)

    def clear_away(self):
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    service = Service(tmp_path_factory.mktemp("up"))
    try:
        yield service.start()
    finally:
        service.clear_away()


@pytest.fixture
def service(first_start):
    """The service, up and well, whatever the test before did to it."""
    if first_start.process.poll() is not None:
        first_start.start()
    first_start.wait_until_up()
    return first_start


def sign_up(service, email):
    """Make an account over the pages, as a person would."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = service.open("/accounts/signup/", opener=opener).read().decode()
    facts = {
        "csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1],
        "name": "Mina Patel",
        "email": email,
        "password1": "weir-lane-42-buns",
    }
    data = urllib.parse.urlencode(facts).encode()
    with service.open("/accounts/signup/", data, opener=opener) as response:
        return response.status, response.geturl()


def mail_to(service, email):
    folder = service.data / "mail"
    return [path for path in folder.glob("*") if f"To: {email}" in path.read_text(errors="replace")]


def test_a_person_signs_up_and_the_worker_sends_the_mail(service):
    status, address = sign_up(service, "first@example.org")

    assert status == 200
    assert address.endswith("/accounts/confirm-email/")
    wait_until(lambda: mail_to(service, "first@example.org"), "the mail was written", within=20)
    assert service.ask("SELECT count(*) FROM applicants_user WHERE email='first@example.org'") == [
        (1,)
    ]


def test_a_second_start_on_the_same_folder_is_refused_in_a_sentence(service):
    second = service.command("up", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    _said, complaint = second.communicate(timeout=30)

    assert second.returncode == 1
    assert f"The service is already running on {service.data}." in complaint
    assert "Traceback" not in complaint
    assert service.is_well()


def test_a_port_that_is_taken_is_named_with_a_way_out(service):
    with pytest.raises(CommandError) as complaint:
        wait_until_free(service.port, patience=0)  # at a start, it waits for ten seconds

    assert str(complaint.value) == (
        f"Port {service.port} is in use by another program. "
        f"Choose another port: PORT={service.port + 1} make run"
    )


def test_a_killed_web_process_is_replaced(service):
    parent = service.parent_of(WEB)
    killed = wait_until(lambda: service.helpers_of(parent), "it had helpers")

    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    wait_until(service.is_well, "it answered again", every=0.1)
    assert service.parent_of(WEB) == parent
    assert not set(killed) & set(service.helpers_of(parent))


@pytest.mark.parametrize("program", [WEB, WORKER])
def test_a_killed_program_is_started_again_and_its_helpers_are_gone(service, program):
    killed = service.parent_of(program)
    helpers = wait_until(lambda: service.helpers_of(killed), "it had helpers")

    os.kill(killed, signal.SIGKILL)
    moment = time.time()

    def is_replaced():
        with suppress(StopIteration):
            return service.parent_of(program) != killed
        return False

    wait_until(is_replaced, "it was started again", every=0.1)
    wait_until(lambda: not set(helpers) & set(service.processes()), "the helpers ended", every=0.1)
    wait_until(service.is_well, "it answered again", every=0.1)
    wait_until(lambda: service.pulse_since(moment), "the worker worked again", every=0.1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_everything_and_keeps_the_data(service, how):
    email = f"kept-{how}@example.org"
    sign_up(service, email)

    code = service.end(how)

    assert code == 0
    assert service.log.read_text().rstrip().endswith("Stopped.")
    assert service.processes() == {}
    with pytest.raises(urllib.error.URLError):
        service.open("/health/")
    assert service.ask(f"SELECT is_active FROM applicants_user WHERE email='{email}'") == [(1,)]


def test_killed_outright_it_leaves_nothing_behind_and_comes_back_with_the_data(service):
    sign_up(service, "survivor@example.org")

    service.end(signal.SIGKILL)
    wait_until(lambda: not service.processes(), "nothing was left", every=0.1)
    service.start().wait_until_up()

    wait_until(lambda: mail_to(service, "survivor@example.org"), "the mail was sent", within=20)
    assert "Sign in" in service.open("/accounts/login/").read().decode()
