"""The database itself refuses to change or delete what was entered, and to enter anything in a closed period.

Rows of the sample programme may be deleted, since it is taken out as a whole.
"""

from django.db import migrations

TABLES = {
    "funding_entry": "NOT OLD.sample",
    "funding_line": "NOT (SELECT sample FROM funding_entry WHERE id = OLD.entry_id)",
}
APPEND = "the ledger is append-only; correct an entry by reversing it"
CLOSED = "the period is closed"
IN_CLOSED = 'EXISTS (SELECT 1 FROM funding_periodclose WHERE until >= NEW."on")'


def statements(vendor):
    """What sets the triggers."""
    if vendor == "postgresql":
        yield (
            "CREATE FUNCTION funding_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{APPEND}'; END $$"
        )
        yield (  # the text holds nothing from outside
            "CREATE FUNCTION funding_sample_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
            "IF TG_TABLE_NAME = 'funding_entry' THEN IF NOT OLD.sample THEN RAISE EXCEPTION "
            f"'{APPEND}'; END IF; ELSIF NOT (SELECT sample FROM funding_entry WHERE id = OLD.entry_id) THEN "
            f"RAISE EXCEPTION '{APPEND}'; END IF; RETURN OLD; END $$"
        )
        yield (
            "CREATE FUNCTION funding_open_period() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {IN_CLOSED} THEN RAISE EXCEPTION '{CLOSED}'; END IF; RETURN NEW; END $$"
        )
        for table in TABLES:
            yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION funding_refuse()"
            yield (
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION funding_sample_only()"
            )
        yield (
            "CREATE TRIGGER funding_entry_open_period BEFORE INSERT ON funding_entry "
            "FOR EACH ROW EXECUTE FUNCTION funding_open_period()"
        )
        return
    for table, kept in TABLES.items():
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{APPEND}'); END"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {kept} BEGIN SELECT RAISE(ABORT, '{APPEND}'); END"
    yield (
        f"CREATE TRIGGER funding_entry_open_period BEFORE INSERT ON funding_entry WHEN {IN_CLOSED} "
        f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
    )


def make(apps, schema_editor):
    """Set the triggers."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    """Take them out."""
    names = [(f"{table}_{what}", table) for table in TABLES for what in ("no_update", "no_delete")]
    names.append(("funding_entry_open_period", "funding_entry"))
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table in names:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        for name in ("funding_refuse", "funding_sample_only", "funding_open_period"):
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    """Sets the triggers."""

    dependencies = [("funding", "0001_initial")]

    operations = [migrations.RunPython(make, undo)]
