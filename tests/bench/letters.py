"""How many letters a second one core makes. Prints what it found, for `one_run` to read."""

import json
import os
import time

import django


def main(seconds=6.0):
    django.setup()
    from grants.awards.letters.issuing import compose
    from grants.models import Letter

    from .server import resident

    letters = list(
        Letter.objects.filter(pk__lt=1_000).select_related("wording", "signature").order_by("pk")
    )
    for letter in letters:
        compose(letter)
    at_first, made, size = resident(os.getpid()), 0, 0
    until = time.process_time() + seconds
    while time.process_time() < until:
        for letter in letters:
            size += len(compose(letter)[1])
            made += 1
    figures = {
        "a_second": made / seconds,
        "kilobytes": size / made / 1_000,
        "memory": resident(os.getpid()),
        "growth": resident(os.getpid()) - at_first,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
