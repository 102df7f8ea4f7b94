"""The web server as in production, and how much memory its workers hold."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MB = 1024


@contextmanager
def web_server():
    """Start it on a free port, give (port, worker process numbers), and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Nobody is to get a fresh worker in the middle of a measurement; all else is production's.
    command = ["-m", "gunicorn", "-c", "grants/gunicorn.conf.py", "--max-requests", "0"]
    server = subprocess.Popen(
        [sys.executable, *command, "grants.wsgi:application"],
        cwd=ROOT,
        env={**os.environ, "BIND": f"127.0.0.1:{port}"},
    )
    try:
        wait_for(port)
        yield port, workers_of(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port):
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", "/health/")
            connection.getresponse().read()
            connection.close()
        except ConnectionError:
            time.sleep(0.1)
        else:
            time.sleep(1)  # until the second worker is up as well
            return
    raise TimeoutError("The web server did not start.")


def workers_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_of(pids):
    """The largest worker, in MB."""
    return max(resident(pid) for pid in pids)


def resident(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / MB
    raise ValueError(pid)


def cpu_of(pids):
    """The seconds of work that these processes have done so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    done = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(fields[11]) + int(fields[12]) for fields in done) / ticks


@contextmanager
def watching_memory(pids):
    """Give a dictionary that at the end holds the `peak` and the most `growth` of a worker."""
    before, found, stop = {pid: resident(pid) for pid in pids}, {}, threading.Event()
    peaks = dict(before)

    def watch():
        while not stop.wait(0.02):
            for pid in pids:
                peaks[pid] = max(peaks[pid], resident(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        stop.set()
        watcher.join()
    found["peak"] = max(peaks.values())
    found["growth"] = max(peaks[pid] - before[pid] for pid in pids)
