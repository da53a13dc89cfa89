"""Rows copied from a table: tabs or commas between cells, with a header or without."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from huying.intake.pasting.labels import names
from huying.intake.pasting.pieces import Form, Part, Piece
from huying.people.rules import phones_in

FEWEST_CELLS = 3
DELIMITERS = "\t,"
_NUMBER = re.compile(r"[A-Za-z]{0,6}-?\d[\dA-Za-z-]{5,31}")
_TIME = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,2}(?:某某?|先生|女士|阿姨|师傅)")
_SPOT = re.compile(
    r"[\u4e00-\u9fff\w]*(?:路|街|巷|小区|社区|号楼?|栋|单元|室|村|苑|花园|里)[\w\u4e00-\u9fff]*"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table: its stretch of the paste, and its cells."""

    raw: str
    cells: Sequence[str]


def table(text: str) -> list[Piece] | None:
    """The rows of a paste that is a table; None where it is none."""
    for delimiter in DELIMITERS:
        records = _records(text, delimiter)
        told = [record for record in records if any(map(str.strip, record.cells))]
        if not told or min(len(record.cells) for record in told) < FEWEST_CELLS:
            continue
        header = [names().get(cell.strip(), "") for cell in told[0].cells]
        if sum(map(bool, header)) >= 2 and len(told) > 1:  # noqa: PLR2004 -- one word is no header
            return _pieces(records, told[0], header)
        if all(_looks_like_a_row(record.cells) for record in told):
            return _pieces(records, None, [])
    return None


def _records(text: str, delimiter: str) -> list[Record]:
    """The records of a text, a quoted cell may hold line breaks; their stretches make the text."""
    found: list[Record] = []
    raw, quoted = "", False
    for line in text.splitlines(keepends=True):
        raw += line
        quoted ^= line.count('"') % 2 == 1
        if not quoted:
            found.append(Record(raw, _cells(raw, delimiter)))
            raw = ""
    return [*found, Record(raw, raw.rstrip("\r\n").split(delimiter))] if raw else found


def _cells(raw: str, delimiter: str) -> list[str]:
    line = raw.rstrip("\r\n")
    try:
        rows = list(csv.reader([line], delimiter=delimiter, strict=True)) if '"' in line else []
    except csv.Error:
        rows = []
    return rows[0] if len(rows) == 1 else line.split(delimiter)


def _looks_like_a_row(cells: Sequence[str]) -> bool:
    """Whether cells are more than a sentence with commas: a phone, a time or a number alone in one."""
    return (
        sum(_kind(cell.strip()) in {"contact_phone", "placed_at", "number"} for cell in cells) >= 1
    )


def _kind(cell: str) -> str:
    """What a cell is by its looks; "" for words."""
    if phones_in(cell) == [cell]:
        return "contact_phone"
    for name, pattern in (("placed_at", _TIME), ("number", _NUMBER), ("contact_name", _PERSON)):
        if pattern.fullmatch(cell):
            return name
    return "address" if _SPOT.fullmatch(cell) else ""


def _pieces(records: Sequence[Record], header: Record | None, fields: Sequence[str]) -> list[Piece]:
    """A piece for each record; the header and blank lines belong to the piece after them."""
    found: list[Piece] = []
    before = ""
    for record in records:
        if record is header or not any(map(str.strip, record.cells)):
            before += record.raw
            continue
        cells = _named(record.cells, fields) if fields else _guessed(record.cells)
        found.append(
            Piece(
                Form.ROW, (Part(before, record.raw),), cells.get("contact_name", ""),
                cells.get("placed_at", ""), cells,
            )
        )  # fmt: skip
        before = ""
    if before and found:
        last = found[-1]
        found[-1] = Piece(
            last.form, (*last.parts, Part(before, "")), last.sender, last.said, last.cells
        )
    return found


def _named(cells: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, cell in zip(fields, cells, strict=False):
        if name and name not in {"other", "unit", "state"} and cell.strip():
            found.setdefault(name, cell.strip())
    return found


def _guessed(cells: Sequence[str]) -> dict[str, str]:
    """Cells by their looks: the longest that looks like nothing else is the words."""
    stripped = [cell.strip() for cell in cells if cell.strip()]
    words = max((cell for cell in stripped if not _kind(cell)), key=len, default="")
    found = {"text": words or max(stripped, key=len)}
    for cell in stripped:
        if (name := _kind(cell)) and cell != found["text"]:
            found.setdefault(name, cell)
    return found
