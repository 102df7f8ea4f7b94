"""What takes a second to make is made once in each process, and laid down again row by row.

A case that is paid was brought there by the actions of nine people, some five hundred queries. A
test that starts with one, in a database where nothing happened yet, needs the same rows and not
the walk: the first time the actions write them, and after that they are written back as they were.
Their files are laid down with them. Whatever is asked for otherwise, or under other settings, or
comes later in a test, is made by the actions as ever. A constant of our code that a test replaces
is not seen: replace it after the stage.
"""

import functools
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.utils.timezone import localdate, now

STAYS_TRUE = timedelta(minutes=20)  # rows that say “now” are not told to a much later test
PLAIN = (str, int, bool, Decimal, date, type(None))
WITHOUT_GUARDS = "SET LOCAL session_replication_role = replica"  # only who runs PostgreSQL may
FILLED_FROM_THE_START = {"django_content_type", "auth_permission", "django_site"}


@dataclass
class Rows:
    """Everything that the database held after a stage, and which record the stage gave back."""

    at: datetime
    model: type[models.Model]
    pk: object
    tables: list  # of (table, columns, rows)
    files: dict  # what each holds, by its name in the storage
    is_refused: bool = False  # by a guard: it must be lifted for them

    @property
    def is_true(self):
        age = now() - self.at
        return timedelta(0) <= age < STAYS_TRUE and localdate(self.at) == localdate()


def kept(stage):
    """Let a stage that gives one record, asked for in plain values, be laid down from its rows."""
    known = {}

    @functools.wraps(stage)
    def made(*given, **facts):
        if not (_is_plain([given, facts]) and _nothing_happened()):
            return stage(*given, **facts)
        key = repr((given, sorted(facts.items()), sorted(_other_settings().items())))
        if key in known and known[key].is_true:
            return _lay_down(known[key])
        record = stage(*given, **facts)
        known[key] = Rows(now(), type(record), record.pk, list(rows_of_all_tables()), _files())
        return record

    return made


def _is_plain(value):
    """It says all about itself when it is written out: no record, and nothing that has one."""
    if is_dataclass(value):
        return all(_is_plain(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return isinstance(value, PLAIN) and not isinstance(value, datetime)  # no two are the same


def _other_settings():
    """What the test set otherwise, but for where files are kept: they are laid down there."""
    said, holder = {}, settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        said = {name: holder.__dict__[name] for name in holder.__dict__ if name.isupper()} | said
        said |= dict.fromkeys(holder._deleted, "taken away")
        holder = holder.default_settings
    said.pop("STORAGES", None)
    return said


def _nothing_happened():
    """Nobody is there yet, and what the settings say can be compared."""
    if not (may_lift_guards() and _is_plain(_other_settings())):
        return False
    some = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in all_tables())
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
def all_tables():
    every = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(every - FILLED_FROM_THE_START)


def rows_of_all_tables():
    """(table, columns, rows) of each table that holds something."""
    with connection.cursor() as cursor:
        for table in all_tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            if rows := cursor.fetchall():
                yield table, [column[0] for column in cursor.description], rows


def _files():
    kept_in = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]
    names = [
        name
        for model, field in kept_in
        for name in model._base_manager.values_list(field, flat=True)
        if name and default_storage.exists(name)
    ]
    return {name: _read(name) for name in names}


def _read(name):
    with default_storage.open(name) as file:
        return file.read()


def _lay_down(kept_rows):
    """On SQLite a guard is lifted only for rows that it refuses: the tables are read anew then."""
    if connection.vendor == "sqlite" and not kept_rows.is_refused:
        try:
            with transaction.atomic():
                return _insert(kept_rows)
        except IntegrityError:
            kept_rows.is_refused = True
    with transaction.atomic(), _no_guards():
        return _insert(kept_rows)


def _insert(kept_rows):
    for name, content in kept_rows.files.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    with connection.cursor() as cursor:
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
