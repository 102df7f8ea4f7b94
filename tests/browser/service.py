"""The real service with its demo fund, on a port of its own, as `make run` starts it."""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from grants.processes import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds until it must be open, on a machine with many other things to do
USUAL = {"DEBUG": "1"}  # as `make run` has it
PERIOD = 30  # seconds that a code lasts
# What decides where the service keeps its things; here it gets a place of its own.
SETTINGS_OF_THIS_MACHINE = (
    "DATABASE_URL BROKER_URL CACHE_URL EMAIL_URL MEDIA_STORAGE SECRET_KEY SITE_URL "
    "DJANGO_SETTINGS_MODULE FUND_NAME FUND_COLOUR ALLOWED_HOSTS TRUSTED_PROXY_COUNT"
).split()


class Service:
    """The web server, the worker and the scheduler, and who may sign in.

    kept: where the data of the demo are kept, which takes half a minute to make; each service of
    a run begins with a copy. None: each makes its own.
    """

    kept = None

    def __init__(self, folder, **settings):
        self.settings = {**USUAL, **settings}
        self.folder = Path(folder)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.logins = {}
        self.applications = {}

    def start(self):
        if self.kept is None or self.settings != USUAL:  # their secrets have another key
            self.start_again()
            demo = json.loads(self.manage("demo", "--json"))
        else:
            demo = self._copy_the_demo()
            self.start_again()
        self.logins = {login["email"]: login for login in demo["logins"]}
        self.applications = demo["applications"]

    def _copy_the_demo(self):
        """Whichever process comes first makes it; the others wait for it."""
        self.kept.mkdir(exist_ok=True)
        with (self.kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            said = self.kept / "demo.json"
            if not said.exists():
                maker = Service(self.kept)
                maker.start_again()
                try:
                    demo = maker.manage("demo", "--json")
                finally:
                    maker.stop()
                said.write_text(demo)
        shutil.copytree(self.kept / "data", self.folder / "data")
        return json.loads(said.read_text())

    def start_again(self):
        """Open, with whatever there is from the last time."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in a terminal stops the tests first, then this
                preexec_fn=end_with_parent,  # tests that are killed leave nothing behind
            )
        self._wait()

    def take_setting(self, name, value):
        """Run with another setting from now on, as after an operator changed it."""
        self.stop()
        self.settings[name] = value
        self.start_again()

    def kill(self):
        """No goodbye, as when the power fails."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def manage(self, *command):
        """What a command of the service prints."""
        finished = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
            timeout=PATIENCE,
        )
        return finished.stdout.decode()

    @property
    def log(self):
        return self.folder / "service.log"

    @property
    def environment(self):
        kept = {k: v for k, v in os.environ.items() if k not in SETTINGS_OF_THIS_MACHINE}
        ours = {
            **self.settings,
            "DATA_DIR": str(self.folder / "data"),
            "ENV_FILE": os.devnull,
            "PORT": str(self.port),
        }
        return {**kept, **ours}

    def _wait(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/health/", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"The service did not open. It wrote:\n{self.log.read_text()}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def code_from(secret, *, steps_ahead=0):
    """What a phone with this secret shows, worked out from the standard (RFC 6238), not by us."""
    counter = int(time.time()) // PERIOD + steps_ahead
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def temporary_folder():
    return tempfile.TemporaryDirectory(prefix="coopfund-browser-")
