"""What the seal of a batch covers of each check-in: all that never changes."""

from typing import Any

from huying.campaigns.models import CheckIn

COVERED = (
    "key", "target_id", "point_id", "device", "noted_at", "offset_minutes", "sent_at",
    "received_at", "estimated_at", "person_id", "round",
)  # fmt: skip


def facts_of(row: CheckIn) -> dict[str, Any]:
    """These facts by name."""
    return {name: getattr(row, name) for name in COVERED}
