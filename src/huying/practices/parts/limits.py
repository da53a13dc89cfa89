"""Limits: how long each clock may run, for what, from when to when, and who hears of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from huying.kernel.limits import Limit, Unit
from huying.notices.states import Audience
from huying.orders.rules import LEVELS
from huying.orders.states import Grade, OrderKind
from huying.practices.checks import Checked, Wrong, check_start

KEYS = {
    "clock", "starts_on", "amount", "unit", "warn_shares", "extension_cap", "kind", "category",
    "grade", "level", "from", "until", "tell",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One promise: a clock, the move that starts it, how long it may run, and for what.

    Blank conditions (and level None) match everything. `warn_shares` are shares of the limit,
    each in (0, 1); `extension_cap` is in workdays past the first due time. It counts from the
    later of its own first day and the day of adoption, and not on the day `until` any more.
    """

    clock: str
    starts_on: str
    limit: Limit
    warn_shares: tuple[float, ...] = ()
    extension_cap: int = 0
    kind: str = ""
    category: str = ""
    grade: str = ""
    level: int | None = None
    since: date | None = None
    until: date | None = None
    tell: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def conditions(self) -> tuple[object, ...]:
        """What makes two rows rivals: the same clock under the same conditions."""
        return (self.clock, self.kind, self.category, self.grade, self.level)

    @property
    def value(self) -> tuple[object, ...]:
        """What it promises under its conditions, whenever it begins."""
        return (
            *self.conditions, self.starts_on, self.limit, self.warn_shares, self.extension_cap,
            self.until, tuple(sorted(self.tell.items())),
        )  # fmt: skip

    def held_from(self, on: date) -> "LimitRow | None":
        """The row as it holds from a day on; None when it is over by then."""
        if self.until is not None and self.until <= on:
            return None
        return replace(self, since=max(self.since or on, on))


def limits(pack: Checked, categories: Collection[str]) -> tuple[LimitRow, ...]:
    """Every limit of the pack; wrong where two hold for the same on the same day."""
    rows = list(_rows(pack, categories))
    for number, (row, where) in enumerate(rows):
        for other, _elsewhere in rows[:number]:
            if row.conditions == other.conditions and _meet(row, other):
                said = " ".join(str(part) for part in row.conditions if part)
                raise Wrong(where, f"{said} occurs twice for the same days")
    return tuple(row for row, _where in rows)


def _rows(pack: Checked, categories: Collection[str]) -> Iterator[tuple[LimitRow, str]]:
    for row in pack.rows("limits", KEYS):
        yield _limit(row, categories), row.path


def _meet(one: LimitRow, other: LimitRow) -> bool:
    first = max(one.since or date.min, other.since or date.min)
    return first < min(one.until or date.max, other.until or date.max)


def _limit(row: Checked, categories: Collection[str]) -> LimitRow:
    clock, starts_on = row.text("clock"), row.text("starts_on")
    check_start(row, clock, starts_on)
    since, until = row.day("from"), row.day("until")
    if since and until and until <= since:
        raise Wrong(row.at("until"), f"ends on {until}, before it begins on {since}")
    return LimitRow(
        clock, starts_on, _amount(row),
        warn_shares=row.shares("warn_shares"),
        extension_cap=row.whole("extension_cap", least=0, default=0),
        kind=row.one_of("kind", set(OrderKind), default=""),
        category=row.one_of("category", categories, default=""),
        grade=row.one_of("grade", set(Grade), default=""),
        level=level(row), since=since, until=until, tell=_tell(row),
    )  # fmt: skip


def _tell(row: Checked) -> dict[str, tuple[str, ...]]:
    """Whom to tell at which share of the limit; only at a share at which it speaks."""
    speaks = {f"{share:g}" for share in (*row.shares("warn_shares"), 1.0)}
    said = row.table_of("tell", speaks)
    for share in said.table:
        for audience in said.texts(share):
            if audience not in set(Audience):
                raise Wrong(said.at(share), f"there is no audience {audience}")
    return {share: said.texts(share) for share in said.table}


def _amount(row: Checked) -> Limit:
    unit, amount = Unit(row.one_of("unit", set(Unit))), row.whole("amount", least=1)
    try:
        return Limit(amount, unit)
    except ValueError as problem:
        raise Wrong(row.at("amount"), str(problem)) from problem


def level(row: Checked) -> int | None:
    """The response level a row names; None when it names none."""
    found = row.whole("level", least=1) if row.has("level") else None
    if found is not None and found not in LEVELS:
        raise Wrong(row.at("level"), f"there is no level {found}")
    return found
