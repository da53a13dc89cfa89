"""The words duty on the spot is told in."""

from enum import StrEnum


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    DONE = "done"
    NOT_MET = "not_met"
    DROPPED = "dropped"


WAITING = frozenset({VisitState.PLANNED, VisitState.NOT_MET})


class MeetingState(StrEnum):
    """Where a morning meeting stands."""

    OPEN = "open"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why somebody must be visited; a practice says which of these hold with it, and their names."""

    SPECIAL_GROUP = "special_group"
    HOTLINE_ORDER = "hotline_order"
    HAZARD = "hazard"
    DISPUTE = "dispute"


class Becomes(StrEnum):
    """What a matter of the morning meeting becomes."""

    ORDER = "order"
    VISIT = "visit"
    WHISTLE = "whistle"
    NOTED = "noted"


PLACED = frozenset({Becomes.ORDER, Becomes.WHISTLE})
