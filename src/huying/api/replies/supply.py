"""What is told of needs, of what there is, and of how the one meets the other."""

from datetime import date, datetime

from huying.api.replies.shapes import Id, Named, PersonOut, Reply
from huying.supply.states import (
    LandingState,
    Mode,
    NeedState,
    ResourceKind,
    Sort,
    SupportKind,
    WhyNot,
)


class NeedOut(Reply):
    """A need with how many households stand behind it."""

    id: Id
    title: str
    words: str
    state: NeedState
    state_label: str
    version: int
    place: Named
    category: Named | None
    personal: bool
    supporters: int
    raised_at: datetime
    closed_at: datetime | None
    published_at: datetime | None
    result: str
    why_not: WhyNot | None
    other_way: str
    merged_into: Id | None


class SupportOut(Reply):
    """What stands behind a need; the order by its number for those who may open it."""

    id: Id
    kind: SupportKind
    count: int
    order: str | None
    source: str
    counted_on: date


class AssessmentOut(Reply):
    """What was decided about a need."""

    supporters: int
    score: int
    decision: str
    decided_at: datetime
    by: str


class LinkOut(Reply):
    """A row by its id and name."""

    id: Id
    name: str


class LandingOut(Reply):
    """How one need is met: with what, by whom, by which measure and day."""

    id: Id
    need: LinkOut
    measure: str
    state: LandingState
    state_label: str
    version: int
    place: Named
    due_on: date
    unit: Named | None
    person: PersonOut | None
    resources: list[LinkOut]
    items: list[LinkOut]
    planned_at: datetime
    landed_on: date | None
    outcome: str


class SuggestedOut(Reply):
    """A resource or an item that may meet a need, and the words they share."""

    id: Id
    name: str
    is_item: bool
    words: list[str]


class WholeNeedOut(NeedOut):
    """A need with who wants it, what was decided, what fits and what meets it."""

    supports: list[SupportOut]
    assessments: list[AssessmentOut]
    suggested: list[SuggestedOut]
    landings: list[LandingOut]


class ResourceOut(Reply):
    """What someone shares; a person's name and whom to ask for are not told here."""

    id: Id
    name: str
    kind: ResourceKind
    place: Named
    owner: Named | None
    address: str
    lng: float | None
    lat: float | None
    hours: str
    phone: str
    specialities: list[str]
    capacity: int | None
    note: str
    inside: bool
    since: date
    until: date | None
    published_at: datetime | None


class ItemOut(Reply):
    """A service item; one that is not `offered` is declined, with the `office` to go to."""

    id: Id
    code: str
    name: str
    group: str
    sort: Sort
    free: bool
    mode: Mode
    eligible: str
    papers: list[str]
    minutes: int
    offered: bool
    office: str
    category: Named | None
    providers: list[Named]
    place: Named
    note: str
    inside: bool
    source: str
    since: date
    until: date | None
    published_at: datetime | None


class NeedPage(Reply):
    """One page of needs; `total` only when it was asked for."""

    items: list[NeedOut]
    next_cursor: str | None
    total: int | None = None


class LandingPage(Reply):
    """One page of landings; `total` only when it was asked for."""

    items: list[LandingOut]
    next_cursor: str | None
    total: int | None = None


class ResourcePage(Reply):
    """One page of resources; `total` only when it was asked for."""

    items: list[ResourceOut]
    next_cursor: str | None
    total: int | None = None


class ItemPage(Reply):
    """One page of service items; `total` only when it was asked for."""

    items: list[ItemOut]
    next_cursor: str | None
    total: int | None = None
