"""Where a whistle stands, where one unit's answer to it stands, and where one door stands."""

from enum import StrEnum


class WhistleState(StrEnum):
    """The whistle as a whole: as far as the unit that is furthest, until it is settled."""

    BLOWN = "blown"
    ACKNOWLEDGED = "acknowledged"
    ON_SITE = "on_site"
    ACTING = "acting"
    SETTLED = "settled"
    REVIEWED = "reviewed"
    CALLED_OFF = "called_off"


class ResponseState(StrEnum):
    """One unit that was called."""

    CALLED = "called"
    ACKNOWLEDGED = "acknowledged"
    ON_SITE = "on_site"
    ACTING = "acting"
    LEFT = "left"
    EXCUSED = "excused"


class DoorState(StrEnum):
    """One household that is visited together."""

    TO_VISIT = "to_visit"
    DONE = "done"
    EXCEPTED = "excepted"


W, R = WhistleState, ResponseState
OPEN = frozenset({W.BLOWN, W.ACKNOWLEDGED, W.ON_SITE, W.ACTING})
# From the least to the furthest.
STAGES = (W.BLOWN, W.ACKNOWLEDGED, W.ON_SITE, W.ACTING)
STAGE_OF: dict[str, WhistleState] = {
    R.ACKNOWLEDGED: W.ACKNOWLEDGED,
    R.ON_SITE: W.ON_SITE,
    R.ACTING: W.ACTING,
}
SEALED_AT_DOORS = frozenset({"label", "name", "signed_by"})
"""Who lives where and who signed: on record as seals."""
AWAITED = frozenset({R.CALLED, R.ACKNOWLEDGED})
THERE = frozenset({R.ON_SITE, R.ACTING})
