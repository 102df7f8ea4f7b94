"""Nobody sees or does what is not theirs: every page, every person, every method is tried.

The table of who may what stands in `access_table.py`. Here it is compared both
ways with the pages that exist, and then every cell is sent.
"""

import hashlib
import importlib
import json

import pytest
import rules
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse

from applicants.models import Email
from grants.casework.papers import own_pages
from grants.lifecycle import ApplicationLifecycle, PaymentRunLifecycle, ReportLifecycle
from grants.models import Skill
from grants.states import moves_of
from workshops.feedback.slips import slip_for
from workshops.interest.links import token_for
from workshops.register.tickets import ticket_of

from .a_world import make_world
from .access_table import EVERYBODY, LOOK_ONLY, OFFICER, SETTLED, TABLE, WORKERS

pytestmark = pytest.mark.django_db

PAGES = {name: (address, view) for name, address, view in own_pages()}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NOT_IN_THE_TABLE = ("visitor", "unproven")
ONLY_WHILE_DEVELOPING = {"demo_logins", "demo_mail"}

# Words that stand in one place each, and who may come across them at all.
CASE_STAFF = WORKERS | {"preparer", "payer"}
CANARIES = {
    # An assessor reads who applies before they open what was sent, to see whether they are close.
    "Alder-canary Bakers": CASE_STAFF
    | {"owner", "reader", "partner", "host", "assessor", "undeclared"},
    "Elm-canary Millers": CASE_STAFF | {"owner", "reader", "partner", "assessor", "undeclared"},
    "canary-lease.pdf": CASE_STAFF | {"owner", "reader"},
    "canary-letter.pdf": OFFICER | {"owner"},
    "canary-plan.pdf": CASE_STAFF | {"owner", "reader", "partner", "assessor"},
    "They told us plainly": WORKERS - {"leaving"} | {"assessor"},
    "Sound plan.": CASE_STAFF | {"assessor"},  # who reads it on the panel
    "canary-of-a-conflict": CASE_STAFF,
    "canary-of-an-enquiry": {"owner", "officer", "conflicted"} | SETTLED,
    "canary-in-a-message": {"owner", "reader", "officer", "auditor"} | SETTLED,
    # What colleagues write for one another. Tags stand in one list for all cases.
    "canary-of-a-finding": WORKERS,
    "canary-of-a-look": WORKERS,
    "canary-of-a-risk": WORKERS,
    "canary-of-a-note": WORKERS,
    "canary-of-a-recovery": CASE_STAFF,
    "canary-of-a-statement": CASE_STAFF,
    "canary-of-a-review": CASE_STAFF | {"owner", "reader"},
    "canary-of-a-flag": WORKERS,
    "canary-of-a-subsidy": CASE_STAFF,
    "canary-of-a-need": {"officer", "conflicted"} | SETTLED,
    "Canary-of-a-friend": {"officer", "auditor", "conflicted"} | SETTLED,
    "canary-of-a-giver": WORKERS | {"owner"},
    "canary-of-a-tag": WORKERS | {"conflicted"},
    "089999": set(),
    "66374958": set(),
}
# These pages are about an organisation or a session, which a conflict with a case does not hide.
NAMES_STAND_HERE = {
    "organisation",
    "organisation_ties",
    "organisation_group",
    "group_end",
    "tie_end",
    "invitation",
    "organisation_list",
    "organisation_merge",
    "organisation_different",
    "recovery",
    "recovery_decide",
    "register",
    "register_sign",
    "session_certificates",
    "certificate_name",
    "booking",
    "course",
    "programme_people",
    "person",
    "person_close",
    "person_forget",
    "people",
}


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
        "grants.write_minutes",
    }
    assert set(rules.permissions.permissions) - in_pages <= asked


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all these tests, each of which gives it back as it was."""
    guards = importlib.import_module("grants.migrations._guards")
    # Our own account, which a letter about money back names, is another than the co-op’s.
    with override_settings(PAYER={**settings.PAYER, "account_number": "10203040"}):
        with django_db_blocker.unblock():
            made = make_world()
        yield made
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            guards.remove(editor)
        call_command("flush", interactive=False, verbosity=0)
        with connection.schema_editor() as editor:
            guards.install(editor)


def _owner_s_row(world, application):
    return application.organisation.memberships.get(user=application.started_by).pk


# Pages about a row that has no reference of its own: where its number comes from.
PKS = {
    "person": lambda world, application: application.started_by_id,
    "person_forget": lambda world, application: application.started_by_id,
    "person_close": lambda world, application: application.started_by_id,
    "case_assessor_end": lambda world, application: application.assignments.first().pk,
    "case_assessor_move": lambda world, application: application.assignments.first().assessor_id,
    "assessor": lambda world, application: application.assignments.first().assessor_id,
    "practice": lambda world, application: world.training_case.pk,
    "training_make": lambda world, application: application.round.fund_id,
    "skill_remove": lambda world, application: Skill.objects.get().pk,
    "case_flag_resolve": lambda world, application: application.flags.get().pk,
    "member_change": _owner_s_row,
    "member_end": _owner_s_row,
    "invitation_withdraw": lambda world, application: world.invitation.pk,
}


def address_of(name, world, *, is_missing=False):
    """Where a page of the world stands, or where the same page of nothing would."""
    address, view = PAGES[name]
    application = world.application
    kwargs = {}
    if "reference>" in address:
        kwargs["reference"] = {
            "Attachment": lambda: application.attachments.get().reference,
            "ConditionFile": lambda: world.evidence.reference,
            "Organisation": lambda: application.organisation.reference,
            "Letter": lambda: application.letters.get(kind="offer").reference,
            "PaymentRun": lambda: (world.marked if "mark" in name else world.run).reference,
            "BankResult": lambda: world.bank_result.reference,
            "Report": lambda: world.report.reference,
            "Panel": lambda: world.panel.reference,
            "Session": lambda: world.booking.session.reference,
            "Workshop": lambda: world.booking.session.workshop.reference,
            "Material": lambda: world.material.reference,
            "Booking": lambda: world.booking.reference,
            "Programme": lambda: world.course.programme.reference,
            "CourseBooking": lambda: world.course.reference,
            "Round": lambda: application.round.reference,
            "Review": lambda: world.review.reference,
            "MoneyBack": lambda: world.recovery.reference,
            "Settlement": lambda: world.came.reference,
            "Enquiry": lambda: world.enquiry.reference,
            "Extension": lambda: world.extension.reference,
            "Application": lambda: application.reference,
            "Award": lambda: application.reference,
            "Thread": lambda: application.reference,
            "PaidCase": lambda: application.reference,
            "Hosting": lambda: world.hosting.reference,
            "Conflict": lambda: world.conflict.reference,
            "Tie": lambda: world.tie.reference,
            "EnterpriseLink": lambda: world.group.reference,
            "Partner": lambda: application.partners.get().reference,
            "SavedView": lambda: world.view.reference,
            "Need": lambda: world.need.reference,
        }[view.model.__name__ if view.model else PUBLIC_RECORDS[name]]()
    if "<int:number>" in address:
        kwargs["number"] = 2 if name == "line_answer" else 1  # the first line names the columns
    if name in ("evidence", "evidence_send"):
        kwargs["number"] = world.evidence.condition.number
    if "<slug:code>" in address:
        section = application.round.sections.get(number=1)
        part = section if "/sections/" in address else section.questions.get(number=1)
        kwargs["code"] = part.code
    kwargs |= {"code": "account"} if name == "case_look_up" else {}
    if "<slug:kind>" in address:
        kwargs["kind"] = "table"
    kwargs |= {"letter_kind": "offer"} if "<slug:letter_kind>" in address else {}
    kwargs |= {"version": 0} if "<int:version>" in address else {}
    if name in PKS:
        kwargs["pk"] = PKS[name](world, application)
    others = {
        "case": application.reference,
        "kept": world.try_out.reference,
        "other": world.other_record.reference,
        "token": world.invitation.token,
        "check": world.certificate.code,
        "slip": slip_for(world.certificate.place),
        "ticket": ticket_of(world.booking.places.first()),
    }
    kwargs |= {part: value for part, value in others.items() if f"{part}>" in address}
    if name == "email":
        kwargs["uuid"] = Email.objects.filter(about=application.reference).first().uuid
    kwargs |= {"token": world.link} if name == "partner_link" else {}
    kwargs |= {"token": token_for(world.interest)} if name == "interest_mine" else {}
    kwargs |= {"token": world.tokens["my"]} if name.startswith("my_") else {}
    kwargs |= {"token": world.tokens[name]} if name == "confirm" else {}
    if is_missing:
        kwargs["reference"] = "nothing-of-the-kind"
    prefix = "workshops:" if address.startswith("workshops/") else ""
    return reverse(prefix + name, kwargs=kwargs)


PUBLIC_RECORDS = {
    "round": "Round",
    "round_questions": "Round",
    "round_enquiries": "Round",
    "can_we_apply": "Round",
    "session": "Session",
    "session_ideas": "Session",
    "material": "Material",
    "workshop_feed": "Workshop",
    "programme": "Programme",
    "programme_feed": "Programme",
}


def fingerprint():
    """All that the database holds, but for sessions, as one short text."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "sessions.Session":
            rows = list(model._base_manager.order_by("pk").values_list())
            digest.update(json.dumps(rows, default=_plain).encode())
    return digest.hexdigest()


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
    before = fingerprint()

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

    assert fingerprint() == before, "a refused request, or one that only looks, changed something"


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


def words_out_of_place(name, who, response, body):
    """The words in an answer, or in its headers, that its reader must never come across."""
    headers = "\n".join(response.headers.values())
    return [
        word
        for word, readers in CANARIES.items()
        if (word.encode() in body or word in headers)
        and not may_come_across(name, who, word, readers)
    ]


def may_come_across(name, who, word, readers):
    if who in readers or (word.startswith(("Alder", "Elm")) and name in NAMES_STAND_HERE):
        return True
    if name.startswith("my_"):
        return "need" in word or "friend" in word  # whoever has the link is whose page it is
    if name in ("bank_reveal", "account_file_open") and who in OFFICER:
        return True  # the two pages whose work it is to show them, and they leave a line
    return name == "run_download" and who in ("preparer", "payer")  # the bank's file


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
