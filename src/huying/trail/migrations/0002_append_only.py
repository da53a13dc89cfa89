"""The database itself refuses to change or remove what was recorded."""

from typing import ClassVar

from django.db import migrations

TABLES = ("trail_record", "trail_daydigest")

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgres(table: str) -> list[str]:
    when = [("row", "UPDATE OR DELETE", "ROW"), ("all", "TRUNCATE", "STATEMENT")]
    return [
        f"CREATE TRIGGER {table}_append_only_{name} BEFORE {events} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION trail_is_append_only()"
        for name, events, each in when
    ]


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only_{event.lower()} BEFORE {event} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
        for event in ("UPDATE", "DELETE")
    ]


def guard(apps, schema_editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Put the triggers in place, in the words of this database."""
    postgres = schema_editor.connection.vendor == "postgresql"
    statements = [POSTGRES_FUNCTION] if postgres else []
    for table in TABLES:
        statements += _postgres(table) if postgres else _sqlite(table)
    for statement in statements:
        schema_editor.execute(statement)


def release(apps, schema_editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Take the triggers away again."""
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        names = ("row", "all") if postgres else ("update", "delete")
        for name in names:
            on = f" ON {table}" if postgres else ""
            schema_editor.execute(f"DROP TRIGGER {table}_append_only_{name}{on}")


class Migration(migrations.Migration):
    """Append-only, by trigger."""

    dependencies: ClassVar = [("trail", "0001_trail")]
    operations: ClassVar = [migrations.RunPython(guard, release)]
