"""One row of a sheet becomes many: cells, styles, heights, merged cells and all that refers."""

import re
from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula

from huying.lists.filling.formulas import Grown, adjusted, adjusted_area

_PREFIX = re.compile(r"(?:'(?:[^']|'')*'|[^,!']+)!")


def cells_of(sheet: Any) -> list[Any]:
    """The cells a sheet really has, row by row; asking by rows would make all between them."""
    found = sheet._cells  # noqa: SLF001 -- the library has no other door that makes none
    return [found[place] for place in sorted(found)]


def repeat_row(book: Any, sheet: Any, row: int, times: int) -> None:
    """Repeat a row so that it stands there `times` times; what is below it moves down."""
    grown = Grown(sheet.title, row, times - 1)
    if grown.extra <= 0:
        return
    originals = [cell for cell in cells_of(sheet) if cell.row == row]
    heights = {n: sheet.row_dimensions[n] for n in list(sheet.row_dimensions)}
    sheet.insert_rows(row + 1, grown.extra)
    _heights(sheet, heights, grown)
    for number in range(row + 1, row + times):
        for cell in originals:
            _copy(sheet, cell, number)
    _merged(sheet, grown)
    _refer(book, grown)
    _areas(sheet, grown)


def _copy(sheet: Any, cell: Any, number: int) -> None:
    made = sheet.cell(number, cell.column)
    made._style = copy(cell._style)  # noqa: SLF001 -- seven public properties, each searched for anew
    if isinstance(cell, MergedCell):
        return
    value = cell.value
    if cell.data_type == "f" and isinstance(value, str):
        value = Translator(value, origin=cell.coordinate).translate_formula(made.coordinate)
    made.value = value
    made.data_type = cell.data_type


def _heights(sheet: Any, before: dict[int, Any], grown: Grown) -> None:
    for number in list(before):
        if number > grown.row:
            del sheet.row_dimensions[number]
    for number, said in before.items():
        if number > grown.row:
            _dimension(sheet, grown.row_now(number), said)
    if grown.row in before:
        for number in range(grown.row + 1, grown.row + grown.extra + 1):
            _dimension(sheet, number, before[grown.row])


def _dimension(sheet: Any, number: int, said: Any) -> None:
    made = copy(said)
    made.index = number
    sheet.row_dimensions[number] = made


def _merged(sheet: Any, grown: Grown) -> None:
    found: list[CellRange] = []
    for one in sheet.merged_cells.ranges:
        moved = _grow(one, grown)
        if one.min_row == one.max_row == grown.row:  # repeated with its row, not stretched
            bounds = {"min_col": one.min_col, "max_col": one.max_col}
            rows = range(grown.row, grown.row + grown.extra + 1)
            found += [CellRange(min_row=n, max_row=n, **bounds) for n in rows]
        else:
            found.append(moved)
    sheet.merged_cells = MultiCellRange(found)


def _grow(one: Any, grown: Grown) -> CellRange:
    return CellRange(
        min_col=one.min_col, max_col=one.max_col,
        min_row=grown.row_now(one.min_row), max_row=grown.last_now(one.max_row),
    )  # fmt: skip


def _refer(book: Any, grown: Grown) -> None:
    """Formulas of every sheet, and names of areas."""
    for sheet in book.worksheets:
        for cell in cells_of(sheet):
            fresh = sheet.title == grown.sheet and grown.row < cell.row <= grown.row + grown.extra
            if getattr(cell, "data_type", "") == "f" and not fresh:
                _formula(cell, sheet.title, grown)
            if getattr(cell, "hyperlink", None) is not None:
                cell.hyperlink.ref = cell.coordinate
        for name in sheet.defined_names.values():
            name.attr_text = adjusted_area(name.attr_text, sheet.title, grown)
    for name in book.defined_names.values():
        name.attr_text = adjusted_area(name.attr_text, "", grown)


def _formula(cell: Any, home: str, grown: Grown) -> None:
    if isinstance(cell.value, ArrayFormula):
        text = str(cell.value.text)
        cell.value.text = adjusted(text, home, grown) if text.startswith("=") else text
        if home == grown.sheet:
            cell.value.ref = str(_grow(CellRange(cell.value.ref), grown))
    elif isinstance(cell.value, str):
        cell.value = adjusted(cell.value, home, grown)


def _areas(sheet: Any, grown: Grown) -> None:
    """Areas that rules, filters, tables, pictures and the print set-up speak of."""
    rules, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for one in rules:
        for rule in one.rules:
            rule.formula = [adjusted(f"={text}", sheet.title, grown)[1:] for text in rule.formula]
            sheet.conditional_formatting.add(str(_several(one.sqref, grown)), rule)
    for one in sheet.data_validations.dataValidation:
        one.sqref = _several(one.sqref, grown)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = str(_grow(CellRange(sheet.auto_filter.ref), grown))
    for table in sheet.tables.values():
        table.ref = str(_grow(CellRange(table.ref), grown))
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = str(_grow(CellRange(table.autoFilter.ref), grown))
    for line in sheet.row_breaks.brk:
        line.id = grown.row_now(line.id)
    if sheet.print_area:
        area = _PREFIX.sub("", str(sheet.print_area))
        sheet.print_area = adjusted_area(area, sheet.title, grown)
    for picture in sheet._images:  # noqa: SLF001 -- the only place where pictures are
        for mark in (getattr(picture.anchor, "_from", None), getattr(picture.anchor, "to", None)):
            if mark is not None and mark.row >= grown.row:  # counted from nought
                mark.row += grown.extra


def _several(said: Any, grown: Grown) -> MultiCellRange:
    return MultiCellRange([_grow(one, grown) for one in said.ranges])


def address(sheet: Any, row: int, column: int) -> str:
    """A cell as people name it: Sheet1!B5."""
    return f"{sheet.title}!{get_column_letter(column)}{row}"
