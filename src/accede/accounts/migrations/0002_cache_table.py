"""The table of the default cache."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """As ``createcachetable`` makes it; a table that is there is left alone."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Makes the table."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
