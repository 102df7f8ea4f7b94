"""A thousand letters, one after the other: how many a second one core makes, in how much memory.

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
    figures = {
        "a_second": LETTERS / (time.process_time() - start),
        "kilobytes": size / LETTERS / 1_000,
        "memory": resident(os.getpid()),
        "growth": resident(os.getpid()) - at_first,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
