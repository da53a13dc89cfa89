"""Births from another system: orders that began, and mostly ended, before they came here.

Each becomes an order with one record, `import`, that happened when the resident placed it and
was written now. Nobody is told of it: whom it concerns was told by the system it comes from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huying.clocks.actions import plan
from huying.clocks.models import Clock, Outcome
from huying.clocks.queries import rulebook
from huying.clocks.rules import Rulebook, chosen, timing
from huying.kernel.actor import SYSTEM
from huying.kernel.effects import Holder
from huying.kernel.hashing import salted
from huying.kernel.ids import new_id
from huying.kernel.numbers import new_code, new_number
from huying.orders.actions.arrivals import (
    Answering,
    Ended,
    ImportedRow,
    check_row,
    imported_before,
    posts_of,
)
from huying.orders.actions.inserting import insert_all
from huying.orders.actions.moving import recorded
from huying.orders.actions.placing import MOST_TRIES, Wish
from huying.orders.facts import facts_of
from huying.orders.lifecycle import ORDER
from huying.orders.models import NEVER, Contact, Order
from huying.orders.models.order import KIND
from huying.orders.rules import REOPEN_WINDOW, clean_words, first_contact, within
from huying.orders.states import OPEN, OrderState, Result
from huying.people.rules import phone_number
from huying.trail.actions import Head, record
from huying.trail.models import Record


def import_orders(rows: Sequence[ImportedRow], *, at: datetime) -> int:
    """Let these rows be born, in one transaction; how many were new.

    A number that is here already, or came earlier in `rows`, is passed over. Refused as
    `check_row` when one of them is wrong: nothing is written then.
    """
    for left in reversed(range(MOST_TRIES)):
        births = _Births(at, rulebook())
        for row in _new(rows):
            births.add(row)
        try:
            with transaction.atomic():
                births.write()
        except IntegrityError:
            # Someone else imported one of these just now, or an order took one of the numbers.
            if not left:
                raise
        else:
            return len(births.orders)
    raise AssertionError("unreachable: the last try returns or raises")


def _new(rows: Iterable[ImportedRow]) -> list[ImportedRow]:
    by_number: dict[tuple[str, str], ImportedRow] = {}
    for row in rows:
        by_number.setdefault((row.source, row.source_number), row)
    for source in {source for source, _ in by_number}:
        numbers = [number for here, number in by_number if here == source]
        for number in imported_before(source, numbers):
            del by_number[source, number]
    return list(by_number.values())


@dataclass(slots=True)
class _Births:
    """Everything one batch will write, decided before the first statement."""

    at: datetime
    book: Rulebook
    orders: list[Order] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    answering: Answering = field(default_factory=dict)

    def add(self, row: ImportedRow) -> None:
        """Decide all that one row becomes; its number is drawn when all are known."""
        columns = check_row(row, at=self.at, answering=self.answering)
        order = Order(
            id=new_id(), query_code=new_code(), version=1, placed_at=row.placed_at,
            source=row.source, source_number=row.source_number, lead_unit=row.unit,
            **_stand(row), **columns,
        )  # fmt: skip
        if row.ended is None:
            self._promise(order)
        else:
            self._settle(order, row.ended)
        if row.ended is None or within(REOPEN_WINDOW, row.ended.closed_at, self.at):
            self._entrust(order, row)
        self._record(order, row)
        self.orders.append(order)
        self._contact(order, row.wish)

    def _promise(self, order: Order) -> None:
        """What was promised when it was placed runs on from then."""
        decided = plan(
            KIND, order.pk, ORDER.moves["place"].clock, move="place", facts=facts_of(order),
            at=order.placed_at, book=self.book, born=True,
        )  # fmt: skip
        self.clocks += decided.born
        order.state, order.is_open = OrderState.SUBMITTED, OrderState.SUBMITTED in OPEN
        order.next_due_at = decided.next_due_at or NEVER

    def _settle(self, order: Order, ended: Ended) -> None:
        """It is over: the reply and the times as they were, and whether they were in time."""
        order.state, order.is_open = OrderState.CLOSED, OrderState.CLOSED in OPEN
        order.reply = ended.reply
        order.completed_at = order.closed_at = ended.closed_at
        order.result = Result.EXPLAINED if ended.reply else ""
        clock = _closing_clock(order, ended, self.book)
        if clock is not None:
            self.clocks.append(clock)

    def _entrust(self, order: Order, row: ImportedRow) -> None:
        """Who answers for it here; also for one that ended lately and can be opened again."""
        posts = posts_of(row, self.at, self.answering)
        if posts:
            post = first_contact(posts, order.pk)
            order.desk_id, order.responsible_person_id = post.place_id, post.person_id

    def _record(self, order: Order, row: ImportedRow) -> None:
        """The first link of the chain: as it happened then, written now."""
        given = {
            "state": order.state, "source": row.source, "source_number": row.source_number,
            "text": order.text, "facts": _facts(order, row),
        }  # fmt: skip
        step = ORDER.check("import", None, by=SYSTEM, at=self.at, given=given)
        entry = record(
            Head(KIND, order.pk), "import", by=SYSTEM, at=row.placed_at, recorded_at=self.at,
            target=step.target, holder=Holder.DESK if order.is_open else Holder.NOBODY,
            given=recorded(given, salt=order.query_code),
        )  # fmt: skip
        order.chain_head = entry.hash
        self.records.append(entry)

    def _contact(self, order: Order, wish: Wish) -> None:
        if wish.contact_name or wish.contact_phone:
            name = clean_words(wish.contact_name, field="contact_name", required=False)
            phone = phone_number(wish.contact_phone)
            self.contacts.append(Contact(order=order, name=name, phone=phone))

    def write(self) -> None:
        """Write all of it, inside the caller's transaction."""
        for order, number in zip(self.orders, free_numbers(len(self.orders)), strict=True):
            order.number = number
        for rows in (self.orders, self.records, self.clocks, self.contacts):
            insert_all(rows)


