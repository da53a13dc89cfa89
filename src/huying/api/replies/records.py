"""What is on record of an order: its chain, its clocks, its files."""

from datetime import datetime
from typing import Any, Literal

from huying.api.replies.shapes import Hash, Id, LimitOut, Reply
from huying.files.states import Kind, Moment
from huying.kernel.effects import Holder


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
