"""What is told of whistles: the whistle, its units with their clocks, its doors, money laid out."""

from datetime import datetime

from huying.api.replies.shapes import Id, Named, Reply
from huying.whistles.states import DoorState, ResponseState, WhistleState


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


class DoorsOut(Reply):
    """How far a visit from door to door is; `handed` is how many of each thing were handed over."""

    listed: int
    done: int
    excepted: int
    handed: dict[str, int]


class DoorOut(Reply):
    """One door that is visited together; who lives there and who signed only for those who go."""

    id: Id
    label: str
    name: str | None
    state: DoorState
    state_label: str
    version: int
    things: list[str]
    given: list[str]
    signed_by: str | None
    tries: int
    note: str
    ended_at: datetime | None


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
    doors: DoorsOut
    advances: list[AdvanceOut]


class WhistlePage(Reply):
    """One page of whistles; without a next cursor it is the last."""

    items: list[WhistleOut]
    next_cursor: str | None
