"""What is told of whistles: the whistle, its units with their clocks, money laid out."""

from datetime import datetime

from huying.api.replies.shapes import Id, Named, Reply
from huying.whistles.states import ResponseState, WhistleState


class ResponseOut(Reply):
    """One called unit; `missed` names the clocks it was too late for, `due_at` the one that runs."""

    unit: Named
    state: ResponseState
    state_label: str
    version: int
    called_at: datetime
    acknowledged_at: datetime | None
    promised_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    action: str
    helped: bool | None
    verdict: str
    due_at: datetime | None
    missed: list[str]


class AdvanceOut(Reply):
    """Money laid out, in yuan, and how it was settled."""

    amount: str
    purpose: str
    payee: str
    fund: str
    at: datetime
    settled_at: datetime | None
    settlement: str


class WhistleOut(Reply):
    """A whistle on an order."""

    id: Id
    order: str
    state: WhistleState
    state_label: str
    version: int
    matter: str
    meet_at: str
    urgent: bool
    blown_at: datetime
    settled_at: datetime | None
    outcome: str
    lessons: str
    responses: list[ResponseOut]
    advances: list[AdvanceOut]


class WhistlePage(Reply):
    """One page of whistles; without a next cursor it is the last."""

    items: list[WhistleOut]
    next_cursor: str | None
