"""A thousand letters, one after the other: how many a second one core makes, in how much memory.

Prints what it found, for `one_run` to read; by itself as `tests.bench.payments` does.
"""

import json
import os
import time
from itertools import cycle, islice

import django

LETTERS = 1_000


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
    size = sum(len(compose(letter)[1]) for letter in islice(cycle(letters), LETTERS))
    figures = {
        "a_second": LETTERS / (time.process_time() - start),
        "kilobytes": size / LETTERS / 1_000,
        "memory": resident(os.getpid()),
        "growth": resident(os.getpid()) - at_first,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
