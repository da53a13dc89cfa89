"""When something was said before it was written down here, and by which device's clock.

Limits and promises run on the server's time alone. What the device says is put on record as
it was said, and marked where it cannot be true, never refused: a wrong clock is nobody's fault.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

AHEAD_AT_MOST = timedelta(minutes=5)
WAITS_AT_MOST = timedelta(days=7)
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """When something was said, by the clock of which device if it was one; the time is aware."""

    at: datetime
    device: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What a record keeps of it; the time in UTC."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return {"said_at": at} | ({"device": self.device} if self.device else {})


def clock_is_off(said_at: datetime, arrived_at: datetime) -> bool:
    """Whether the device's clock cannot be right: ahead of ours, or more than a week behind."""
    return not -AHEAD_AT_MOST <= arrived_at - said_at <= WAITS_AT_MOST


def was_there_at(visited_at: datetime | None, arrived_at: datetime, *, device: str) -> datetime:
    """When someone was there: as they say, or the arrival where their clock cannot be right.

    A device's clock is doubted ahead of ours and a week behind; a day told from memory is
    believed however long ago, but never ahead.
    """
    if visited_at is None or (device and clock_is_off(visited_at, arrived_at)):
        return arrived_at
    return min(visited_at, arrived_at)


def device_time(text: str) -> datetime:
    """The time a device wrote, in UTC; NO_TIME where nobody can read it."""
    try:
        said = datetime.fromisoformat(text)
        return said.astimezone(UTC) if said.tzinfo is not None else NO_TIME
    except (ValueError, OverflowError):
        return NO_TIME
