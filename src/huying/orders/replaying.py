"""What would have been promised: an order's life run once more, in memory, under other limits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from huying.clocks.actions import Plan, decide
from huying.clocks.rules import Facts, Rulebook
from huying.orders.facts import category_codes
from huying.orders.lifecycle import ORDER
from huying.orders.models import Category, Order
from huying.orders.models.order import KIND
from huying.places.models import Place
from huying.trail.models import Record

FACTS = frozenset({"kind", "grade", "level", "category", "place"})


@dataclass(frozen=True, slots=True)
class Promise:
    """One clock of one order: under which limit it ran, when it was started and first due."""

    number: str
    clock: str
    rule_id: int | None
    started_at: datetime
    due_at: datetime


class Replay:
    """The last lives of a place, read once, to be run under one rulebook after another.

    What came from another system is left out: its promises were made elsewhere.
    """

    def __init__(self, place: Place | None, last: int) -> None:
        orders = Order.objects.filter(source="")
        if place is not None:
            orders = orders.filter(place__path__startswith=place.path)
        self.orders = list(
            orders.select_related("place", "category__parent").order_by("-placed_at", "-id")[:last]
        )
        self._lives = _lives(self.orders)
        said = {str(each.given["place"]) for life in self._lives.values() for each in life if "place" in each.given}  # fmt: skip
        self._paths = dict(Place.objects.filter(code__in=said).values_list("code", "path"))
        rows = Category.objects.select_related("parent")
        self._classes = {row.code: category_codes(row) for row in rows}

    def under(self, book: Rulebook) -> list[Promise]:
        """Every promise of every order, in the order in which they were made."""
        return [promise for order in self.orders for promise in self._run(order, book)]

    def _run(self, order: Order, book: Rulebook) -> Iterator[Promise]:
        decided = Plan(KIND, order.pk, book, order.placed_at)
        said: dict[str, object] = {"kind": order.kind, "place": order.place.code}
        for record in self._lives.get(order.pk, ()):
            said |= {key: value for key, value in record.given.items() if key in FACTS}
            move = ORDER.moves[record.move]
            decided.at = record.at
            decide(
                decided, move.effects_to(record.target), move=move.starts_as or record.move,
                facts=self._facts(said, order),
            )  # fmt: skip
        for clock in decided.born:
            if clock.first_due_at is not None:
                yield Promise(
                    order.number, clock.name, clock.rule_id, clock.started_at, clock.first_due_at
                )  # fmt: skip

    def _facts(self, said: Mapping[str, object], order: Order) -> Facts:
        level = said.get("level")
        return Facts(
            place_path=self._paths.get(str(said["place"]), order.place_path),
            kind=str(said["kind"]), categories=self._classes.get(str(said.get("category")), ()),
            grade=str(said.get("grade") or ""), level=int(str(level)) if level else None,
        )  # fmt: skip


def _lives(orders: Sequence[Order]) -> dict[int, list[Record]]:
    ids = [order.pk for order in orders]
    records = Record.objects.filter(subject_kind=KIND, subject_id__in=ids)
    ordered: Iterable[Record] = records.order_by("subject_id", "seq")
    return {pk: list(life) for pk, life in groupby(ordered, key=lambda each: each.subject_id)}
