"""What every reader gives: a header, and rows that line up with it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused

T = TypeVar("T")
TOO_FEW = _("fewer cells than the header has")
TOO_MANY = _("more cells than the header has")


class Row(NamedTuple):
    """One row: its place in the file as a spreadsheet counts it, and a cell for each column.

    `extra` is what lay beyond the header; `fault` says why the row cannot be read, "" if it can.
    """

    number: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A header without duplicates, how many rows follow (None: unknown), and a way to read them."""

    header: tuple[str, ...]
    total: int | None
    rows: Callable[[], Iterator[Row]]


def bad_file(reason: str, detail: str = "") -> Refused:
    """The refusal of a whole file."""
    return Refused(Code.INVALID, reason, fields={"file": detail or reason})


def checked_header(names: Sequence[str]) -> tuple[str, ...]:
    """Column names without blanks around them; a nameless column is called by its position.

    Nameless columns at the end are none. Refused when two columns share a name.
    """
    plain = [name.strip() for name in names]
    while plain and not plain[-1]:
        plain.pop()
    header = tuple(name or f"#{index}" for index, name in enumerate(plain, 1))
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice:
        raise bad_file(_("two columns have the same name"), ", ".join(twice))
    return header


def fitted(number: int, cells: Sequence[str], width: int) -> Row:
    """A row brought to the width of the header; one of another width says so."""
    if len(cells) == width:
        return Row(number, tuple(cells))
    padded = (*cells, *[""] * (width - len(cells)))
    # Spreadsheets leave out or add empty cells at the end as they like.
    if not any(cells[width:]) and len(cells) > width:
        return Row(number, tuple(cells[:width]))
    fault = TOO_FEW if len(cells) < width else TOO_MANY
    return Row(number, padded[:width], tuple(cells[width:]), fault)


def in_batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size`, in order."""
    while batch := list(islice(rows, size)):
        yield batch
