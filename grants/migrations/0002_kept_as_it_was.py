"""The database refuses to change history, submissions, decisions, letters and filed scores."""

from django.db import migrations

from ._guards import install, remove


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial"), ("workshops", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor),
            lambda apps, schema_editor: remove(schema_editor),
        )
    ]
