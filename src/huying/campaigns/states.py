"""States and kinds of campaigns and check-ins; the values are part of the API."""

from enum import StrEnum


class CampaignState(StrEnum):
    """Where a campaign stands: before, on its day, bringing in, counted, put away."""

    PREPARED = "prepared"
    LIVE = "live"
    SYNCING = "syncing"
    CLOSED = "closed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class Basis(StrEnum):
    """What is counted: the households or persons of a list, or heads."""

    TARGETS = "targets"
    HEADS = "heads"


class CheckInState(StrEnum):
    """Whether a check-in counts; those that do not are kept as facts."""

    COUNTED = "counted"
    DUPLICATE = "duplicate"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What came of one check-in that a device sent."""

    TAKEN = "taken"
    ALREADY = "already"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


S = CampaignState
TAKES = frozenset({S.LIVE, S.SYNCING, S.CLOSED})
"""Check-ins are taken; after the first closing they are late."""

PLANNED = frozenset({S.PREPARED, S.LIVE, S.SYNCING})
"""The list and the points can still change, until it is closed for the first time."""
