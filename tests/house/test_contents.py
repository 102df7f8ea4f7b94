"""Nothing is left off a list: tables, moves, verbs of the history, names of pages."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import engines
from django.template.defaulttags import URLNode
from django.urls import NoReverseMatch, get_resolver, reverse

import grants.models
from applicants.actions import change_roles
from grants.casework.steps import MOVE_PAGES, MOVES_OF_A_RELEASE, MOVES_OF_THE_COOP
from grants.casework.timeline import NOTES_FOR_THE_COOP, SENTENCES
from grants.lifecycle import ApplicationLifecycle, PaymentRunLifecycle, ReportLifecycle
from grants.states import moves_of
from tests import factories
from tests.factories import blind, newcomers, panels

HOUSE = Path(settings.BASE_DIR)
OURS = ("applicants", "workshops", "grants")


# --- Tables ----------------------------------------------------------------------------------


def test_the_contents_page_lists_every_table_of_the_work_and_nothing_else():
    tables = {model.__name__ for model in apps.get_app_config("grants").get_models()}

    assert set(grants.models.__all__) == tables
    assert grants.models.__all__ == sorted(grants.models.__all__)
    for name in tables:
        assert issubclass(getattr(grants.models, name), models.Model)


# Tables that no factory fills, each with its reason.
EMPTY: set[str] = set()


@pytest.mark.django_db
def test_the_factories_fill_every_table():
    factories.letter_wording()
    factories.letter_signature()
    factories.closed(instalments=1, file="plan.pdf")
    factories.ineligible()
    application = factories.submitted()
    declare = importlib.import_module("grants.assessment.actions").declare_conflict
    conflict = declare(application, by=factories.staff("is_approver"), reason="My aunt.")
    settle = importlib.import_module("grants.assessment.actions").settle_conflict
    officer = factories.staff("is_officer")
    settle(conflict, outcome="note_only", reason="Far away.", seen=0, by=officer)
    factories.tie(application.organisation, person=officer)
    book = importlib.import_module("workshops.booking.actions").book_place
    book(factories.session(), by=factories.person(), name="Ama")
    factories.offered_place(by=factories.person())
    factories.attended(by=factories.person())
    factories.signed_register()
    factories.timed_message()
    factories.request_answered()
    factories.booked_course()
    factories.newcomers.forgotten()
    factories.interested()
    factories.facilitated()
    factories.feedback()
    factories.material(factories.heard_and_answered())
    factories.certificate()
    newcomers.need()
    factories.waived_workshop(factories.draft(round=factories.open_round(workshop_tag="money")))
    factories.noted(application)
    factories.flagged(application)
    factories.tagged(application)
    factories.review_asked()
    helped = factories.accepted(confirmed=False)
    factories.assessed_subsidy(helped, route="full")
    factories.in_database(helped)
    factories.assessed_subsidy(helped, route="minimal")
    factories.confirmed_limit(helped, {"amount": "1000"})
    factories.linked_enterprises(helped.organisation, factories.organisation())
    factories.asked()
    factories.asked_for_more_time(factories.draft())
    factories.dates_moved(application.round)
    scored = factories.in_assessment()
    factories.filed(scored, factories.staff("is_assessor"))
    blind.judged_blind()
    factories.moderated(scored)
    factories.equality_answers()
    factories.message(application)
    panels.ready()
    factories.places()
    factories.tried(application.round)
    panels.resolved(panels.item_of(panels.sitting()))
    panels.tried_out(panels.panel())
    factories.draft(joint=[factories.organisation()])
    factories.returned()
    needs = factories.in_assessment()
    knows = factories.assessor(knows=["baking"]).assessor_profile.skills.all()
    assessing = importlib.import_module("grants.assessment.actions")
    assessing.say_skills_needed(needs, skills=knows, by=factories.staff("is_officer"))
    factories.practised(needs.round)
    factories.saved_view()
    factories.modulus_tables()
    group = factories.offered(of=factories.organisation(legal_form="not_formed"))
    factories.hosted(group)
    factories.extended(group)
    factories.bank_result("RENT,450.00,01/01/2026")
    factories.held_instalment()
    factories.money_that_came()
    factories.sent_evidence()
    factories.cancelled_instalment()
    boss = factories.staff("is_administrator")
    change_roles(factories.person(), roles=["is_officer"], by=boss)
    merged, kept = factories.organisation(), factories.organisation()
    importlib.import_module("applicants.actions").merge_organisations(
        merged, into=kept, reason="One.", by=factories.staff("is_officer")
    )
    factories.told_apart(kept, application.organisation)
    factories.recovering(kept)
    factories.invited(application.organisation, email="new@example.org")

    empty = {
        model._meta.label
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not model._base_manager.exists()
    }

    assert empty == EMPTY


# --- Moves -----------------------------------------------------------------------------------


def test_every_move_of_an_application_has_its_page():
    moves = {move.name for move in moves_of(ApplicationLifecycle) if not move.is_automatic}

    assert sorted([*MOVE_PAGES, *MOVES_OF_THE_COOP, *MOVES_OF_A_RELEASE]) == sorted(moves)


def test_the_page_of_every_move_is_there():
    for name in MOVE_PAGES.values():
        assert reverse(name, args=["CDF-2026-0001"])


# --- History ---------------------------------------------------------------------------------

READING = {"filter", "exclude", "get"}  # a verb that is looked for is written elsewhere


def verbs_written(source):
    """Every verb that a piece of code gives by name: record(…, verb="start")."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if getattr(node.func, "attr", "") in READING:
            continue
        for keyword in node.keywords:
            if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant):
                yield keyword.value.value


