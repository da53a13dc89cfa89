"""An Excel workbook: the list with real dates and numbers, and a sheet that says what it is.

Rows go to a temporary file as they are read, so that a large list needs little memory.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Column, Row
from huying.lists.rules.cells import harmless, shown
from huying.lists.states import Type
from huying.lists.writing.about import About

MOST_ROWS = 1_000_000
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME, _LONGEST_CELL = 31, 32_000
_WIDTHS = {
    Type.NUMBER: 10,
    Type.SHARE: 10,
    Type.DATE: 12,
    Type.MOMENT: 18,
    Type.YES_NO: 8,
    Type.WORD: 16,
    Type.TEXT: 24,
}
_REAL = frozenset({Type.NUMBER, Type.DATE, Type.MOMENT})
_HEAD = PatternFill("solid", fgColor="E1F5F2")


def write_xlsx(
    file: IO[bytes], rows: Iterable[Row], columns: tuple[Column, ...], about: About
) -> int:
    """The workbook, its first row frozen; refused `too-many` above a million rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(about.title))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        wide = max(_WIDTHS[column.type], 2 * len(str(column.label)) + 3)
        sheet.column_dimensions[get_column_letter(number)].width = min(wide, 60)
    sheet.append([_head(sheet, str(column.label)) for column in columns])
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise Refused(Code.TOO_MANY, "more rows than a sheet holds: narrow the list")
        sheet.append(_cells(sheet, columns, row))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    _tell(book, about, count)
    book.save(file)
    return count


def sheet_name(title: str) -> str:
    """A title as the name of a sheet."""
    return _NO_NAME.sub(" ", title).strip("' ")[:_LONGEST_NAME] or "list"


def clean(text: str) -> str:
    """A text without what a workbook cannot hold, cut where it is longer than a cell."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL]


def _tell(book: Any, about: About, count: int) -> None:
    sheet = book.create_sheet(sheet_name(_("About this list")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 60
    for name, value in about.lines(count):
        said = value if isinstance(value, int) else _text(sheet, value)
        sheet.append([_head(sheet, name), said])


def _head(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text, always=True)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(vertical="center")
    return cell


def typed(kind: Type, value: Any) -> Any:
    """A value as a cell holds it: moments in local time, shares as fractions, the rest as it is."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return float(value) if kind is Type.SHARE and value is not None else value


def _cells(sheet: Any, columns: tuple[Column, ...], row: Row) -> Iterator[Any]:
    for column, value in zip(columns, row.values, strict=True):
        if value is None or value == "":
            yield None
        elif column.type in _REAL:
            yield typed(column.type, value)
        elif column.type is Type.SHARE:
            cell = WriteOnlyCell(sheet, value=typed(column.type, value))
            cell.number_format = "0.00%"
            yield cell
        else:
            yield _text(sheet, shown(column.type, column.labels, value))


def _text(sheet: Any, text: str, *, always: bool = False) -> Any:
    """The text, as a cell that stays a text where a spreadsheet would reckon with it."""
    plain = clean(text)
    if not always and harmless(plain) == plain:
        return plain
    cell = WriteOnlyCell(sheet, value="")
    cell.value, cell.data_type = plain, "s"
    if harmless(plain) != plain:
        cell.quotePrefix = True
    return cell
