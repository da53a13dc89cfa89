"""Tell PostgreSQL that states and `is_open` go together.

Without it the planner takes a community's open orders for a few and sorts them all, where
walking the index of due times would stop after a page.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _told(schema: BaseDatabaseSchemaEditor, sql: str) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute(sql)


def tell(_apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Have both columns counted together from the next ANALYZE on."""
    _told(
        schema,
        "CREATE STATISTICS orders_state_and_open (dependencies, mcv) "
        "ON state, is_open FROM orders_order",
    )


def forget(_apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Count them apart again."""
    _told(schema, "DROP STATISTICS orders_state_and_open")


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_orders")]
    operations = [migrations.RunPython(tell, forget)]
