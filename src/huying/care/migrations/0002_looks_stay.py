"""The database itself refuses to change a line of the log, and to remove it before three years."""

from typing import ClassVar

from django.db import migrations

TABLE = "care_lookrecord"
KEPT_DAYS = 1095
REFUSAL = "the log of looks is kept as it is for three years"

POSTGRES = (
    f"""
    CREATE OR REPLACE FUNCTION care_looks_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at < now() - interval '{KEPT_DAYS} days' THEN RETURN OLD; END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    (
        f"CREATE TRIGGER {TABLE}_stay_row BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION care_looks_stay()"
    ),
    (
        f"CREATE TRIGGER {TABLE}_stay_all BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION care_looks_stay()"
    ),
)
SQLITE = (
    (
        f"CREATE TRIGGER {TABLE}_stay_update BEFORE UPDATE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER {TABLE}_stay_delete BEFORE DELETE ON {TABLE} "
        f"WHEN OLD.at >= datetime('now', '-{KEPT_DAYS} days') "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
)


def guard(apps, schema_editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Put the triggers in place, in the words of this database."""
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES if postgres else SQLITE:
        schema_editor.execute(statement)


def release(apps, schema_editor):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Take the triggers away again."""
    postgres = schema_editor.connection.vendor == "postgresql"
    for name in ("row", "all") if postgres else ("update", "delete"):
        on = f" ON {TABLE}" if postgres else ""
        schema_editor.execute(f"DROP TRIGGER {TABLE}_stay_{name}{on}")


class Migration(migrations.Migration):
    """Kept, by trigger."""

    dependencies: ClassVar = [("care", "0001_care_ledger")]
    operations: ClassVar = [migrations.RunPython(guard, release)]
