"""Deadline eve: many people who write at once, whose pages save themselves every few seconds.

Each drafter has a draft and a connection of their own. What matters is what the slowest of them
waits, and that nobody is refused.
"""

import random
import statistics
import threading
import time

from .load import Client, Failed
from .writing import a_box_of, as_posted, section_of

DRAFTERS, EVERY, SECONDS = 200, 5.0, 30.0


def drafting_figures(port, drafts, *, seconds=SECONDS):
    """{drafters, saves, errors, median, p95} in milliseconds."""
    taken, errors, lock = [], [], threading.Lock()
    ready = [prepare(port, *draft) for draft in drafts[:DRAFTERS]]
    begin = time.perf_counter()

    def write(client, address, form):
        next_at = begin + random.random() * EVERY  # people do not type in step
        version, box = 1, a_box_of(form)
        while next_at < begin + seconds:
            time.sleep(max(0.0, next_at - time.perf_counter()))
            words = f"{form[box]} {version}"
            try:
                spent = save(client, address, {**form, box: words, "version": version})
            except (Failed, OSError) as fault:
                with lock:
                    errors.append(str(fault))
                return
            with lock:
                taken.append(spent)
            version, next_at = version + 1, next_at + EVERY

    threads = [threading.Thread(target=write, args=one) for one in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "drafters": len(ready),
        "saves": len(taken),
        "errors": len(errors),
        "median": statistics.median(taken) * 1_000,
        "p95": statistics.quantiles(taken, n=20)[-1] * 1_000,
    }


def prepare(port, cookie, reference):
    """Open the page, as its writer did some time ago."""
    address, answers = section_of(reference)
    client = Client(port, cookie)
    form = {"csrfmiddlewaretoken": client.token(address), "version": 1, **as_posted(answers)}
    return client, address, form


def save(client, address, form):
    client.connection.close()  # after five seconds of thought the server has hung up
    return client.ask(address, form=form, headers={"X-Autosave": "1"})[2]
