"""The one function that moves an order: decided by its table, written and announced as every move is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huying.clocks.actions import Plan, extend, plan, retime
from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.kernel.machine import Step
from huying.orders.facts import facts_of
from huying.orders.lifecycle import ORDER
from huying.orders.models import NEVER, Note, Order
from huying.orders.models.order import KIND
from huying.orders.states import OPEN, NoteKind
from huying.trail.models import Record
from huying.trail.moving import recorded as kept_of
from huying.trail.moving import write_move

SEALED = frozenset({"text", "words", "contact_name", "contact_phone", "on_behalf_of", "address"})


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that a move adds to the order, and whether the resident sees them."""

    kind: NoteKind
    text: str
    public: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a move writes besides the state: columns, words, due times, an extension.

    `noted` is what its record keeps beside what was given.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    sayings: Sequence[Saying] = ()
    dues: Mapping[str, datetime] = field(default_factory=dict)
    extend_close_to: datetime | None = None
    retime: bool = False
    why: str = ""
    noted: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Change()


def make_move(
    order: Order,
    name: str,
    *,
    by: Actor,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    version: int | None = None,
    change: Change = NOTHING,
) -> Record:
    """Check the move, write it by compare-and-set with its record and clocks, announce it.

    The order in hand is brought up to date. Refused `stale` when someone else moved it.
    """
    given = dict(given or {})
    step = ORDER.check(name, order, by=by, at=at, given=given, version=version)
    clocks = _clocks(order, name, step, at, change)
    columns = dict(change.fields) | {"is_open": step.target in OPEN}
    if clocks is not None:
        columns["next_due_at"] = clocks.next_due_at or NEVER

    def beside(entry: Record) -> None:
        if clocks is not None:
            clocks.write()
        say(order, entry, change.sayings)

    kept = recorded(given, salt=order.query_code) | led_by(change.fields) | dict(change.noted)
    return write_move(order, step, by=by, at=at, given=kept, columns=columns, beside=beside)


def say(order: Order, entry: Record, sayings: Sequence[Saying]) -> None:
    """Keep words beside the record they belong to."""
    if sayings:
        Note.objects.bulk_create(
            Note(
                order=order, seq=entry.seq, kind=words.kind, text=words.text, public=words.public,
                by_label=entry.by_label, at=entry.at,
            )
            for words in sayings
        )  # fmt: skip


def led_by(fields: Mapping[str, Any]) -> dict[str, int]:
    """Who leads from this record on, so that another round can go to someone else."""
    person = fields.get("lead_person")
    return {"led_by": person.pk} if person is not None else {}


def leaders_of(order: Order) -> set[int]:
    """Ids of everyone who has led this order, from its records."""
    records = Record.objects.filter(
        subject_kind=KIND, subject_id=order.pk, given__has_key="led_by"
    ).values_list("given", flat=True)
    return {given["led_by"] for given in records}


def _clocks(order: Order, name: str, step: Step, at: datetime, change: Change) -> Plan | None:
    if not step.clock.steps and change.extend_close_to is None and not change.retime:
        return None
    decided = plan(
        KIND, order.pk, step.clock, move=ORDER.moves[name].starts_as or name, facts=facts_of(order, change.fields), at=at,
        book=rulebook(), dues=change.dues, why=change.why,
    )  # fmt: skip
    if change.extend_close_to is not None and "close" in decided.clocks:
        extend(decided, "close", change.extend_close_to)
    if change.retime:
        retime(decided)
    return decided


def recorded(given: Mapping[str, Any], *, salt: str) -> dict[str, Any]:
    """What an order's record keeps of what was given, with the resident's words and name sealed."""
    return kept_of(given, salt=salt, sealed=SEALED)
