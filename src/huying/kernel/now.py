"""The one place where the wall clock is read; delivery calls it and passes the time on."""

from datetime import UTC, datetime, timedelta

_shift = timedelta(0)


def now() -> datetime:
    """The present instant in UTC, shifted when a demo or test chose another start."""
    return datetime.now(UTC) + _shift


def begin_at(start: datetime) -> None:
    """Let the clock run on from `start` instead of from the real present; ValueError if naive."""
    if start.tzinfo is None:
        raise ValueError(f"{start} has no time zone")
    global _shift  # noqa: PLW0603 -- one clock per process is the point
    _shift = start - datetime.now(UTC)