def test_a_planted_verb_is_found():
    planted = 'history.record(case,\n    verb="dance", by=by)\nrows.filter(verb="read")\n'

    assert list(verbs_written(planted)) == ["dance"]


def test_every_verb_has_its_sentence_and_every_sentence_its_verb():
    written = {
        verb
        for path in (HOUSE / "grants").rglob("*.py")
        if "node_modules" not in path.parts and "migrations" not in path.parts
        for verb in verbs_written(path.read_text())
    }
    # `moving` writes the name of the move itself.
    machines = (ApplicationLifecycle, PaymentRunLifecycle, ReportLifecycle)
    moves = {move.name for machine in machines for move in moves_of(machine)}

    assert len(written) > 10
    assert written | moves == set(SENTENCES)


def test_every_sentence_can_be_filled_in_and_ends():
    for verb, sentences in SENTENCES.items():
        for sentence in filter(None, sentences):
            said = sentence.format(subject="Run 7")
            assert said.endswith("."), verb
            assert said[0].isupper(), verb
            assert "successful" not in said


def test_notes_are_shown_to_the_coop_only_with_sentences_that_it_may_read():
    assert set(NOTES_FOR_THE_COOP) <= {verb for verb, (_staff, coop) in SENTENCES.items() if coop}


# --- Addresses -------------------------------------------------------------------------------


def url_nodes(node):
    """Every {% url %} of a compiled template, wherever it stands in it."""
    for found in node.get_nodes_by_type(URLNode):
        if found.view_name.is_var and not isinstance(found.view_name.var, str):
            continue  # a name that the page is given; the pages are walked elsewhere
        yield found.view_name.var


def names_used(template):
    for found in url_nodes(template.nodelist):
        yield str(found)


def known_names():
    """Every name that a page has, as `app:name` where its app has a name space."""

    def of(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from of(pattern, prefix + space)
            elif pattern.name:
                yield prefix + pattern.name

    return set(of(get_resolver()))


def test_a_planted_name_is_found():
    template = engines["django"].from_string("{% if a %}{% url 'no_such_page' a %}{% endif %}")

    assert list(names_used(template.template)) == ["no_such_page"]
    assert "no_such_page" not in known_names()


# Templates of ways to sign in that this fund has not switched on.
SLEEPING = {
    "account_confirm_password_reset_code",
    "account_change_phone",
    "account_verify_phone",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
}


def test_every_page_that_a_template_names_exists():
    known = known_names()
    used = set()
    for path in sorted((HOUSE / "templates").rglob("*.*")):
        template = engines["django"].get_template(str(path.relative_to(HOUSE / "templates")))
        for name in names_used(template.template):
            assert name in known | SLEEPING, f"{path}: {name}"
            used.add(name)

    assert len(used) > 60
    assert not SLEEPING & known  # switched on by now: take it off the list


def test_every_page_that_code_names_exists():
    known = known_names()
    found = 0
    for app in OURS:
        for path in (HOUSE / app).rglob("*.py"):
            if "node_modules" in path.parts:
                continue
            for name in re.findall(r"\b(?:reverse|redirect)\(\s*\"([a-z_:]+)\"", path.read_text()):
                assert name in known, f"{path}: {name}"
                found += 1

    assert found > 40
    with pytest.raises(NoReverseMatch):
        reverse("no_such_page")
