"""Nobody sees or does what is not theirs: every page, every person, every method is tried.

The table of who may what stands in `access/`. Here it is compared both
ways with the pages that exist, and then every cell is sent.
"""

import hashlib
import json

import pytest
import rules
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse

from applicants.models import Organisation
from grants.lifecycle import ApplicationLifecycle, PaymentRunLifecycle, ReportLifecycle
from grants.states import moves_of
from tests.standing import emptied_afterwards

from .a_world import make_world
from .access import LOOK_ONLY, TABLE
from .access.addresses import PAGES, address_of
from .access.canaries import words_out_of_place
from .access.people import EVERYBODY

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NOT_IN_THE_TABLE = ("visitor", "unproven")
ONLY_WHILE_DEVELOPING = {"demo_logins", "demo_mail"}


def test_every_page_is_in_the_table_and_the_table_names_no_other():
    assert set(PAGES) == set(TABLE)


def test_every_page_asks_for_a_permission_that_exists():
    asked = {view.permission for _address, view in PAGES.values()} - {"public"}

    assert asked <= set(rules.permissions.permissions)


def test_no_permission_is_left_unused():
    machines = (ApplicationLifecycle, PaymentRunLifecycle, ReportLifecycle)
    asked = {view.permission for _address, view in PAGES.values()}
    asked |= {f"grants.{move.may}" for machine in machines for move in moves_of(machine)}

    in_pages = {
        "applicants.see_home",
        "grants.see_rounds",
        "grants.score_application",
        "grants.resolve_item",
        "grants.agree_route",
        "grants.write_minutes",
    }
    assert set(rules.permissions.permissions) - in_pages <= asked


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all these tests, each of which gives it back as it was."""
    # Our own account, which a letter about money back names, is another than the co-op’s.
    ours = override_settings(PAYER={**settings.PAYER, "account_number": "10203040"})
    with ours, emptied_afterwards(django_db_blocker):
        with django_db_blocker.unblock():
            made = make_world()
            made.as_it_was = fingerprint()
        yield made


def fingerprint():
    """All that the database holds, but for sessions, as one short text."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "sessions.Session":
            rows = list(model._base_manager.order_by("pk").values_list())
            digest.update(json.dumps(rows, default=_plain).encode())
    return digest.hexdigest()


def rows_written():
    """How many rows this connection has ever written; None where the database does not count."""
    return connection.connection.total_changes if connection.vendor == "sqlite" else None


def stands_as_it_was(world, written):
    """Nothing was written since, or only what makes no difference: a session, say.

    The whole database is read only if something was: it takes as long as forty requests.
    """
    if written is not None and rows_written() == written:
        return True
    return fingerprint() == world.as_it_was


@pytest.mark.parametrize("change", ["name", "and back"])
def test_a_change_is_noticed(world, change):
    written, coop = rows_written(), world.application.organisation
    assert stands_as_it_was(world, written)

    Organisation.objects.filter(pk=coop.pk).update(name="Another")
    if change == "and back":
        Organisation.objects.filter(pk=coop.pk).update(name=coop.name)

    assert stands_as_it_was(world, written) == (change == "and back")


