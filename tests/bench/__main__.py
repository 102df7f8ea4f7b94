"""Measure, and print the figures.

python -m tests.bench                                   everything; about a quarter of an hour
python -m tests.bench --sizes 1000 --database sqlite    one minute
python -m tests.bench --to figures.md                   also keep the tables in a file
python -m tests.bench --rush                            only the workshop that everybody wants
"""

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import postgres

from .report import as_markdown

SIZES = "1000,10000,100000"


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = arguments()
    if asked.rush:
        print_rush(asked.database)
    else:
        print_all(asked)


def print_all(asked):
    runs = []
    for database in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        for size in sorted(int(number) for number in asked.sizes.split(",")):
            print(f"{database}, {size:,} applications", file=sys.stderr, flush=True)
            runs.append({"database": database, **one_run(database, size)})
            if asked.keep:
                Path(asked.keep).write_text(json.dumps(runs, indent=1))
    tables = as_markdown(runs)
    print(tables)
    if asked.to:
        Path(asked.to).write_text(tables)


def print_rush(database):
    for one in [database] if database else ["sqlite", "postgresql"]:
        print(one, json.dumps(one_run(one, "rush")["rush"], indent=1), flush=True)


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of applications ({SIZES})")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--rush", action="store_true", help="only the rush for one workshop")
    parser.add_argument("--to", help="write the tables into this file as well")
    parser.add_argument("--keep", help="write every single figure into this file, as JSON")
    return parser.parse_args()


def one_run(database, size):
    """Measure in processes of their own, with a database and a folder that nobody used before."""
    with tempfile.TemporaryDirectory(prefix="coopfund-bench-") as folder, server(database) as url:
        target = Path(folder, "figures.json")
        environment = {
            **os.environ,
            "ENV_FILE": os.devnull,
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATABASE_URL": url or f"sqlite:///{folder}/db.sqlite3",
            "SITE_URL": "http://127.0.0.1:8000",
            "WEB_CONCURRENCY": "2",
        }
        command = [sys.executable, "-m", "tests.bench.one_run", str(size), str(target)]
        process = subprocess.Popen(command, env=environment)
        try:
            if process.wait():
                sys.exit("The benchmark stopped.")
        finally:
            process.terminate()
            process.wait()
        return json.loads(target.read_text())


@contextmanager
def server(database):
    if database == "sqlite":
        yield ""
    else:
        with postgres() as url:
            yield url


if __name__ == "__main__":
    main()
