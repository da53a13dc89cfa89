"""The shape of what goes out, for the published contract; the tests hold every answer to it.

Answers are written as they are (`showing`), not copied through these models on each request.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from huying.api.problems import CODES
from huying.files.states import Kind, Moment
from huying.kernel.effects import Holder
from huying.kernel.limits import Unit
from huying.orders.states import Ask, AskState, Channel, NoteKind, OrderKind, OrderState, Result
from huying.places.states import Level

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Id = Annotated[str, Field(description="digits as text: more of them than JavaScript can hold")]
Code = Annotated[str, Field(json_schema_extra={"enum": [str(code) for code in CODES]})]


class Reply(Schema):
    """An object with exactly these keys."""

    model_config = ConfigDict(extra="forbid")


class Problem(Reply):
    """Why something was not done, after RFC 9457."""

    type: str
    title: str
    status: int
    code: Code
    detail: str
    fields: dict[str, str]


class Named(Reply):
    """A row by its code and name."""

    code: str
    name: str


class PersonOut(Reply):
    """A person by the id that moves take, and the name."""

    id: int
    name: str


class LimitOut(Reply):
    """How long a clock may run."""

    amount: int
    unit: Unit


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


class RecordOut(Reply):
    """One record of a chain, with everything its hash covers."""

    seq: int
    at: datetime
    recorded_at: datetime
    by: str
    by_person: int | None
    on_behalf_of: str
    move: str
    source: str
    target: str
    holder: str
    given: dict[str, Any]
    subject_kind: str
    subject_id: Id
    prev_hash: Hash
    hash: Hash


class Standstill(Reply):
    """A span in which a clock stood still; the reason is told to staff only."""

    begun_at: datetime
    ended_at: datetime | None
    reason: str


class ClockOut(Reply):
    """One promise and how it stands; `held_by` in seconds."""

    clock: str
    label: str
    limit: LimitOut | None
    started_at: datetime
    first_due_at: datetime | None
    due_at: datetime | None
    extended_to: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    outcome: Literal["", "met", "breached"]
    late: bool
    provisional: bool
    pauses: list[Standstill]
    held_by: dict[Holder, float]


class ContactOut(Reply):
    """How to reach the resident, and who asked for them."""

    name: str
    phone: str
    agent_name: str
    agent_relation: str
    consent: str


class FileOut(Reply):
    """One file of an order; `url` gives its bytes, `thumbnail_url` a small picture."""

    id: Id
    name: str
    kind: Kind
    media_type: str
    size: int
    width: int | None
    height: int | None
    moment: Moment
    public: bool
    uploaded_at: datetime
    uploaded_by: str
    sha256: Hash
    url: str
    thumbnail_url: str | None


class PlaceOut(Reply):
    """A place of the tree with the places above it that it knows."""

    code: str
    name: str
    level: Level
    grid_kind: str
    estate_kind: str
    address: str
    lng: float | None
    lat: float | None
    district: Named | None
    street: Named | None
    community: Named | None
    retired_on: date | None


class PlacePage(Reply):
    """One page of the tree; `total` only when it was asked for."""

    items: list[PlaceOut]
    next_cursor: str | None
    total: int | None = None


class Located(Reply):
    """The place a point or an address means, and the grid that answers for it."""

    place: PlaceOut
    grid: PlaceOut | None


class RateOut(Reply):
    """A share that can be recounted; `value` is null where nothing was counted."""

    numerator: int
    denominator: int
    value: float | None
    enough_to_publish: bool
    exclusions: dict[str, int]


class RatesOut(Reply):
    """The rates of one place and period under one version of the rules."""

    place: str
    from_: datetime = Field(alias="from")
    to: datetime
    rule_version: str
    orders: int
    rates: dict[str, RateOut]
