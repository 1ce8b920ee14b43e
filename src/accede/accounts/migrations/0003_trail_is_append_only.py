"""The database itself refuses to change or delete an event of the trail, whoever asks."""

from django.db import migrations

SQLITE = [
    (
        "CREATE TRIGGER accounts_event_no_update BEFORE UPDATE ON accounts_event BEGIN "
        "SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    ),
    (
        "CREATE TRIGGER accounts_event_no_delete BEFORE DELETE ON accounts_event BEGIN "
        "SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    ),
]
POSTGRESQL = [
    (
        "CREATE FUNCTION accounts_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER accounts_event_no_change BEFORE UPDATE OR DELETE ON accounts_event "
        "FOR EACH ROW EXECUTE FUNCTION accounts_event_refuse()"
    ),
]
UNDO = {
    "sqlite": ["DROP TRIGGER accounts_event_no_update", "DROP TRIGGER accounts_event_no_delete"],
    "postgresql": [
        "DROP TRIGGER accounts_event_no_change ON accounts_event",
        "DROP FUNCTION accounts_event_refuse()",
    ],
}


def make(apps, schema_editor):
    """Set the triggers."""
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    """Take them out."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Sets the triggers."""

    dependencies = [("accounts", "0002_cache_table")]

    operations = [migrations.RunPython(make, undo)]
