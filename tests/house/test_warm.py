"""A case that is laid down from its rows is the case that the actions made."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories.warm import rows_of_all_tables

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


def test_the_guards_stand_again():
    made(factories.paid)
    factories.paid()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE grants_historyentry SET verb = 'other'")


def test_who_comes_after_has_a_number_of_their_own_also_when_counting_began_anew():
    made(factories.submitted)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER SEQUENCE applicants_user_id_seq RESTART")
    factories.submitted()

    assert factories.person().pk
