"""The ledger refuses UPDATE and DELETE in the database itself, on both engines."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON history_event "
    "BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON history_event "
    "BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION history_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$",
    "CREATE TRIGGER event_no_update BEFORE UPDATE OR DELETE ON history_event "
    "FOR EACH ROW EXECUTE FUNCTION history_event_refuse()",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON history_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION history_event_refuse()",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS history_event_refuse() CASCADE")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS event_no_update")
    schema_editor.execute("DROP TRIGGER IF EXISTS event_no_delete")


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
