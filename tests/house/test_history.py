"""History: every move leaves one entry, nobody can change it, and damage is found."""

import importlib
from collections.abc import Callable
from contextlib import contextmanager
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from grants.history import HistoryEntry, faults_in
from grants.models import Application
from tests import factories
from tests.factories.cases import colleague

pytestmark = [pytest.mark.django_db, pytest.mark.database]

guards = importlib.import_module("grants.migrations._guards")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@contextmanager
def guards_lifted():
    """Let the test do damage that the database would refuse; the guards stand again afterwards."""
    editor = SimpleNamespace(connection=connection, execute=sql)
    connection.check_constraints()  # PostgreSQL alters no table that has checks outstanding
    guards.remove(editor)
    yield
    connection.check_constraints()
    guards.install(editor)


def the_application():
    return factories.with_panel()


# --- Append-only -----------------------------------------------------------------------------


def test_the_code_can_neither_change_nor_delete_an_entry():
    application = factories.submitted()
    entry = application.history.first()

    entry.note = "It was somebody else."
    refused = [
        entry.save,
        entry.delete,
        lambda: HistoryEntry.objects.update(note=""),
        lambda: HistoryEntry.objects.all().delete(),
        lambda: application.history.update(by=None),
        lambda: application.history.filter(sequence=1).delete(),
        lambda: HistoryEntry.objects.bulk_update([entry], ["note"]),
        lambda: HistoryEntry.objects.update_or_create(pk=entry.pk, defaults={"note": "No."}),
    ]

    for attempt in refused:
        with pytest.raises(TypeError, match="History is never"), transaction.atomic():
            attempt()
    assert faults_in(application) == []


KEPT = {
    "grants_historyentry": "verb = 'nothing'",
    "grants_historyhead": "digest = '0'",
    "grants_submission": "content_hash = '0'",
    "grants_decision": "reasons = 'Because.'",
    "grants_eligibilitycheck": "reason = 'Because.'",
    "grants_diligencecheck": "reason = 'Because.'",
    "grants_risknote": "level = 'low'",
    "grants_letter": "html = ''",
    "grants_assessment": "total = 100",
    "grants_paymentrun": "file_hash = '0'",
    "grants_payment": None,  # its approval and its cancellation are written into it
}


def statements_of_damage():
    for table, change in KEPT.items():
        yield f"DELETE FROM {table}"
        if change:
            yield f"UPDATE {table} SET {change}"
        if connection.vendor == "postgresql":
            yield f"TRUNCATE {table} CASCADE"


def what_gets_through(statements):
    """The statements that the database lets through; each is undone again."""
    through = []
    connection.check_constraints()  # what is outstanding must not be what refuses
    for statement in statements:
        try:
            with transaction.atomic():
                assert sql(statement), f"There is no row to damage: {statement}"
                through.append(statement)
                transaction.set_rollback(True)
        except IntegrityError as refusal:
            if guards.KEPT not in str(refusal):
                through.append(statement)  # refused, but by luck and not by our guard
    return through


def test_the_database_refuses_to_change_or_delete_what_must_stay_as_it_was():
    application = factories.closed()

    assert what_gets_through(statements_of_damage()) == []
    assert faults_in(application) == []


def test_without_its_guards_the_database_would_allow_it():
    """Shows that the statements of the test above are real ones."""
    factories.closed()
    updates = [line for line in statements_of_damage() if line.startswith("UPDATE")]

    with guards_lifted():
        assert what_gets_through(updates) == updates


def test_what_is_not_final_yet_can_still_change():
    application = factories.in_assessment()
    assessor = colleague("is_assessor")
    application.assessments.create(assessor=assessor)

    assert what_gets_through(["UPDATE grants_assessment SET total = 50"])


# --- Damage is found -------------------------------------------------------------------------


def alter_an_entry(application):
    sql("UPDATE grants_historyentry SET verb = 'decline' WHERE sequence = 2")


def alter_a_time(application):
    sql("UPDATE grants_historyentry SET at = '2026-01-01 00:00:00+00' WHERE sequence = 2")


def alter_what_was_written(application):
    sql("UPDATE grants_historyentry SET note = 'All was well.' WHERE sequence = 3")


def alter_who_did_it(application):
    other = factories.person()
    sql("UPDATE grants_historyentry SET by_id = %s WHERE sequence = 3", other.pk)


def alter_and_forget_the_salt(application):
    """A forged note that hides behind the way in which a person is forgotten."""
    sql("UPDATE grants_historyentry SET note = 'Forged.', salt = '' WHERE sequence = 3")


def delete_an_entry(application):
    sql("DELETE FROM grants_historyentry WHERE sequence = 3")


def delete_the_newest(application):
    sql("DELETE FROM grants_historyentry WHERE sequence = %s", application.history.count())


