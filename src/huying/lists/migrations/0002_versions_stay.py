"""The database itself refuses to change or remove a kept version."""

from typing import ClassVar

from django.db import migrations

TABLE = "lists_version"
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION a_kept_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a kept version of a list stays as it is'
USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgres() -> list[str]:
    when = [("row", "UPDATE OR DELETE", "ROW"), ("all", "TRUNCATE", "STATEMENT")]
    return [
        f"CREATE TRIGGER {TABLE}_stays_{name} BEFORE {events} ON {TABLE} "
        f"FOR EACH {each} EXECUTE FUNCTION a_kept_version_stays()"
        for name, events, each in when
    ]


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {TABLE}_stays_{event.lower()} BEFORE {event} ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'a kept version of a list stays as it is'); END"
        for event in ("UPDATE", "DELETE")
    ]


def guard(apps, schema_editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Put the triggers in place, in the words of this database."""
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in [POSTGRES_FUNCTION, *_postgres()] if postgres else _sqlite():
        schema_editor.execute(statement)


def release(apps, schema_editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Take the triggers away again."""
    postgres = schema_editor.connection.vendor == "postgresql"
    for name in ("row", "all") if postgres else ("update", "delete"):
        on = f" ON {TABLE}" if postgres else ""
        schema_editor.execute(f"DROP TRIGGER {TABLE}_stays_{name}{on}")


class Migration(migrations.Migration):
    """Append-only, by trigger."""

    dependencies: ClassVar = [("lists", "0001_initial_lists")]
    operations: ClassVar = [migrations.RunPython(guard, release)]
