"""A case that is laid down from its rows is the case that the actions made."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories.panels import held
from tests.factories.warm import rows_of_all_tables
from tests.grants.applications.a_storage import stores_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def made(stage):
    """The record, what stands in each table, and whether actions made it; all taken back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as said:
        record = stage()
        rows = {table: sorted(map(str, rows)) for table, _, rows in rows_of_all_tables()}
        transaction.set_rollback(True)
    return record, rows, any(query["sql"].startswith("UPDATE") for query in said.captured_queries)


@pytest.mark.parametrize("stage", [factories.submitted, factories.paid, factories.money_back])
def test_the_rows_are_the_same(stage):
    first, rows, _ = made(stage)
    again, same, is_walked = made(stage)

    assert same == rows
    assert (type(again), again.pk) == (type(first), first.pk)
    assert not is_walked


def test_what_is_asked_for_otherwise_is_made():
    made(factories.submitted)

    assert factories.submitted(amount="3999").amount_requested == 3999


def test_where_somebody_is_already_it_is_made_with_them():
    made(factories.submitted)
    factories.person()

    assert made(factories.submitted)[2]


def test_other_settings_are_not_those_of_the_kept_rows(settings):
    made(factories.submitted)
    settings.FUND_NAME = "Another Fund"

    assert made(factories.submitted)[2]


def test_the_same_other_settings_are_those_of_the_rows_kept_under_them(settings):
    settings.FUND_NAME = "Another Fund"
    made(factories.submitted)

    assert not made(factories.submitted)[2]


def test_lists_and_places_say_what_is_asked_for():
    made(lambda: held("full", conditions=["Send us the lease."]))

    assert not made(lambda: held("full", conditions=["Send us the lease."]))[2]
    assert made(lambda: held("full", conditions=["Send us the deeds."]))[2]
    assert made(lambda: held("decline", reasons="A shed is no shop."))[2]


def test_files_are_laid_down_where_the_test_keeps_its_own(settings, monkeypatch, tmp_path):
    made(lambda: factories.submitted(file="plan.pdf"))
    stores_in(tmp_path, settings, monkeypatch)

    _, _, is_walked = made(lambda: factories.submitted(file="plan.pdf"))

    assert not is_walked
    assert [path.read_bytes() for path in (tmp_path / "attachments").iterdir()] == [
        b"%PDF-1.7 plan.pdf"
    ]


def test_the_guards_stand_again():
    made(factories.paid)
    factories.paid()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE grants_historyentry SET verb = 'other'")


def test_a_guard_that_refuses_such_rows_is_lifted_for_them_and_stands_again():
    if connection.vendor == "postgresql":
        return  # there guards never look at what is laid down
    made(factories.submitted)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER planted BEFORE INSERT ON applicants_organisation "
            "BEGIN SELECT RAISE(ABORT, 'Nobody may join.'); END"
        )

    assert not made(factories.submitted)[2]
    with pytest.raises(IntegrityError, match="Nobody may join"), transaction.atomic():
        factories.organisation()


def test_who_comes_after_has_a_number_of_their_own_also_when_counting_began_anew():
    made(factories.submitted)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER SEQUENCE applicants_user_id_seq RESTART")
    factories.submitted()

    assert factories.person().pk
