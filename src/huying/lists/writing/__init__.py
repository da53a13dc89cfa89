"""A list as a file: a spreadsheet, separated text or JSON, written as its rows are read."""

from collections.abc import Callable, Iterable, Mapping
from typing import IO

from huying.lists.definitions import Column, Row
from huying.lists.states import Format
from huying.lists.writing.about import About
from huying.lists.writing.delimited import write_csv
from huying.lists.writing.plain import write_json
from huying.lists.writing.workbook import write_xlsx

__all__ = ["MEDIA_TYPES", "About", "write"]

Writer = Callable[[IO[bytes], Iterable[Row], tuple[Column, ...], About], int]
_WRITERS: Mapping[Format, Writer] = {
    Format.XLSX: write_xlsx,
    Format.CSV: write_csv,
    Format.JSON: write_json,
}
MEDIA_TYPES: Mapping[Format, str] = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}


def write(
    file: IO[bytes], kind: Format, rows: Iterable[Row], columns: tuple[Column, ...], about: About
) -> int:
    """Write the list to this file, from its start; how many rows there were."""
    return _WRITERS[kind](file, rows, columns, about)
