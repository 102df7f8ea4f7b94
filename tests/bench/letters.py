"""A thousand letters, one after the other: how many a second one core makes, in how much memory.

Composing is the page and the PDF; issuing is what a worker does after it: the hash, the row, the
line of history and the mail that says so. All are issued in one transaction, which is undone.
Each has names and reasons of its own, as in a round. Prints what it found, for `one_run` to read;
by itself as `tests.bench.payments` does.
"""

import json
import os
import time
from copy import copy
from itertools import cycle, islice

import django

LETTERS = 1_000


def of_somebody_else(letter, number):
    """The same letter with other names and reasons: what is kept of one helps no other."""
    words = {**letter.words, "reference": f"CDF-2099-{number:04}"}
    for name in ("organisation_name", "recipient_name", "addressee", "reasons", "purpose"):
        if name in words:
            words[name] = f"{words[name]} {number}"
    other = copy(letter)
    other.words = words
    return other


def seconds_of_issuing(letters):
    """CPU of this process, and the clock, of issuing a thousand letters that are composed.

    They stand as reminders, of which a case may have any number.
    """
    from django.db import transaction

    from grants.awards.letters.issuing import compose, issue
    from grants.awards.letters.models import Kind
    from grants.models import Letter

    composed = [compose(letter) for letter in letters]
    with transaction.atomic():
        waiting = [
            Letter.objects.create(
                application_id=letter.application_id,
                reference=f"bench-{number}",
                kind=Kind.REMINDER,
                key=f"bench-{number}",
                signed_by_id=letter.signed_by_id,
                dated_on=letter.dated_on,
                words=letter.words,
            )
            for number, letter in enumerate(islice(cycle(letters), LETTERS))
        ]
        clock, cpu = time.perf_counter(), time.process_time()
        issued = sum(
            issue(letter, *papers)
            for letter, papers in zip(waiting, islice(cycle(composed), LETTERS), strict=True)
        )
        found = {"cpu": time.process_time() - cpu, "clock": time.perf_counter() - clock}
        transaction.set_rollback(True)
    assert issued == LETTERS
    return found


def main():
    django.setup()
    from grants.awards.letters.issuing import compose
    from grants.models import Letter

    from .server import resident

    letters = list(
        Letter.objects.filter(pk__lt=1_000).select_related("wording", "signature").order_by("pk")
    )
    for letter in letters:
        compose(letter)
    at_first, start = resident(os.getpid()), time.process_time()
    size = sum(
        len(compose(of_somebody_else(letter, number))[1])
        for number, letter in enumerate(islice(cycle(letters), LETTERS))
    )
    composing, memory = time.process_time() - start, resident(os.getpid())
    issuing = seconds_of_issuing(letters)
    figures = {
        "a_second": LETTERS / composing,
        "issued_a_second": LETTERS / (composing + issuing["cpu"]),
        "issuing_ms": issuing["cpu"] / LETTERS * 1_000,
        "issuing_clock_ms": issuing["clock"] / LETTERS * 1_000,
        "kilobytes": size / LETTERS / 1_000,
        "memory": memory,
        "growth": memory - at_first,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
