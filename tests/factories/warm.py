"""What takes a second to make is made once in each process, and laid down again row by row.

A case that is paid was brought there by the actions of nine people, some five hundred queries. A
test that starts with one, in a database where nothing happened yet, needs the same rows and not
the walk: the first time the actions write them, and after that they are written back as they were.
Whatever is asked for otherwise, or comes later in a test, is made by the actions as ever. A
constant of our code that a test replaces is not seen: replace it after the stage.
"""

import functools
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection, models, transaction
from django.utils.timezone import localdate, now

STAYS_TRUE = timedelta(minutes=20)  # rows that say “now” are not told to a much later test
PLAIN = (str, int, bool, Decimal, type(None))
WITHOUT_GUARDS = "SET LOCAL session_replication_role = replica"  # only who runs PostgreSQL may
FILLED_FROM_THE_START = {"django_content_type", "auth_permission", "django_site"}


@dataclass(frozen=True)
class Rows:
    """Everything that the database held after a stage, and which record the stage gave back."""

    at: datetime
    model: type[models.Model]
    pk: object
    tables: list  # of (table, columns, rows)

    @property
    def is_true(self):
        age = now() - self.at
        return timedelta(0) <= age < STAYS_TRUE and localdate(self.at) == localdate()


def kept(stage):
    """Let a stage that gives one record, asked for in plain values, be laid down from its rows."""
    known = {}

    @functools.wraps(stage)
    def made(*given, **facts):
        if given or not (_are_plain(facts) and _nothing_happened()):
            return stage(*given, **facts)
        key = tuple(sorted(facts.items()))
        if key in known and known[key].is_true:
            return _lay_down(known[key])
        record = stage(**facts)
        known[key] = Rows(now(), type(record), record.pk, list(rows_of_all_tables()))
        return record

    return made


def _are_plain(facts):
    return all(isinstance(value, PLAIN) for value in facts.values())


def _nothing_happened():
    """Nobody is there yet, and the settings are the usual ones."""
    if isinstance(settings._wrapped, UserSettingsHolder) or not may_lift_guards():
        return False
    some = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {some}")
        return not cursor.fetchone()[0]


@functools.cache
def may_lift_guards():
    """Always on SQLite; on PostgreSQL whoever runs the server, as the tests do on their own."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return cursor.fetchone()[0] == "on"


@functools.cache
def _tables():
    every = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(every - FILLED_FROM_THE_START)


def rows_of_all_tables():
    """(table, columns, rows) of each table that holds something."""
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            if rows := cursor.fetchall():
                yield table, [column[0] for column in cursor.description], rows


def _lay_down(kept_rows):
    with transaction.atomic(), _no_guards(), connection.cursor() as cursor:
        for table, columns, rows in kept_rows.tables:
            names = ", ".join(f'"{column}"' for column in columns)
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)
            if connection.vendor == "postgresql" and "id" in columns:
                _count_on(cursor, table, max(row[columns.index("id")] for row in rows))
    return kept_rows.model._base_manager.get(pk=kept_rows.pk)


def _count_on(cursor, table, last):
    """The next row gets a number of its own, also where the table was counted anew meanwhile."""
    counter = f"pg_get_serial_sequence('{table}', 'id')"
    cursor.execute(f"SELECT setval({counter}, GREATEST(nextval({counter}), %s))", [last])


@contextmanager
def _no_guards():
    """A guard asks whether a row may come now; these came when they might.

    What they point at is checked at the end of the transaction on SQLite, and came whole.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(WITHOUT_GUARDS)
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = [(name, text) for name, text in cursor.fetchall() if "BEFORE INSERT" in text]
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, text in guards:
            cursor.execute(text)
