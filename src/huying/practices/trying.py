"""Trying a pack out: the last orders run once more as if it had been in force; nothing is written.

What comes of it: promises that would have been others, classes the words would have led to, and
limits of the pack that will never hold, or would have held for none of these orders.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path

from huying.clocks.queries import rulebook
from huying.clocks.rules import Rulebook, Term
from huying.orders.directory import row_for
from huying.orders.facts import category_codes
from huying.orders.models import Category, Order
from huying.orders.named import categories
from huying.orders.queries import starting_moves
from huying.orders.replaying import Promise, Replay
from huying.orders.suggesting import categories_by_words
from huying.places.models import Place
from huying.practices.loader import Change, change
from huying.practices.packs import FOLDER
from huying.practices.parts.classes import CategoryRow
from huying.practices.parts.limits import LimitRow

LAST = 200
NOWHERE = ("", "")


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise that would have been another; None where there would have been none."""

    number: str
    clock: str
    was: datetime | None
    becomes: datetime | None


@dataclass(frozen=True, slots=True)
class Sorted:
    """An order whose words would have led to another class; "" where to none."""

    number: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Routed:
    """An order the directory would have sent elsewhere, or graded otherwise; "" where it says nothing.

    Each side is (the unit or kind of unit that leads, the grade).
    """

    number: str
    was: tuple[str, str]
    becomes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A limit that will not hold, because what somebody set by hand goes before it."""

    row: LimitRow
    by: LimitRow


@dataclass(frozen=True, slots=True)
class Trial:
    """What the last `orders` orders say of a pack.

    `dead` limits are over before the pack begins, `idle` ones would have held for none of them;
    limits of whistles are not tried out.
    """

    change: Change
    orders: int
    moved: tuple[Moved, ...]
    sorted: tuple[Sorted, ...]
    routed: tuple[Routed, ...]
    shadowed: tuple[Shadowed, ...]
    dead: tuple[LimitRow, ...]
    idle: tuple[LimitRow, ...]


def try_out(
    name: str, *, place: Place | None, since: date, last: int = LAST, folder: Path = FOLDER
) -> Trial | None:
    """The last orders of the place under the pack; None where this very pack is in force there.

    Refused as `packs.read` refuses.
    """
    found = change(name, place=place, since=since, folder=folder)
    if found is None:
        return None
    replay, now = Replay(place, last), rulebook()
    rows = dict(enumerate(found.limits.add, start=1))
    after = replay.under(_book(now, found, rows, place))
    held, of_orders = {promise.rule_id for promise in after}, starting_moves()
    return Trial(
        found, len(replay.orders),
        moved=tuple(_moved(replay.under(now), after)),
        sorted=tuple(_sorted(replay.orders, found.practice.categories, since)),
        routed=tuple(_routed(replay.orders, found, place.path if place else "")),
        shadowed=tuple(_shadowed(found)),
        dead=tuple(row for row in found.practice.limits if row.held_from(since) is None),
        idle=tuple(
            row for number, row in rows.items() if -number not in held and row.clock in of_orders
        ),
    )  # fmt: skip


def _book(
    book: Rulebook, found: Change, rows: Mapping[int, LimitRow], place: Place | None
) -> Rulebook:
    """The limits as if the pack had been in force all along; its own have ids below zero."""
    ended, path = set(found.limits.end), place.path if place else ""
    kept = (term for term in book.terms if term.rule_id not in ended)
    return replace(
        book, terms=(*kept, *(_term(-number, row, path) for number, row in rows.items()))
    )


def _term(number: int, row: LimitRow, path: str) -> Term:
    return Term(
        rule_id=number, clock=row.clock, starts_on=row.starts_on, limit=row.limit,
        warn_shares=row.warn_shares, extension_cap=row.extension_cap, place_path=path,
        kind=row.kind, category=row.category, grade=row.grade, level=row.level,
        valid_from=date.min, valid_until=None,
    )  # fmt: skip


def _moved(before: Iterable[Promise], after: Iterable[Promise]) -> Iterator[Moved]:
    was, becomes = _by_clock(before), _by_clock(after)
    for number, clock in dict.fromkeys([*was, *becomes]):
        pairs = zip_longest(was.get((number, clock), ()), becomes.get((number, clock), ()))
        yield from (Moved(number, clock, old, new) for old, new in pairs if old != new)


def _by_clock(promises: Iterable[Promise]) -> dict[tuple[str, str], list[datetime]]:
    found: dict[tuple[str, str], list[datetime]] = {}
    for promise in promises:
        found.setdefault((promise.number, promise.clock), []).append(promise.due_at)
    return found


def _sorted(orders: Iterable[Order], rows: Iterable[CategoryRow], on: date) -> Iterator[Sorted]:
    new = [Category(code=row.code, name=row.name, words=list(row.words)) for row in rows]
    for order in orders:
        was = _first(order.text, categories(order.place_path, on=on))
        becomes = _first(order.text, new)
        if was != becomes:
            yield Sorted(order.number, was, becomes)


def _routed(orders: Iterable[Order], found: Change, path: str) -> Iterator[Routed]:
    said = {row.category: row for row in found.practice.directory}
    said |= {row.category: row for row in found.directory.by_hand}
    for order in orders:
        row = row_for(order, found.since)
        if row is not None and row.place is not None and len(row.place.path) > len(path):
            continue  # a nearer place has its own
        was = (row.lead.code if row.lead else row.lead_kind, row.grade) if row else NOWHERE
        new = next((said[code] for code in category_codes(order.category) if code in said), None)
        if new is not None:
            becomes = (new.lead_kind or was[0], new.grade)
        else:
            becomes = NOWHERE if row is not None and row.pk in found.directory.end else was
        if was != becomes:
            yield Routed(order.number, was, becomes)


def _first(text: str, rows: Iterable[Category]) -> str:
    return next((row.code for row, _words in categories_by_words(text, rows, 1)), "")


def _shadowed(found: Change) -> Iterator[Shadowed]:
    own = {row.conditions: row for row in found.limits.by_hand}
    for row in found.practice.limits:
        if (by := own.get(row.conditions)) is not None and by.value != row.value:
            yield Shadowed(row, by)
