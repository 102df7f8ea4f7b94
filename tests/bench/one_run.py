"""All figures on one database of one size, as JSON. Settings come from the environment."""

import json
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import django

from .load import REFERENCE, alone, cost, together


def main(size, target):
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from . import seed, world

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    seed.seed(size)
    there = world.prepare()
    connections.close_all()
    seeded = time.perf_counter() - start
    say(f"seeded in {seeded:.0f} s")
    figures = {"size": size, "seeded": seeded, **measure(there)}
    figures["letters"] = letters()
    Path(target).write_text(json.dumps(figures, indent=1))


def measure(there):
    from .pages import MEASURED, VISITED
    from .server import memory_of, watching_memory, web_server
    from .writing import save_figures, send_figures

    figures = {"pages": {}, "visited": {}}
    with web_server() as (port, workers):
        figures["memory_at_start"] = memory_of(workers)
        for page in (*VISITED, *MEASURED):
            visit(port, there, page)
        figures["reference"] = reference_figures(port, there)
        for page in VISITED:
            figures["visited"][page.label] = visited(port, there, page)
        for page in MEASURED:
            figures["pages"][page.label] = measured(port, there, page)
        say("pages measured")
        figures["save"] = save_figures(port, there.drafts)
        figures["send"] = send_figures(port, there.drafts)
        figures["memory"] = memory_of(workers)
        with watching_memory(workers) as found:
            figures["export"] = export(port, there)
        figures["export"] |= found
        figures["memory_after_export"] = memory_of(workers)
    return figures


def visit(port, there, page):
    """Often enough, on fresh connections, that each worker has seen it."""
    for _ in range(6):
        cost(port, there.cookies[page.who], there.pages[page.name], times=3)


def reference_figures(port, there):
    cookie = there.cookies["officer"]
    queries, cpu = cost(port, cookie, REFERENCE)
    found = alone(port, cookie, cookie, REFERENCE)
    return {"queries": queries, "cpu": cpu, **found, "at_once": together(port, cookie, REFERENCE)}


def visited(port, there, page):
    queries, cpu = cost(port, there.cookies[page.who], there.pages[page.name])
    return {"queries": queries, "cpu": cpu}


def measured(port, there, page):
    cookie, address = there.cookies[page.who], there.pages[page.name]
    officer = there.cookies["officer"]
    queries, cpu = cost(port, cookie, address)
    found = alone(port, cookie, officer, address)
    yardstick = together(port, officer, REFERENCE, seconds=0.6)
    at_once = together(port, cookie, address)
    ratio_at_once = at_once / yardstick
    return {
        "queries": queries,
        "cpu": cpu,
        **found,
        "at_once": at_once,
        "ratio_at_once": ratio_at_once,
    }


def export(port, there):
    """The whole list as a file, read as it comes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    start = time.perf_counter()
    connection.request(
        "GET", there.pages["export"], headers={"Cookie": there.cookies["officer"], "X-Measure": "1"}
    )
    response = connection.getresponse()
    first = response.read(1)
    first_byte = time.perf_counter() - start
    length, rows = len(first), 0
    while part := response.read(65536):
        length += len(part)
        rows += part.count(b"\nCDF-")
    seconds = time.perf_counter() - start
    return {
        "rows": rows,
        "seconds": seconds,
        "rows_a_second": rows / seconds,
        "first_byte": first_byte,
        "megabytes": length / 1_000_000,
    }


def letters():
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.letters"], check=True, capture_output=True, text=True
    )
    return json.loads(answer.stdout)


def say(words):
    print(f"  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
