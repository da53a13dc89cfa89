"""A sign of life that the worker leaves beside the data, read by the health page."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def _file() -> Path:
    return Path(settings.HOME) / "worker.beat"


def beat(at: datetime) -> None:
    """Leave a sign of life."""
    _file().write_text(at.isoformat(), encoding="ascii")


def last_beat() -> datetime | None:
    """When the worker last left one; None when it never did."""
    try:
        return datetime.fromisoformat(_file().read_text(encoding="ascii")).astimezone(UTC)
    except (FileNotFoundError, ValueError):
        return None
