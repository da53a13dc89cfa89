"""What is told of campaigns: a line of a list, the whole with its totals, what came of a batch."""

from datetime import date, datetime
from typing import Literal

from huying.api.replies.shapes import Code, Id, Named, PersonOut, Reply
from huying.campaigns.states import Basis, CampaignState, Outcome


class CampaignOut(Reply):
    """A campaign; `came` counts who was checked in, `of` is the list or the planned headcount."""

    id: Id
    name: str
    purpose: str
    state: CampaignState
    state_label: str
    version: int
    place: Named
    held_on: date
    basis: Basis
    came: int
    of: int | None


class PartOut(Reply):
    """One point or building: how many came there, of how many."""

    id: str
    name: str
    came: int
    of: int | None


class PointOut(Reply):
    """A point where it happens, and who leads it."""

    id: Id
    name: str
    place: Named | None
    leaders: list[PersonOut]


class ClosingOut(Reply):
    """What a closing said; it is never changed."""

    number: int
    at: datetime
    by: str
    total: int
    targets: int | None
    missed: int


class WholeCampaignOut(CampaignOut):
    """A campaign with every figure as it is at this moment; `late` came after the first closing."""

    missed: int | None
    duplicates: int
    undone: int
    late: int
    by_point: list[PartOut]
    by_building: list[PartOut]
    points: list[PointOut]
    closings: list[ClosingOut]


class CampaignPage(Reply):
    """One page of campaigns; `total` only when it was asked for."""

    items: list[CampaignOut]
    next_cursor: str | None
    total: int | None = None


class TargetOut(Reply):
    """A door of the list, as far as the caller works at it."""

    id: Id
    label: str
    name: str
    building: str
    reached: bool


class TargetPage(Reply):
    """One page of a list, in its order."""

    items: list[TargetOut]
    next_cursor: str | None
    total: int | None = None


class CheckInAnswer(Reply):
    """What came of one check-in; `code` and `reason` where it was refused."""

    key: str
    outcome: Outcome
    code: Code | Literal[""]
    reason: str


class CheckInsOut(Reply):
    """The answers in the order of the check-ins, and the total afterwards."""

    answers: list[CheckInAnswer]
    total: int
