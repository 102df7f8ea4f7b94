"""Emptying the database after a test that saves for good, whatever our guards say.

Django empties some two hundred tables one by one and then fills in again what it knows of each
model, and our guards had to go and come back for it: a fifth of a second for each such test. Few
tables hold anything, and what Django filled in at the start need not go.
"""

import importlib

from django.db import connection, transaction

from .factories.warm import WITHOUT_GUARDS, all_tables

guards = importlib.import_module("grants.migrations._guards")
GUARDS_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def put_guards_back():
    """Where a test took some away."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS_STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    if not {guard.name for guard in guards.GUARDS} <= standing:
        with connection.schema_editor() as editor:
            guards.install(editor)


def empty():
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in all_rows_away():
            cursor.execute(statement)


def all_rows_away(*_style_and_tables, **_how):
    """What empties the tables that hold something; nothing where nothing is."""
    filled = _filled()
    if not filled:
        return []
    away = [f'DELETE FROM "{table}"' for table in filled]
    if connection.vendor == "postgresql":
        return [WITHOUT_GUARDS, *away]
    lifted = _guards_of(filled)
    return [*(f"DROP TRIGGER {name}" for name in lifted), *away, *lifted.values()]


def _filled():
    tables = all_tables()
    each = ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {each}")
        return [table for table, holds in zip(tables, cursor.fetchone(), strict=True) if holds]


def _guards_of(tables):
    """{name: the statement that makes it} of what refuses deletion from these tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        return {
            name: sql
            for name, sql, table in cursor.fetchall()
            if table in tables and " DELETE ON " in sql
        }
