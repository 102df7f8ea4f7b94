"""Real processes on the test's own database, started here, killed here, and never left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

# The process asks the system to end it when we end, then becomes the program.
LAUNCH = (
    "import os, sys; from grants.processes import end_with_parent; end_with_parent(); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


def wait_until(fact, what, *, within=60, every=0.01):
    """Ask again and again until it is so; give the answer."""
    deadline = time.monotonic() + within
    while not (answer := fact()):
        assert time.monotonic() < deadline, f"Waited {within} s in vain until {what}."
        time.sleep(every)
    return answer


def database_url():
    """The address of the database that this test uses."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


class Processes:
    def __init__(self, folder):
        self.log = Path(folder) / "log.txt"
        self.running = []

    def start(self, *command, **environment):
        """Start `python command`; the process leads a group of its own."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", LAUNCH, *command],
                cwd=settings.BASE_DIR,
                env={**os.environ, **self.settings(), **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def settings(self):
        return {
            "DJANGO_SETTINGS_MODULE": "tests.faults.live_settings",
            "ENV_FILE": os.devnull,
            "DEBUG": "0",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATA_DIR": str(settings.DATA_DIR),
            "DATABASE_URL": database_url(),
            "CACHE_URL": "locmemcache://",
        }

    def kill(self, process):
        """kill -9 the whole group: the program and everything that it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def said(self):
        return self.log.read_text() if self.log.exists() else ""

    def stop_all(self):
        for process in self.running:
            try:
                self.kill(process)
            except ProcessLookupError:
                process.wait()  # it was killed by its test


@pytest.fixture
def processes(transactional_db, tmp_path):
    """Start and kill real programs; whatever happens, none outlives the test."""
    ours = Processes(tmp_path)
    try:
        yield ours
    finally:
        ours.stop_all()
        print(ours.said())  # shown when the test fails


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
