"""All figures on one database of one size, as JSON. Settings come from the environment."""

import json
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import django

from .load import REFERENCE, alone, cost, together

START_OF_A_ROW = b'\n"CDF-'


def only_rush(target):
    """Without the other figures, on an empty fund: half a minute."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    Path(target).write_text(json.dumps({"rush": rush()}, indent=1))


def main(size, target):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the web server must stop with us
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
    figures["scoring"] = scoring()
    figures["panels"] = panels()
    figures["payments"] = payments()
    figures["rush"] = rush()
    Path(target).write_text(json.dumps(figures, indent=1))


def measure(there):
    from .drafting import drafting_figures
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
            address = there.pages[page.name]
            figures["visited"][page.label] = cost(port, there.cookies[page.who], address)
        for page in MEASURED:
            figures["pages"][page.label] = measured(port, there, page)
        say("pages measured")
        figures["save"] = save_figures(port, there.drafts)
        figures["send"] = send_figures(port, there.drafts)
        if there.drafters:
            figures["drafting"] = drafting_figures(port, there.drafters)
            say("drafters done")
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
    return {
        **cost(port, cookie, REFERENCE),
        **alone(port, cookie, cookie, REFERENCE),
        "at_once": together(port, cookie, REFERENCE),
    }


def measured(port, there, page):
    cookie, address = there.cookies[page.who], there.pages[page.name]
    officer = there.cookies["officer"]
    found = cost(port, cookie, address) | alone(port, cookie, officer, address)
    yardstick = together(port, officer, REFERENCE, seconds=0.6)
    at_once = together(port, cookie, address)
    return found | {"at_once": at_once, "ratio_at_once": at_once / yardstick}


def export(port, there):
    """The whole list as a file, read as it comes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    start = time.perf_counter()
    cookie = {"Cookie": there.cookies["officer"]}
    connection.request("GET", there.pages["export"], headers=cookie)
    response = connection.getresponse()
    first = response.read(1)
    first_byte = time.perf_counter() - start
    length, rows, end = len(first), 0, b""
    while part := response.read(65536):
        length += len(part)
        rows += (end + part).count(START_OF_A_ROW)
        end = part[1 - len(START_OF_A_ROW) :]
    seconds = time.perf_counter() - start
    return {
        "rows": rows,
        "seconds": seconds,
        "rows_a_second": rows / seconds,
        "first_byte": first_byte,
        "megabytes": length / 1_000_000,
    }


def scoring():
    from .scoring import scoring_figures

    return scoring_figures()


def panels():
    from .panels import panel_figures

    return panel_figures()


def payments():
    from .payments import payment_figures

    return payment_figures()


def rush():
    """The workshop that everybody wants, with a server of its own."""
    from django.db import connections

    from .rush import lock_figures, prepare_rush, rush_figures
    from .server import web_server

    locks = lock_figures()
    ready = prepare_rush()
    connections.close_all()
    with web_server() as (port, workers):
        figures = rush_figures(port, workers, *ready)
    say("everybody has booked")
    return figures | {"lock": locks}


def letters():
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.letters"], check=True, capture_output=True, text=True
    )
    return json.loads(answer.stdout)


def say(words):
    print(f"  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "rush":
        only_rush(sys.argv[2])
    else:
        main(int(sys.argv[1]), sys.argv[2])
