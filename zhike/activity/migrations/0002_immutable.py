from django.db import migrations

from zhike.core import immutability


def protect(apps, schema_editor):
    immutability.protect(schema_editor.connection, "activity_activity")


def unprotect(apps, schema_editor):
    immutability.unprotect(schema_editor.connection, "activity_activity")


class Migration(migrations.Migration):
    """What happened is never changed and never deleted; the database itself sees to it."""

    dependencies = [("activity", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
