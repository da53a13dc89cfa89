"""What a list is, as code: its columns, its filters, who may read it, where its rows come from.

A room's lists stand in one file of `defs`; a module there with `LISTS` is found by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from huying.kernel.actor import Actor
from huying.kernel.machine import Rule
from huying.lists.states import Asks, Type
from huying.places.models import Place

Words = str | Promise
Value = str | int | float | date | datetime | bool | None
Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key for machines, its label for people, and what its cells are.

    `labels` are the words of a WORD. A `brief` column stands on the page, the others in files
    and in the wide view; the one that is `main` heads a row; a `summed` one has a total.
    `sensitive` ones are left out for whoever may not see them.
    """

    key: str
    label: Words
    type: Type = Type.TEXT
    labels: Mapping[Any, Any] = field(default_factory=dict)
    brief: bool = False
    main: bool = False
    summed: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed by; `choices` for a WORD, given who asks, where and when.

    Choices are (value, label) pairs, or (heading, such pairs).
    """

    key: str
    label: Words
    asks: Asks = Asks.WORD
    choices: Callable[[Actor, str, date], Choices] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what names it in every version, its values in the order of the columns.

    `href` is where its record is opened, as (name of the page, arguments, query).
    """

    key: str
    values: tuple[Value, ...]
    href: tuple[str, tuple[Any, ...], str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list: one place and all below, checked filters, the moment, the order.

    Without a place it is the whole installation, which only the product itself may ask for.
    """

    place: Place | None
    filters: Mapping[str, Any]
    at: datetime
    sort: str = ""

    @property
    def path(self) -> str:
        """The tree path of the place; "" for everywhere."""
        return str(self.place.path) if self.place else ""


class Source(Protocol):
    """Where rows come from, in one order; `after` is the cursor of the row before."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, *, after: str = "") -> Iterator[tuple[Row, str]]:
        """Every row after this cursor, each with its own cursor; read as they are needed."""
        ...


@dataclass(frozen=True, slots=True)
class ListDef:
    """One list. `of` is the word practices use for what is listed; `version` grows with a change.

    `reads` is asked with a tree path, `sees` likewise for the sensitive columns. `personal` ones
    tell of people, so each export is on record; a `ledger` also has each opening on record, and
    says what it is kept for. `by` is the filter that takes the code of a practice's ledger.
    Lists stand in the order of `rank`, each with its `icon`.
    """

    name: str
    of: str
    title: Words
    note: Words
    reads: Rule
    columns: tuple[Column, ...]
    source: Callable[[Actor, Asked], Source]
    filters: tuple[Filter, ...] = ()
    sorts: Mapping[str, Words] = field(default_factory=dict)
    called: Callable[[str, date], Mapping[str, Mapping[Any, Any]]] | None = None
    version: int = 1
    personal: bool = False
    ledger: bool = False
    purpose: Words = ""
    sees: Rule | None = None
    by: str = ""
    rank: int = 50
    icon: str = "table-2"
