"""What is told of orders: to whoever placed one, to its resident, to staff."""

from datetime import datetime
from typing import Literal

from huying.api.replies.shapes import LimitOut, Named, PersonOut, Reply
from huying.orders.states import Ask, AskState, Channel, NoteKind, OrderKind, OrderState, Result


class Promised(Reply):
    """A promise made when an order is placed."""

    clock: str
    label: str
    due_at: datetime | None
    limit: LimitOut | None


class Suggested(Reply):
    """A category the words point to, and the words that do."""

    code: str
    name: str
    words: list[str]


class PlacedOut(Reply):
    """What whoever placed an order keeps."""

    number: str
    state: OrderState
    query_code: str
    receipt: str
    promised: list[Promised]
    suggestions: list[Suggested]


class _Words(Reply):
    """What the resident and staff both see of an order."""

    number: str
    state: OrderState
    state_label: str
    version: int
    kind: OrderKind
    kind_label: str
    channel: Channel
    channel_label: str
    title: str
    text: str
    category: Named | None
    place: Named
    address: str
    lng: float | None
    lat: float | None
    confidential: bool
    lead: Named | None
    placed_at: datetime
    due_at: datetime | None
    overdue: bool
    completed_at: datetime | None
    closed_at: datetime | None
    result: Result | Literal[""]
    reply: str
    reopens: int


class OrderOut(_Words):
    """An order as staff see it in a list, and after a move."""

    view: Literal["staff"]
    community: Named | None
    grade: str
    level: int | None
    safety: bool
    why_lead: str
    responsible: PersonOut | None
    lead_person: PersonOut | None
    chases: int
    returns: int
    supervised: bool
    source: str
    source_number: str


class ResidentOrderOut(_Words):
    """An order as its resident sees it."""

    view: Literal["resident"]
    responsible: str


class NoteOut(Reply):
    """Words that came with something that happened."""

    kind: NoteKind
    label: str
    text: str
    public: bool


class Happened(Reply):
    """One line of an order's story; `state` is where it stood afterwards."""

    seq: int
    at: datetime
    by: str
    move: str
    label: str
    state: OrderState
    words: list[NoteOut]


class RequestOut(Reply):
    """A handler's request and how it was decided."""

    ask: Ask
    state: AskState
    reason: str
    basis: str
    until: datetime | None
    asked_at: datetime
    decided_at: datetime | None
    answer: str


class ContactHint(Reply):
    """What is shown before a contact is opened, to those who may open it."""

    phone: str
    has_name: bool
    by_agent: bool


class WholeOrderOut(OrderOut):
    """An order with everything staff see about it."""

    timeline: list[Happened]
    helpers: list[Named]
    requests: list[RequestOut]
    parent: str | None
    merged_into: str | None
    contact: ContactHint | None


class WholeResidentOrderOut(ResidentOrderOut):
    """An order with the story its resident is told."""

    timeline: list[Happened]


class OrderPage(Reply):
    """One page of a list of orders; `total` only when it was asked for."""

    items: list[OrderOut]
    next_cursor: str | None
    total: int | None = None


class MoveOut(Reply):
    """A move open to the caller, with the fields it needs and those it may carry."""

    name: str
    label: str
    needs: list[str]
    may: list[str]


class ContactOut(Reply):
    """How to reach the resident, and who asked for them."""

    name: str
    phone: str
    agent_name: str
    agent_relation: str
    consent: str