def _stand(row: ImportedRow) -> dict[str, Any]:
    place = row.wish.place
    return {
        "place": place, "community_id": place.community_id, "street_id": place.street_id,
        "district_id": place.district_id,
    }  # fmt: skip


def free_numbers(count: int, *, draw: Callable[[], str] = new_number) -> list[str]:
    """That many different order numbers that no order has."""
    free: dict[str, None] = {}
    while len(free) < count:
        drawn = {draw() for _ in range(count - len(free))}
        taken = Order.objects.filter(number__in=drawn).values_list("number", flat=True)
        free |= dict.fromkeys(drawn.difference(taken))
    return list(free)


def _closing_clock(order: Order, ended: Ended, book: Rulebook) -> Clock | None:
    """The promise to close, already over: by the source's own word, else by our limit.

    A source that says in time or late, and not when, stops it where it began. Without that
    word and without a closing time, or where no limit counts from the placing, there is none.
    """
    clock = Clock(
        subject_kind=KIND, subject_id=order.pk, name="close", started_at=order.placed_at,
        stopped_at=ended.closed_at or order.placed_at,
    )  # fmt: skip
    if ended.in_time is not None:
        clock.outcome = Outcome.MET if ended.in_time else Outcome.BREACHED
        clock.imported = True
        return clock
    on = book.workdays.local(order.placed_at).date()
    term = chosen(book.terms, "close", "place", facts_of(order), on)
    if ended.closed_at is None or term is None:
        return None
    found = timing(term.limit, order.placed_at, [], book.workdays, shares=(), marked=clock.marked)
    clock.rule_id, clock.amount, clock.unit = term.rule_id, term.limit.amount, term.limit.unit.value
    clock.warn_shares = list(term.warn_shares)
    clock.first_due_at = clock.due_at = found.due_at
    clock.provisional = found.provisional
    clock.outcome = Outcome.BREACHED if ended.closed_at > found.due_at else Outcome.MET
    return clock


def _facts(order: Order, row: ImportedRow) -> dict[str, Any]:
    """What else came with the row, for the record; words are sealed, not shown."""
    ended = row.ended or Ended()
    said = {
        "place": row.wish.place.code, "kind": order.kind, "channel": order.channel,
        "category": order.category.code if order.category else "",
        "unit": row.unit.code if row.unit else "", "summary": _sealed(order.summary, order),
        "address": _sealed(order.address, order), "reply": _sealed(order.reply, order),
        "closed_at": ended.closed_at, "in_time": ended.in_time, "kept": dict(row.kept),
    }  # fmt: skip
    return {key: value for key, value in said.items() if value not in (None, "", {})}


def _sealed(words: str, order: Order) -> dict[str, str] | str:
    return {"sealed": salted(words, order.query_code)} if words else ""
