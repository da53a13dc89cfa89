"""Two ways to be a source of rows: from a query page by page, or from a few rows in memory."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Column, Row, Value

# A page needs few rows, a file all of them: the first batch is small, the later ones are large.
FIRST, BATCH = 64, 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a query, read in batches by keyset: the last page costs what the first one does.

    `column` is the time that orders them, with a leading dash for the newest first; `rows_of`
    makes rows of one batch, in its order.
    """

    query: QuerySet[Any]
    column: str
    rows_of: Callable[[QuerySet[Any]], Sequence[tuple[Any, Row]]]

    def count(self) -> int:
        """How many there are."""
        return self.query.count()

    def rows(self, *, after: str = "") -> Iterator[tuple[Row, str]]:
        """Every row after the cursor, with its own."""
        column, sign = self.column.lstrip("-"), self.column[:1] if self.column[0] == "-" else ""
        ordered = self.query.order_by(f"{sign}{column}", f"{sign}pk")
        further = _after(after, column, backwards=bool(sign)) if after else Q()
        size = min(FIRST, BATCH)
        while True:
            batch = self.rows_of(ordered.filter(further)[:size])
            for thing, row in batch:
                yield row, _cursor(getattr(thing, column).isoformat(), str(thing.pk))
            if len(batch) < size:
                return
            last, size = batch[-1][0], BATCH
            further = _beyond(getattr(last, column), last.pk, column, backwards=bool(sign))


@dataclass(frozen=True, slots=True)
class Listed:
    """A few rows that are at hand, in the order of one column and then of their keys."""

    found: Sequence[Row]
    columns: tuple[Column, ...]
    sort: str = ""

    def count(self) -> int:
        """How many there are."""
        return len(self.found)

    def rows(self, *, after: str = "") -> Iterator[tuple[Row, str]]:
        """Every row after the cursor, with its own; as they came where no order was asked for."""
        ordered = list(self.found)
        if self.sort:
            index = [column.key for column in self.columns].index(self.sort.lstrip("-"))
            ordered.sort(key=lambda row: row.key)
            ordered.sort(
                key=lambda row: _rank(row.values[index]), reverse=self.sort.startswith("-")
            )
        start = 0
        if after:
            (key,) = _read(after, 1)
            start = next((n for n, row in enumerate(ordered, 1) if row.key == key), len(ordered))
        for row in ordered[start:]:
            yield row, _cursor(row.key)


def in_order(filters: Mapping[str, Any], key: str, row: Row, column: int) -> bool:
    """Whether a row has what a filter asks for in this column; all have where nothing is asked."""
    wanted = filters.get(key)
    return wanted in (None, "") or row.values[column] == wanted


def holds_words(row: Row, words: str) -> bool:
    """Whether any text of the row contains these words."""
    plain = words.casefold().strip()
    return not plain or any(isinstance(v, str) and plain in v.casefold() for v in row.values)


def _rank(value: Value) -> tuple[int, Any]:
    if value is None or value == "":
        return (1, "")
    if isinstance(value, datetime):
        return (0, value.timestamp())
    return (0, value.toordinal() if isinstance(value, date) else value)


def _cursor(*parts: str) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _read(cursor: str, length: int) -> list[str]:
    try:
        parts = json.loads(cursor)
    except (ValueError, RecursionError) as problem:
        raise _unknown() from problem
    whole = isinstance(parts, list) and len(parts) == length
    if not whole or not all(isinstance(part, str) for part in parts):
        raise _unknown()
    return list(parts)


def _after(cursor: str, column: str, *, backwards: bool) -> Q:
    moment, last = _read(cursor, 2)
    try:
        when, pk = datetime.fromisoformat(moment), int(last)
        when = when.astimezone(UTC) if timezone.is_aware(when) else timezone.make_aware(when)
    except (ValueError, OverflowError) as problem:
        raise _unknown() from problem
    if not 0 <= pk < 2**63:
        raise _unknown()
    return _beyond(when, pk, column, backwards=backwards)


def _beyond(when: datetime, pk: int, column: str, *, backwards: bool) -> Q:
    further = "lt" if backwards else "gt"
    beyond = Q(**{f"{column}__{further}": when}) | Q(**{column: when, f"pk__{further}": pk})
    return Q(**{f"{column}__{further}e": when}) & beyond  # the first half is what an index finds


def _unknown() -> Refused:
    return Refused(Code.INVALID, _("unknown cursor"), fields={"cursor": _("unknown")})
