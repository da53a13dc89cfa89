"""Comma, tab and semicolon separated text."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_noop as _

from huying.intake.readers.tables import Row, Table, bad_file, checked_header, fitted
from huying.intake.readers.texts import LONGEST_LINE, encoding_of, lines

DELIMITERS = ",\t;"


def open_delimited(path: Path) -> Table:
    """A csv file in UTF-8, GB18030 or GBK, its delimiter found in the first line.

    The whole file is read once first, so that a broken one is refused before anything of it
    is used: a quote that is never closed, a cell of megabytes.
    """
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    records = _records(path, encoding, delimiter)
    first = next(records, None)
    if first is None:
        raise bad_file(_("the file is empty"))
    header = checked_header(first[1])
    total = sum(1 for _record in records)

    def rows() -> Iterator[Row]:
        found = _records(path, encoding, delimiter)
        next(found)
        for number, cells in found:
            yield fitted(number, cells, len(header))

    return Table(header, total, rows)


def _delimiter(path: Path, encoding: str) -> str:
    """The candidate that cuts the first line into most cells; a comma where none cuts it."""
    first = next((line for line in lines(path, encoding) if line.strip()), "")
    widths = {each: len(next(csv.reader([first], delimiter=each), [])) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: widths[each])


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that say anything, each with its place counted from 1."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(lines(path, encoding), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error as problem:
        where = f"row {number + 1}: {problem}"
        raise bad_file(_("a quote in this csv is not closed, or not doubled"), where) from problem
