"""A workshop that everybody wants: 500 people for 20 places and 30 on the list, in 10 seconds.

Each has the page open when booking begins, on a connection of their own, and presses “Book” at a
moment of their own. Who is too late is asked whether they would wait, and says yes; when the list
is full too, they are told so. Also measured: for how long the lock of the session is held.
"""

import random
import statistics
import threading
import time
from collections import Counter
from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import User
from tests import factories
from workshops.booking.actions import Person, SessionFull, book_places, fill_places, join_list
from workshops.models import Place, Session
from workshops.states import PlaceState

from .load import Client
from .server import cpu_of
from .world import cookie_for

PEOPLE, PLACES, LIST, SECONDS = 500, 20, 30, 10.0


def prepare_rush():
    """(address of the page, a cookie for each person)."""
    start = now() + timedelta(days=20)
    session = factories.session(capacity=PLACES, most_waiting=LIST, starts_at=start)
    people = User.objects.bulk_create(
        User(email=f"rush-{number}@example.org", name=f"Person {number}")
        for number in range(PEOPLE)
    )
    return session.reference, [cookie_for(person) for person in people]


def rush_figures(port, workers, reference, cookies):
    """What became of everybody, how long an answer took, and what work it was for the server."""
    address = reverse("workshops:book", args=[reference])
    taken, outcomes, lock = [], Counter(), threading.Lock()
    ready = []
    for cookie in cookies:
        client = Client(port, cookie)
        ready.append((client, client.token(address)))
        client.connection.close()
    begin = time.perf_counter() + 1

    def press(client, form):
        start = time.perf_counter()
        body, kind = send(client, address, form)
        with lock:
            taken.append(time.perf_counter() - start)
        return body, kind

    def come(client, token):
        form = {"csrfmiddlewaretoken": token, "name": "Somebody", "number": "1"}
        time.sleep(max(0.0, begin + random.random() * SECONDS - time.perf_counter()))
        body, status = press(client, form)
        outcome = "booked"
        if status == 200 and b"Join the waiting list?" in body:
            body, status = press(client, form | {"waits": "1", "accepts": "1"})
            outcome = "waits"
        if status == 200:
            outcome = "told" if b"as many as the list takes" in body else "not understood"
        elif status != 302:
            outcome = f"answered {status}"
        with lock:
            outcomes[outcome] += 1

    threads = [threading.Thread(target=come, args=one) for one in ready]
    before = cpu_of(workers)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, work = time.perf_counter() - begin, cpu_of(workers) - before
    session = Session.objects.get(reference=reference)
    states = Counter(session.places.values_list("state", flat=True))
    return {
        "outcomes": dict(outcomes),
        "booked": states[PlaceState.BOOKED],
        "waiting": states[PlaceState.WAITING],
        "seconds": seconds,
        "answers": len(taken),
        "cpu_for_each": work / len(taken) * 1_000,
        "median": statistics.median(taken) * 1_000,
        "p95": statistics.quantiles(taken, n=20)[-1] * 1_000,
    }


def send(client, address, form):
    try:
        answer, body, _seconds = client.ask(address, form=form, expected=None)
    except OSError as fault:
        return b"", type(fault).__name__
    return body, answer.status


def lock_figures(times=150):
    """For how long the row of a session is locked, in milliseconds, by what is done meanwhile.

    From the moment in which the lock is had until its transaction is over. The places are booked
    in sessions of 20, as in the rush; the list grows to 30.
    """
    sessions = [
        factories.session(capacity=PLACES, starts_at=now() + timedelta(days=20))
        for _ in range(1 + times // PLACES)
    ]
    chairs = (session for session in sessions for _ in range(PLACES))
    full = factories.session(capacity=1, most_waiting=times, starts_at=now() + timedelta(days=20))
    people = User.objects.bulk_create(
        User(email=f"lock-{number}@example.org", name=f"Person {number}")
        for number in range(3 * times)
    )
    here = iter(people)

    def book(of):
        by = next(here)
        book_places(of, people=[Person(by.name, by.email)], by=by)

    def too_late(of):
        try:
            book(of)
        except SessionFull:
            return

    def wait(of):
        by = next(here)
        join_list(of, people=[Person(by.name, by.email)], accepts=1, by=by)

    book(full)
    found = {
        "a place booked": held_during(lambda: book(next(chairs)), times - 1),
        "told that it is full": held_during(lambda: too_late(full), times - 1),
        "joined a list": held_during(lambda: wait(full), 30),
        "looked whether somebody gets in": held_during(lambda: fill_places(full), times),
    }
    assert Place.objects.filter(session=full, state=PlaceState.BOOKED).count() == 1
    return found


def held_during(act, times):
    held, own, asked = [], [], []
    since, until, counted = [], [], []

    def clock():
        return time.perf_counter(), time.thread_time()

    def let_go():
        until[:] = clock()
        asked.append(len(counted))

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        counted.append(sql)
        if (
            not since
            and sql.startswith("SELECT")
            and '"workshops_session"."id" =' in sql
            and (connection.vendor != "postgresql" or "FOR UPDATE" in sql)
        ):
            since[:] = clock()
            counted.clear()
            transaction.on_commit(let_go)
        return result

    for number in range(times):
        if number < 5:  # a warm worker
            act()
            continue
        for known in (since, until, counted):
            known.clear()
        with connection.execute_wrapper(watch):
            act()
        if not until:  # refused: let go as it was undone
            let_go()
        held.append(until[0] - since[0])
        own.append(until[1] - since[1])
    return {
        "median": statistics.median(held) * 1_000,
        "p95": statistics.quantiles(held, n=20)[-1] * 1_000,
        "cpu": statistics.median(own) * 1_000,
        "queries": max(asked),
    }