def delete_and_close_the_gap(application):
    sql("DELETE FROM grants_historyentry WHERE sequence = 3")
    for sequence in range(4, 20):  # one by one: each place is taken only once
        sql(
            "UPDATE grants_historyentry SET sequence = %s WHERE sequence = %s",
            sequence - 1,
            sequence,
        )
    sql("UPDATE grants_historyhead SET sequence = sequence - 1")


def reorder_two_entries(application):
    for old, new in ((3, 100), (4, 3), (100, 4)):
        sql("UPDATE grants_historyentry SET sequence = %s WHERE sequence = %s", new, old)


def insert_an_entry(application):
    newest = application.history.order_by("-sequence").first()
    newest.pk, newest.sequence = None, newest.sequence + 1
    newest.save()


def insert_an_entry_and_move_the_head(application):
    insert_an_entry(application)
    newest = application.history.order_by("-sequence").first()
    sql("UPDATE grants_historyhead SET sequence = %s, digest = %s", newest.sequence, newest.digest)


def alter_the_head(application):
    sql("UPDATE grants_historyhead SET digest = '0'")


def delete_the_head(application):
    sql("DELETE FROM grants_historyhead")


def delete_everything(application):
    sql("DELETE FROM grants_historyentry")
    sql("DELETE FROM grants_historyhead")


def change_the_state_alone(application):
    sql("UPDATE grants_application SET state = 'declined'")


DAMAGE: dict[Callable, str] = {
    alter_an_entry: "Entry 2 does not fit",
    alter_a_time: "Entry 2 does not fit",
    alter_what_was_written: "Entry 3: who, or what they wrote, was changed.",
    alter_who_did_it: "Entry 3: who, or what they wrote, was changed.",
    alter_and_forget_the_salt: "Entry 3: who, or what they wrote, was changed.",
    delete_an_entry: "Entry 3 is missing.",
    delete_the_newest: "The end of the history",
    delete_and_close_the_gap: "Entry 3 does not fit",
    reorder_two_entries: "Entry 3 does not fit",
    insert_an_entry: "The end of the history",
    insert_an_entry_and_move_the_head: "does not fit",
    alter_the_head: "The end of the history",
    delete_the_head: "The end of the history",
    delete_everything: "The stage today is not the one",
    change_the_state_alone: "The stage today is not the one",
}


@pytest.mark.parametrize(
    ("damage", "sentence"), DAMAGE.items(), ids=[damage.__name__ for damage in DAMAGE]
)
def test_damage_is_found(damage, sentence):
    application = factories.in_assessment()
    assert faults_in(application) == []

    with guards_lifted():
        damage(application)

    application = Application.objects.get()
    faults = faults_in(application)
    assert any(sentence in fault for fault in faults), faults


def test_an_entry_given_to_another_application_is_found_in_both():
    mine, other = factories.submitted(), factories.submitted()

    with guards_lifted():
        sql(
            "UPDATE grants_historyentry SET application_id = %s, sequence = 3 "
            "WHERE application_id = %s AND sequence = 2",
            other.pk,
            mine.pk,
        )

    assert faults_in(mine)
    assert faults_in(other)


def test_verify_history_says_what_it_checked():
    factories.submitted()
    factories.draft()
    said = StringIO()

    call_command("verify_history", stdout=said)

    assert said.getvalue().strip() == "2 histories with 3 entries checked, 0 not whole."


def test_verify_history_names_what_is_not_whole_and_fails():
    whole, broken = factories.submitted(), factories.submitted()
    with guards_lifted():
        sql("DELETE FROM grants_historyentry WHERE application_id = %s", broken.pk)
    said = StringIO()

    with pytest.raises(CommandError, match="2 histories with 2 entries checked, 1 not whole"):
        call_command("verify_history", stdout=said)

    assert broken.reference in said.getvalue()
    assert whole.reference not in said.getvalue()


# --- Forgetting a person ---------------------------------------------------------------------


def test_a_person_can_be_forgotten_and_the_chain_still_verifies():
    application = factories.with_panel()
    officer = colleague("is_officer")
    entries = HistoryEntry.objects.filter(by=officer)
    assert entries.exclude(note="").exists()

    # No guard is lifted: this is the one change that the database allows.
    forgotten = sql(
        "UPDATE grants_historyentry SET by_id = NULL, note = '', salt = '' WHERE by_id = %s",
        officer.pk,
    )

    assert forgotten >= 3
    assert not entries.exists()
    assert faults_in(application) == []


@pytest.mark.parametrize("also", ["verb = 'x'", "to_state = 'closed'", "seal = '0'", "note = 'x'"])
def test_forgetting_is_no_way_to_change_what_happened(also):
    factories.submitted()
    forget = f"UPDATE grants_historyentry SET by_id = NULL, note = '', salt = '', {also}"
    if also.startswith("note"):
        forget = "UPDATE grants_historyentry SET by_id = NULL, salt = '', note = 'x'"

    with pytest.raises(IntegrityError, match="kept as it was"), transaction.atomic():
        sql(forget)
