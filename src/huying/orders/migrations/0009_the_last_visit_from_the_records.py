"""Orders learn from their records when somebody last came by, and what came of it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import migrations
from django.utils.dateparse import parse_datetime

AHEAD_AT_MOST, WAITS_AT_MOST = timedelta(minutes=5), timedelta(days=7)


def there(record: Any) -> datetime:
    """When somebody was there; the arrival where a device's clock cannot be right."""
    arrived: datetime = record.at
    said = parse_datetime(str(record.given.get("visited_at", "")))
    off = said and not -AHEAD_AT_MOST <= arrived - said <= WAITS_AT_MOST
    if said is None or (off and record.given.get("device")):
        return arrived
    return min(said, arrived)


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the last visit of every order that had one; a visit that arrived late undoes none."""
    visits = apps.get_model("trail", "Record").objects.filter(subject_kind="order", move="visit")
    last: dict[int, tuple[datetime, str]] = {}
    for record in visits.order_by("subject_id", "seq").iterator():
        when = there(record)
        if record.subject_id not in last or when >= last[record.subject_id][0]:
            last[record.subject_id] = (when, record.given["outcome"])
    orders = apps.get_model("orders", "Order").objects
    for pk, (when, outcome) in last.items():
        orders.filter(pk=pk).update(visited_at=when, visit_outcome=outcome)


class Migration(migrations.Migration):
    """Filled from the trail; apart from the new columns, so that both engines take it."""

    dependencies: ClassVar = [
        ("orders", "0008_the_last_visit"),
        ("trail", "0002_append_only"),
    ]
    operations: ClassVar = [migrations.RunPython(fill, migrations.RunPython.noop)]
