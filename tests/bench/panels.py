"""A round of 300 in front of its panel, 3 assessors, 6 criteria: the pages where it is looked at.

Inside one process, by Django's own test client: no network, no web server.
"""

import time
from statistics import median, quantiles

from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import now

from applicants.models import Organisation, User
from grants.lifecycle import Stage
from grants.models import AgendaItem, Application, Panel
from tests.factories.people import client_for

from .reference import Counter
from .scoring import a_large_round

CASES, TIMES = 300, 20
PAGES = {
    "Panel": "panel",
    "Ranking before the panel": "round_scores",
    "Board of the round": "round_board",
    "Board of the scoring": "scoring",
    "Pack": "panel_pack",
    "Fairness": "panel_fairness",
}


def panel_figures(times=TIMES):
    """{page: {queries, cpu, median, p95}} in milliseconds; what is made for it is undone again."""
    with transaction.atomic():
        panel, chair = a_large_panel()
        here = {"SERVER_NAME": "127.0.0.1"}
        clients = {True: client_for(chair, **here), False: client_for(officer(), **here)}
        found = {}
        for label, name in PAGES.items():
            is_of_panel = name.startswith("panel")
            address = reverse(name, args=[(panel if is_of_panel else panel.round).reference])
            found[label] = measured(clients[is_of_panel], address, times)
        transaction.set_rollback(True)
    return found


def officer():
    return User.objects.filter(is_officer=True, is_active=True).first()


def a_large_panel():
    """A panel that has all of a large round on its agenda, each case of another co-op."""
    round = a_large_round(CASES, Stage.WITH_PANEL)
    by = officer()
    groups = Organisation.objects.bulk_create(
        Organisation(reference=f"bench-{n}", name=f"Bench {n}", postcode="E26 3NT", started_by=by)
        for n in range(CASES)
    )
    cases = list(Application.objects.filter(round=round).order_by("pk"))
    for number, case in enumerate(cases):
        case.organisation, case.ward = groups[number], f"Ward {number % 12}"
    Application.objects.bulk_update(cases, ["organisation", "ward"])
    panel = Panel.objects.create(
        reference="bench-panel", round=round, meets_at=now(), place="Here", added_by=by
    )
    chair = User.objects.filter(is_approver=True, is_active=True).first()
    panel.members.create(user=chair, is_chair=True)
    for member in User.objects.filter(is_assessor=True, is_active=True).exclude(pk=chair.pk)[:6]:
        panel.members.create(user=member)
    AgendaItem.objects.bulk_create(
        AgendaItem(panel=panel, application=case, number=number)
        for number, case in enumerate(cases, start=1)
    )
    return panel, chair


def measured(client, address, times):
    client.get(address)  # what is read once in each process is not counted
    counter, took, cpu = Counter(), [], []
    with connection.execute_wrapper(counter):
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    for _ in range(times):
        start, worked = time.perf_counter(), time.process_time()
        client.get(address)
        took.append((time.perf_counter() - start) * 1_000)
        cpu.append((time.process_time() - worked) * 1_000)
    parts = quantiles(took, n=20, method="inclusive")
    return {
        "queries": counter.number,
        "cpu": median(cpu),
        "median": parts[9],
        "p95": parts[18],
    }
