"""First tables are made all at once, and come out as if they had been made one step at a time."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from applicants.migrating import FirstTables

OURS = ("applicants", "workshops", "grants")

# Two tables that know each other: one of the two columns can only come afterwards.
STEPS = [
    migrations.CreateModel(
        "Shop",
        [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=9))],
    ),
    migrations.CreateModel(
        "Keeper",
        [
            ("id", models.AutoField(primary_key=True)),
            ("shop", models.ForeignKey("trial.Shop", models.PROTECT)),
            ("friends", models.ManyToManyField("trial.Keeper")),
        ],
        options={"indexes": [models.Index(fields=["shop"], name="by_shop")]},
    ),
    migrations.AddField(
        "Shop", "keeper", models.ForeignKey("trial.Keeper", models.PROTECT, null=True)
    ),
    migrations.AddIndex("Shop", models.Index(fields=["keeper", "name"], name="by_keeper")),
    migrations.AddConstraint(
        "Shop", models.CheckConstraint(condition=~models.Q(name=""), name="has_a_name")
    ),
    migrations.AddConstraint(
        "Shop",
        models.UniqueConstraint(
            fields=["keeper"], condition=models.Q(name="Mill"), name="one_mill_each"
        ),
    ),
]


def tables_made_by(kind):
    """The tables of the steps, as the database tells of them; they are gone again afterwards."""
    migration = type("Migration", (kind,), {"operations": STEPS})("0001_initial", "trial")
    with connection.schema_editor() as editor:
        migration.apply(ProjectState(), editor)
    names = ("trial_keeper_friends", "trial_keeper", "trial_shop")
    with connection.cursor() as cursor:
        told = {
            name: (
                connection.introspection.get_table_description(cursor, name),
                connection.introspection.get_constraints(cursor, name),
            )
            for name in names
        }
    drop = "DROP TABLE {} CASCADE" if connection.vendor == "postgresql" else "DROP TABLE {}"
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(drop.format(name))
    return told


@pytest.mark.database
@pytest.mark.usefixtures("transactional_db")
def test_all_at_once_is_the_same_as_one_by_one():
    assert tables_made_by(FirstTables) == tables_made_by(migrations.Migration)


def test_what_does_more_than_make_tables_is_done_one_by_one():
    done = []
    step = migrations.RunPython(lambda apps, editor: done.append("step"))
    migration = type("Migration", (FirstTables,), {"operations": [step]})("0001_initial", "trial")

    class Editor:
        connection, atomic_migration = connection, True

    migration.apply(ProjectState(), Editor())

    assert done == ["step"]


def test_the_first_tables_of_each_app_are_made_so():
    """Without it a new database takes seventeen seconds; see `applicants/migrating.py`."""
    written = MigrationLoader(None).disk_migrations

    for app in OURS:
        assert apps.is_installed(app)
        assert isinstance(written[app, "0001_initial"], FirstTables), app
