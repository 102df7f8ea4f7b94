"""What the database itself refuses: to change or remove what must stay as it was, and to
promise more than a round has.

Both databases know the same guards. Each file holds those of one subject.
"""

from . import (
    applications,
    assessment,
    awards,
    budget,
    decisions,
    organisations,
    payments,
    public_money,
    workshops,
)
from .guard import KEPT

SUBJECTS = (
    workshops,
    organisations,
    applications,
    assessment,
    decisions,
    awards,
    public_money,
    budget,
    payments,
)
GUARDS = [guard for subject in SUBJECTS for guard in subject.GUARDS]

# PostgreSQL can empty a whole table without looking at its rows; that is deletion too.
TABLES_KEPT = sorted({guard.table for guard in GUARDS if guard.event == "DELETE"})


def _truncation(table):
    return f"{table}_keeps_truncate"


def install(schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for guard in GUARDS:
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {guard.name} BEFORE {guard.event} ON {guard.table} "
                f"WHEN {guard.when} BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
            )
        return
    for guard in GUARDS:
        _install_on_postgresql(schema_editor, guard)
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION grants_refuse() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END "
        "$$ LANGUAGE plpgsql"
    )
    for table in TABLES_KEPT:
        schema_editor.execute(
            f"CREATE OR REPLACE TRIGGER {_truncation(table)} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION grants_refuse()"
        )


def _install_on_postgresql(schema_editor, guard):
    # The question stands in a function, since a trigger's own WHEN may not look at other rows.
    row = "OLD" if guard.event == "DELETE" else "NEW"
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger AS $$ "
        f"BEGIN {guard.first}IF {guard.when} THEN RAISE EXCEPTION '{guard.says}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END "
        "$$ LANGUAGE plpgsql"
    )
    schema_editor.execute(
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )


def remove(schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for guard in GUARDS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
        return
    truncations = [(_truncation(table), table) for table in TABLES_KEPT]
    for name, table in [*((guard.name, guard.table) for guard in GUARDS), *truncations]:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