def _plain(value):
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def ask(client, method, address):
    """Send one request, undo what it did, and return its answer with its whole body."""
    with transaction.atomic():
        response = client.generic(method, address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, body


def is_turned_away(response):
    to = response.headers.get("Location", "")
    return response.status_code in (403, 404) or to.startswith(
        ("/accounts/login/", "/accounts/2fa/")
    )


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_answers_only_those_in_its_row(name, world):
    address, allowed = address_of(name, world), TABLE.get(name, set())
    methods = PAGES[name][1].methods
    written = rows_written()

    for who, client in world.clients.items():
        for method in METHODS:
            said = f"{method} {address} by {who}"
            is_allowed = (allowed == "public" and name not in ONLY_WHILE_DEVELOPING) or (
                who in allowed
            )
            if method == "POST" and method in methods and is_allowed:
                continue  # sent below: it may change something
            response = client.generic(method, address)
            is_known = method in methods or (method == "HEAD" and "GET" in methods)
            if not is_known:
                assert response.status_code == 405 or who == "unproven", said
            elif who == "unproven" and not is_open_before_second_factor(address):
                assert is_turned_away(response), said
            elif is_allowed:
                assert response.status_code in (200, 302, 409), said
                assert not is_turned_away(response), said
            else:
                assert is_turned_away(response), said
            body = b"".join(response.streaming_content) if response.streaming else response.content
            if method == "GET":
                assert words_out_of_place(name, who, response, body) == [], said

    said = "a refused request, or one that only looks, changed something"
    assert stands_as_it_was(world, written), said


def is_open_before_second_factor(address):
    return address.startswith(("/health/", "/theme.css", "/demo/"))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_whoever_may_send_a_page_gets_an_answer_and_not_an_error(name, world):
    address, allowed = address_of(name, world), TABLE.get(name, set())
    if allowed == "public":
        allowed = EVERYBODY | {"visitor"}
    if "POST" not in PAGES[name][1].methods:
        allowed = set()

    for who in set(world.clients) & set(allowed):
        response, _body = ask(world.clients[who], "POST", address)

        if who in LOOK_ONLY.get(name, ()):
            assert response.status_code == 403
            continue
        if name == "case_assessor_end":
            assert response.status_code == 404  # this assessor has filed, and stays
            continue
        assert response.status_code in (200, 302, 409), f"POST {address} by {who}"
        assert not is_turned_away(response), f"POST {address} by {who}"


@pytest.mark.parametrize(
    "name", sorted(name for name, (address, _view) in PAGES.items() if "reference>" in address)
)
def test_a_page_about_nothing_is_not_found(name, world):
    address = address_of(name, world, is_missing=True)
    method = PAGES[name][1].methods[0]

    for who, client in world.clients.items():
        response = client.generic(method, address)

        if who in NOT_IN_THE_TABLE:
            assert response.status_code in (302, 404), f"{address} by {who}"
        else:
            assert response.status_code == 404, f"{address} by {who}"


@pytest.mark.parametrize(
    "name", sorted(name for name, (_address, view) in PAGES.items() if "GET" not in view.methods)
)
def test_no_answer_to_what_is_sent_holds_words_that_are_not_for_its_reader(name, world):
    """Pages that are opened were read above, when everybody tried to open them."""
    address = address_of(name, world)

    for who, client in world.clients.items():
        response, body = ask(client, PAGES[name][1].methods[0], address)

        assert words_out_of_place(name, who, response, body) == [], f"{address} for {who}"


def condition_of(world):
    return [world.application.reference, world.evidence.condition.number]


def test_the_canaries_are_there_to_be_found(world):
    """Without this, a page that shows nothing at all would pass the test above."""
    officer, assessor = world.clients["officer"], world.clients["assessor"]
    case = officer.get(address_of("case", world)).text
    answers = officer.get(address_of("application_answers", world)).text
    scores = officer.get(address_of("case_scores", world)).text
    revealed = officer.post(address_of("bank_reveal", world)).text

    assert "Alder-canary Bakers" in case
    assert "Sound plan." in case
    assert "canary-of-a-conflict" in case
    assert "canary-plan.pdf" in answers
    assert "They told us plainly" in scores
    talk = officer.get(address_of("case_messages", world)).text
    assert "canary-in-a-message" in talk
    assert "canary-of-a-need" in officer.get(address_of("session_needs", world)).text
    assert "Canary-of-a-friend" in officer.get(address_of("register", world)).text
    assert "canary-of-a-need" in world.clients["visitor"].get(address_of("my_needs", world)).text
    assert "canary-of-a-giver" in officer.get(address_of("case_subsidy", world)).text
    assert "66374958" in revealed.replace(" ", "")
    letter = officer.post(address_of("account_file_open", world))
    assert "canary-letter.pdf" in letter.headers["Content-Disposition"]
    assert b"66374958" in b"".join(letter.streaming_content)
    condition = officer.get(reverse("condition", args=condition_of(world))).text
    assert "canary-lease.pdf" in condition
    assert assessor.get(address_of("assess", world)).status_code == 200
