"""Making the first tables of an app all at once."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

MADE_WITH_THE_TABLE = (
    migrations.AddField,
    migrations.AddConstraint,
    migrations.AddIndex,
)


class FirstTables(migrations.Migration):
    """A first migration, which makes each table once, as it is at the end of all its operations.

    Django plays one operation after another, and builds every model that hangs together with the
    one in hand anew for each: with our many tables, seventeen seconds for a new database instead
    of three. Here nobody has rows yet, so only the end matters.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        tables = [one for one in self.operations if isinstance(one, migrations.CreateModel)]
        others = [one for one in self.operations if one not in tables]
        if collect_sql or not all(isinstance(one, MADE_WITH_THE_TABLE) for one in others):
            return super().apply(project_state, schema_editor, collect_sql)
        project_state.__dict__.pop("apps", None)  # the models are built once, when all is known
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for table in tables:
            model: Any = project_state.apps.get_model(self.app_label, table.name)
            if table.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)
        return project_state
