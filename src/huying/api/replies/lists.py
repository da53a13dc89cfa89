"""What is told of lists: which there are, and a page of one."""

from datetime import datetime

from huying.api.replies.shapes import Reply
from huying.lists.states import Asks, Type


class ColumnOut(Reply):
    """One column: its key in each item, its label, and what its values are."""

    key: str
    label: str
    type: Type
    sensitive: bool


class FilterOut(Reply):
    """One thing a list can be narrowed by."""

    key: str
    label: str
    asks: Asks


class ListOut(Reply):
    """A list of a place; `query` narrows it to what its name says there."""

    name: str
    of: str
    title: str
    note: str
    query: str
    ledger: bool
    personal: bool
    version: int
    columns: list[ColumnOut]
    filters: list[FilterOut]
    sorts: list[str]


class ListsOut(Reply):
    """The lists of a place; without one for whoever may read none anywhere."""

    place: str | None
    items: list[ListOut]


class ListAbout(Reply):
    """What a page is of: the list, its definition, the place, the moment, what is left out."""

    name: str
    version: int
    title: str
    place: str | None
    at: datetime
    left_out: list[str]


class ListPage(Reply):
    """One page of a list, each item by the keys of the columns; `total` only when asked for."""

    about: ListAbout
    columns: list[ColumnOut]
    items: list[dict[str, str | int | float | bool | None]]
    next_cursor: str | None
    total: int | None = None
