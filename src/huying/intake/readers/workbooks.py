"""Excel workbooks: the first sheet."""

import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_noop as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook

from huying.intake.readers.tables import Row, Table, bad_file, checked_header, fitted

# Measured: about 100 bytes of memory a cell at once, and about 60 bytes of XML a cell.
WHOLE_BELOW = 24 * 1024 * 1024
LARGEST_STRINGS = 64 * 1024 * 1024
LARGEST = 4 * 1024 * 1024 * 1024
Cells = Generator[tuple[int, Sequence[Any]], None, None]
_STRINGS, _BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"


def open_workbook(path: Path) -> Table:
    """The first sheet of an xlsx workbook, its first filled row as the header.

    A small one is read at once, a large one row by row: slower, with little memory. Refused
    when the file is cut off or damaged, and when its texts would not fit into memory.
    """
    size = _checked_size(path)
    read = _at_once if size < WHOLE_BELOW else _row_by_row
    with closing(read(path)) as sheet:
        first = next(_filled(sheet), None)
    if first is None:
        raise bad_file(_("the first sheet is empty"))
    header = checked_header(first[1])

    def rows() -> Iterator[Row]:
        with closing(read(path)) as sheet:
            found = _filled(sheet)
            next(found)
            for number, cells in found:
                # A sheet says nothing of the empty cells at the end of a row.
                rest = [""] * (len(header) - len(cells))
                yield fitted(number, cells + rest, len(header))

    return Table(header, None, rows)


def _checked_size(path: Path) -> int:
    """Bytes of the unpacked workbook, every part of it checked against its sum."""
    try:
        with zipfile.ZipFile(path) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
            if _BOOK not in sizes:
                raise bad_file(_("this is no Excel workbook"))
            if sizes.get(_STRINGS, 0) > LARGEST_STRINGS or sum(sizes.values()) > LARGEST:
                raise bad_file(_("the workbook is too large; save it as csv"))
            broken = parts.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as problem:
        raise bad_file(_("the workbook is damaged, cut off or locked"), str(problem)) from problem
    if broken is not None:
        raise bad_file(_("the workbook is damaged, cut off or locked"), broken)
    return sum(sizes.values())


def _at_once(path: Path) -> Cells:
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except (CalamineError, IndexError) as problem:
        raise bad_file(_("the workbook cannot be read"), str(problem)) from problem
    yield from enumerate(sheet.iter_rows(), 1)


def _row_by_row(path: Path) -> Cells:
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles, which mean nothing here
            book = load_workbook(path, read_only=True, data_only=True)
        with closing(book):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size is often wrong
            yield from enumerate(sheet.iter_rows(values_only=True), 1)
    except (InvalidFileException, ParseError, LookupError, ValueError) as problem:
        raise bad_file(_("the workbook cannot be read"), str(problem)) from problem


def _filled(rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, list[str]]]:
    for number, values in rows:
        cells = [_text(value) for value in values]
        if any(map(str.strip, cells)):
            yield number, cells


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point, times in ISO form without the T."""
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case float() if value.is_integer():
            text = str(int(value))
        case datetime() if value.time() == time.min:
            text = value.date().isoformat()
        case datetime():
            text = value.isoformat(sep=" ")
        case _:
            text = str(value)
    return text
