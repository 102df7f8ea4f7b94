"""Those who ask: one after the other, or eight at once, each on a connection of their own."""

import re
import statistics
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

REFERENCE = "/bench/reference/"
CLIENTS = 8
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Failed(Exception):
    """A page did not answer as it should; a figure for it would mean nothing."""


class Client:
    """One person’s browser, without the pictures."""

    def __init__(self, port, cookie):
        self.port, self.cookies = port, [cookie] if cookie else []
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, address, *, form=None, measure=False, expected=200, headers=()):
        """Return (headers, body, seconds). expected: the only status that will do; None: any."""
        headers = {"Cookie": "; ".join(self.cookies), **dict(headers)}
        if measure:
            headers["X-Measure"] = "1"
        body = None
        if form is not None:
            body = urlencode(form, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", address, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - start
        if expected is not None and response.status != expected:
            raise Failed(f"{address} answered {response.status}, not {expected}.")
        return response, content, seconds

    def token(self, address):
        """Open a page with a form; remember its cookie and return its token."""
        response, content, _seconds = self.ask(address)
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookies.append(cookie.split(";")[0])
        return TOKEN.search(content).group(1).decode()


def cost(port, cookie, address, times=12):
    """The queries and CPU milliseconds of a page in its worker, in the usual case."""
    client = Client(port, cookie)
    return cost_of([client.ask(address, measure=True)[0] for _ in range(times)])


def cost_of(answers):
    """The most queries, once a worker has warmed up, and the usual CPU."""
    cpu = statistics.median(float(answer.headers["X-CPU"]) for answer in answers)
    queries = max(int(answer.headers["X-Queries"]) for answer in answers[2:])
    return {"queries": queries, "cpu": cpu * 1_000}


def alone(port, cookie, cookie_of_reference, address, seconds=1.3):
    """One client, R and the page in turns, so that both meet the same machine."""
    page, reference = Client(port, cookie), Client(port, cookie_of_reference)
    taken, yardstick = [], []
    until = time.perf_counter() + seconds
    while len(taken) < 30 or time.perf_counter() < until:
        yardstick.append(reference.ask(REFERENCE)[2])
        taken.append(page.ask(address)[2])
    return spread(taken) | {"ratio": statistics.median(yardstick) / statistics.median(taken)}


def spread(taken):
    """The usual time and that of the slowest one in twenty, in milliseconds."""
    return {
        "median": statistics.median(taken) * 1_000,
        "p95": statistics.quantiles(taken, n=20)[-1] * 1_000,
    }


def together(port, cookie, address, seconds=0.9):
    """Requests a second when eight ask at once."""
    answered, faults, until = [], [], time.perf_counter() + seconds

    def ask():
        client, count = Client(port, cookie), 0
        try:
            while time.perf_counter() < until:
                client.ask(address)
                count += 1
        except Exception as fault:
            faults.append(fault)
        answered.append(count)

    start = time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(answered) / (time.perf_counter() - start)
