"""Made-up files of other systems, and an import of one."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from huying.intake.running import Report, run_import
from huying.kernel.calendar import SHANGHAI

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=SHANGHAI)
PLAIN_MAP = """
title = "a plain table"
source = "plain"
times = ["%Y-%m-%d %H:%M"]
[columns]
number = "no"
text = "words"
placed_at = "time"
"""
CLOSED_MAP = (
    PLAIN_MAP
    + """
closed_at = "done?"
reply = "answer?"
[flags.closed]
column = "state?"
is = ["done"]
[flags.in_time]
column = "late?"
is = ["no"]
[flags.late]
column = "late?"
is = ["yes"]
"""
)
Rows = Sequence[Mapping[str, str]]


def ordinary(number: int, **changes: str) -> dict[str, str]:
    """A row for the plain map: one closed matter a minute on a March morning."""
    usual = {"no": f"A{number}", "words": f"第{number}盏路灯不亮", "time": "2026-03-01 08:30"}
    return usual | changes


def write_csv(
    path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> Path:
    """A csv with the columns of all rows."""
    header = list({key: None for row in rows for key in row})
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.DictWriter(file, header, delimiter=delimiter, lineterminator=end, restval="")
        out.writeheader()
        out.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """A workbook with one sheet of these cells."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def write_jsonl(path: Path, rows: Sequence[Any]) -> Path:
    """One JSON value a line."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_map(folder: Path, text: str = CLOSED_MAP) -> str:
    """A map file; the name to call it by."""
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def imported(path: Path, map_name: str | None = None, **changes: Any) -> Report:
    """An import of the file at noon, into the community unless it says otherwise."""
    usual: dict[str, Any] = {
        "map_name": map_name,
        "place_code": "990101001001",
        "dry_run": False,
        "at": NOON,
        "progress": lambda _done, _total: None,
    }
    return run_import(path, **usual | changes)


def counts(report: Report) -> tuple[int, int, int, int]:
    """Rows, imported, already, rejected."""
    return report.rows, report.imported, report.already, report.rejected


def rejected(report: Report) -> list[dict[str, str]]:
    """The rows of a rejects file."""
    if report.rejects_file is None:
        return []
    with report.rejects_file.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
