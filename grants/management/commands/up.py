"""Run the whole service under one command: web server, background worker and scheduler."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from applicants.models import Organisation
from grants.processes import end_with_parent

PATIENCE = 20  # seconds that a process gets to finish what it is doing
SILENCE = 60  # seconds without a sign of life after which the worker is restarted
QUICK_DEATHS = 5  # in a row, before we stop trying


@dataclass
class Program:
    """One program that must always be running."""

    name: str
    command: list[str]
    pulse: Path | None = None  # a file that it touches while it is well
    process: subprocess.Popen | None = None
    started: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        self.started = time.time()
        self.process = subprocess.Popen(  # noqa: S603  (our own two commands, see below)
            self.command,
            # Its own session: Ctrl-C reaches only us, and we stop each program in good order.
            start_new_session=True,
            preexec_fn=end_with_parent,  # safe: there is only one thread
        )

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def is_silent(self) -> bool:
        """Say whether it runs but does nothing, as a worker does whose helpers were killed."""
        if self.pulse is None:
            return False
        last = self.pulse.stat().st_mtime if self.pulse.exists() else 0
        return time.time() - max(last, self.started) > SILENCE

    def ask_to_stop(self) -> None:
        """Tell only the program itself: it knows how to stop its own helpers."""
        if self.process and not self.is_dead():
            self.process.terminate()

    def finish(self, deadline: float) -> None:
        """Wait until it has stopped, then clear away whatever it left running."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(deadline - time.monotonic(), 0.1))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Command(BaseCommand):
    help = "Set up what is missing and run the web server, the worker and the scheduler."
    requires_system_checks: list[str] = []  # the web server runs them a moment later
    stopping = False

    def handle(self, *args: object, **options: object) -> None:
        port = int(os.environ.get("PORT") or 8000)
        lock = claim(settings.DATA_DIR / "up.lock")
        wait_until_free(port)
        self.set_up()
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self.stop)
        try:
            self.supervise(programs(port), port)
        finally:
            lock.close()

    def stop(self, *_: object) -> None:
        self.stopping = True

    def set_up(self) -> None:
        """Bring the database, the pages' files and, in a demo, its people up to date."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", verbosity=0, interactive=False)
        if settings.FUND["is_demo"]:
            if not Organisation.objects.exists():
                self.stdout.write("Building the demo fund. This takes a moment, once.")
                self.stdout.flush()
            call_command("demo", stdout=self.stdout)  # adds what is missing, prints the logins
        connections.close_all()

    def supervise(self, running: list[Program], port: int) -> None:
        """Keep every program running until somebody asks us to stop."""
        announced = False
        for program in running:
            program.start()
        try:
            while not self.stopping:
                if not announced and answers(port):
                    self.stdout.write(f"\n{settings.FUND['name']} is open at {settings.SITE_URL}")
                    self.stdout.write("Press Ctrl-C to stop.")
                    self.stdout.flush()
                    announced = True
                for program in running:
                    self.look_after(program)
                time.sleep(0.2)
        finally:
            stop_all(running)
        self.stdout.write("Stopped.")

    def look_after(self, program: Program) -> None:
        """Start a program again when it died or fell silent."""
        if program.is_dead():
            lived = time.time() - program.started
            program.quick_deaths = program.quick_deaths + 1 if lived < 10 else 0
            if program.quick_deaths >= QUICK_DEATHS:
                raise CommandError(f"The {program.name} keeps stopping; see the lines above.")
            self.stderr.write(f"The {program.name} has stopped. Starting it again.")
            stop_all([program])  # helpers that it may have left behind
            time.sleep(0.5)
        elif program.is_silent():
            self.stderr.write(f"The {program.name} does not answer. Starting it again.")
            stop_all([program], patience=5)
        else:
            return
        program.start()


def programs(port: int) -> list[Program]:
    """The web server, and one worker that is also the scheduler."""
    python = sys.executable
    pulse = settings.DATA_DIR / "worker-pulse"
    os.environ["WORKER_PULSE"] = str(pulse)
    # In a container everything runs as root; the worker's long advice against it helps nobody.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    worker = ["-A", "grants", "--quiet", "worker", "--beat", "--concurrency", "2"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # no other workers
    address = ["--bind", f"127.0.0.1:{port}"]
    config = str(Path(settings.BASE_DIR, "grants", "gunicorn.conf.py"))
    return [
        Program("web server", [python, "-m", "gunicorn", "-c", config, *address, "grants.wsgi"]),
        Program(
            "worker", [python, "-m", "celery", *worker, *alone, "--loglevel", "WARNING"], pulse
        ),
    ]


def stop_all(running: list[Program], patience: float = PATIENCE) -> None:
    """Ask all to stop, give them time, then clear away the rest."""
    for program in running:
        program.ask_to_stop()
    deadline = time.monotonic() + patience
    for program in running:
        program.finish(deadline)


def claim(path: Path) -> IO[str]:
    """Make sure that nobody else runs the service on the same data folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(
            f"The service is already running on {path.parent}. Stop it first, "
            "or set DATA_DIR to another folder."
        ) from None
    return lock


def wait_until_free(port: int, patience: float = 10) -> None:
    """Wait for a server that is just stopping to let go of the port."""
    deadline = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > deadline:
                    raise CommandError(
                        f"Port {port} is in use by another program. "
                        f"Choose another port: PORT={port + 1} make run"
                    ) from None
            else:
                return
        time.sleep(0.5)


def answers(port: int) -> bool:
    """Say whether the web server gives an answer, whatever it is."""
    question = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/", headers={"Host": settings.ALLOWED_HOSTS[0]}
    )
    try:
        with urllib.request.urlopen(question, timeout=2):  # noqa: S310  (our own server)
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
