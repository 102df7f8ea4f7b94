"""How the web server runs, in the demo and in production alike."""

import ctypes
import os
from pathlib import Path

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"  # a slow upload or download keeps one thread busy, not the process
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 10_000  # then a fresh process takes over
max_requests_jitter = 1_000
loglevel = "warning"
control_socket_disable = True
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"  # in memory: a busy disk must not look like a hung worker


def post_fork(server, worker):
    """Let the threads of a worker share one heap: each would keep what it once needed for itself.

    They take turns anyway, so none waits for it. Not every system has such a switch.
    """
    one_heap, how_many = -8, 1  # M_ARENA_MAX of the GNU C library
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(one_heap, how_many)
