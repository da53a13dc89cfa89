"""The filling itself: find the names, refuse those that are none, put the values in, write."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _
from openpyxl.cell.cell import MergedCell
from openpyxl.writer.excel import ExcelWriter

from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Row
from huying.lists.filling.names import NUMBERED, ROW, Names, as_words
from huying.lists.filling.opening import open_template
from huying.lists.filling.repeating import address, cells_of, repeat_row
from huying.lists.rules.cells import harmless, shown
from huying.lists.states import Type
from huying.lists.writing.workbook import clean, typed

MOST_FILLED = 5_000
_NAME = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
Lookup = Callable[[str], Any]
_FORMATS = {Type.SHARE: "0.00%", Type.DATE: "yyyy-mm-dd", Type.MOMENT: "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A workbook understood: on which sheets which row is repeated."""

    book: Any
    repeated: dict[str, int]


def check(name: str, data: bytes, names: Names) -> None:
    """Refused as `filled` would refuse; nothing is filled."""
    _plan(name, data, names)


def filled(name: str, data: bytes, names: Names, rows: list[Row], *, at: datetime) -> bytes:
    """The workbook with everything put in; the same in gives the same out, byte for byte.

    Refused `invalid` with the cell for a name this list does not have and for more than one
    repeated row on a sheet, `too-many` above 5,000 rows, and as `open_template`.
    """
    plan = _plan(name, data, names)
    if plan.repeated and len(rows) > MOST_FILLED:
        raise Refused(Code.TOO_MANY, _("too many rows for a template: narrow the list"))
    for sheet in plan.book.worksheets:
        again = plan.repeated.get(sheet.title)
        for cell in _named_cells(sheet):
            if cell.row != again:
                _put(cell, lambda said: _single(names, said))
        if again is not None:
            _rows(plan.book, sheet, again, names, rows)
    plan.book.calculation.fullCalcOnLoad = True  # no program has reckoned the formulas anew yet
    return _written(plan.book, at)


def _plan(name: str, data: bytes, names: Names) -> Plan:
    book = open_template(name, data)
    wrong: dict[str, str] = {}
    _take_own_names(book, names, wrong)
    repeated: dict[str, int] = {}
    found = False
    for sheet in book.worksheets:
        for cell in _named_cells(sheet):
            where = address(sheet, cell.row, cell.column)
            for said in _NAME.findall(str(cell.value)):
                found, meant = True, names.canonical(said)
                if meant is None:
                    wrong[f"{where} {{{{{said}}}}}"] = _("this list has no such name")
                elif cell.data_type == "f":
                    wrong[where] = _("a formula cannot hold a name; put the name into a cell of its own")  # fmt: skip
                elif meant.startswith(f"{ROW}.") and repeated.setdefault(sheet.title, cell.row) != cell.row:  # fmt: skip
                    wrong[where] = _("only one row of a sheet is repeated, and it is not this one")
    if not wrong and not found:
        wrong["file"] = _("there is nothing to fill: no named cell and no {{name}}")
    if wrong:
        raise Refused(Code.INVALID, _("this template does not fit the list"), fields=wrong)
    return Plan(book, repeated)


def _take_own_names(book: Any, names: Names, wrong: dict[str, str]) -> None:
    """Cells that carry a name of ours in the workbook's own way are marked as the others are."""
    everywhere = [*book.defined_names.values()]
    everywhere += [one for sheet in book.worksheets for one in sheet.defined_names.values()]
    for one in everywhere:
        if not names.is_ours(one.name):
            continue
        for title, area in one.destinations:
            sheet = book[title] if title in book.sheetnames else None
            cell = _one_cell(sheet, area)
            if cell is None:
                wrong[f"{title}!{area.replace('$', '')} {one.name}"] = _("a name must stand for one cell")  # fmt: skip
            elif not _NAME.search(str(cell.value)):
                cell.value = f"{{{{{one.name}}}}}"


def _one_cell(sheet: Any, area: str) -> Any:
    plain = area.replace("$", "")
    if sheet is None or not re.fullmatch(r"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?", plain):
        return None
    first = plain.partition(":")[0]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    return sheet[first] if plain in {first, f"{first}:{first}"} or plain in merged else None


def _named_cells(sheet: Any) -> Iterator[Any]:
    for cell in cells_of(sheet):
        if not isinstance(cell, MergedCell) and _NAME.search(str(cell.value)):
            yield cell


def _single(names: Names, said: str) -> tuple[Type, Any]:
    meant = names.canonical(said) or ""
    value = names.values[meant]
    kind = Type.MOMENT if isinstance(value, datetime) else Type.DATE if meant == "date" else Type.TEXT  # fmt: skip
    return kind, value


def _rows(book: Any, sheet: Any, number: int, names: Names, rows: list[Row]) -> None:
    repeat_row(book, sheet, number, max(len(rows), 1))
    columns = {cell.column for cell in _named_cells(sheet) if cell.row == number}
    for index in range(max(len(rows), 1)):
        row = rows[index] if index < len(rows) else None
        for column in columns:
            cell = sheet.cell(number + index, column)
            _put(cell, lambda said, row=row, n=index + 1: _of_row(names, said, row, n))  # type: ignore[misc]


def _of_row(names: Names, said: str, row: Row | None, number: int) -> tuple[Type, Any]:
    meant = names.canonical(said) or ""
    if not meant.startswith(f"{ROW}."):
        return _single(names, said)
    if row is None:
        return Type.TEXT, None
    key = meant.partition(".")[2]
    if key == NUMBERED:
        return Type.NUMBER, number
    index = names.keys.index(key)
    column = names.columns[index]
    if column.type in {Type.WORD, Type.YES_NO}:
        return Type.TEXT, shown(column.type, column.labels, row.values[index])
    return column.type, row.values[index]


def _put(cell: Any, lookup: Lookup) -> None:
    text = str(cell.value)
    whole = _NAME.fullmatch(text.strip())
    if whole is None:
        _text(cell, _NAME.sub(lambda found: _in_words(*lookup(found[1])), text))
        return
    kind, value = lookup(whole[1])
    if isinstance(value, str):
        _text(cell, value)
        return
    cell.value = typed(kind, value)
    if kind in _FORMATS and cell.number_format == "General":
        cell.number_format = _FORMATS[kind]


def _in_words(kind: Type, value: Any) -> str:
    if kind in {Type.TEXT, Type.DATE}:
        return as_words(value)
    return shown(kind, {}, value)


def _text(cell: Any, text: str) -> None:
    plain = clean(text)
    cell.value = plain or None
    if plain:
        cell.data_type = "s"  # a text that looks like a formula stays a text
        if harmless(plain) != plain:
            cell.quotePrefix = True


def _written(book: Any, at: datetime) -> bytes:
    book.properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    raw = BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED)).save()
    local, result = timezone.localtime(at), BytesIO()
    stamp = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in parts.infolist():
            # The library stamps each part with the clock of the machine.
            fresh = zipfile.ZipInfo(entry.filename, stamp)
            fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            out.writestr(fresh, parts.read(entry))
    return result.getvalue()
