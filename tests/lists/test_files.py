"""A list as a file: real dates and numbers, nothing a spreadsheet would reckon with, and an about."""

import csv
import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from huying.lists.actions import Export, export_list
from huying.lists.definitions import Column, Row
from huying.lists.registry import registered
from huying.lists.rules.cells import harmless, kept, revived
from huying.lists.states import Format, Type
from huying.lists.writing import About, write
from huying.orders.models import Order
from tests.builders import START, Cast
from tests.lists.samples import a_ledger, of

BATCH = 40
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x","x")']
COLUMNS = (
    Column("text", "Text"),
    Column("n", "Number", Type.NUMBER),
    Column("share", "Share", Type.SHARE),
    Column("day", "Day", Type.DATE),
    Column("at", "Moment", Type.MOMENT),
    Column("word", "Word", Type.WORD, {"a": "=label"}),
    Column("yes", "Yes", Type.YES_NO),
)
ABOUT = About(
    "care", 3, "Care: [all]", "=place", (("State", "-closed"),), START, "@me", ("Illness",)
)

AS_READ = START.replace(tzinfo=None)


def written(kind: Format, *rows: Row) -> bytes:
    file = BytesIO()
    assert write(file, kind, rows, COLUMNS, ABOUT) == len(rows)
    return file.getvalue()


def exported(cast: Cast, name: str, kind: Format, **raw: str) -> Export:
    return export_list(of(cast, name, cast.lin, **raw), kind, by=cast.lin.actor, at=cast.at)


def a_row(text: str = "x") -> Row:
    return Row("1", (text, 3, 0.98787, date(2026, 3, 10), START, "a", True))


def test_a_workbook_has_real_values_a_frozen_header_and_a_sheet_about_itself() -> None:
    book = load_workbook(BytesIO(written(Format.XLSX, a_row())))
    sheet, about = book.worksheets
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Care   all", "A2", "A1:G2")
    cells = sheet[2]
    assert [cell.value for cell in cells] == [
        "x", 3, 0.98787, AS_READ.replace(hour=0), AS_READ, "=label", "Yes",
    ]  # fmt: skip
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "d", "s", "s"]
    assert cells[2].number_format == "0.00%"
    assert {row[0].value: row[1].value for row in about.iter_rows()} == {
        "Name of the list": "Care: [all]", "Definition": "care 3", "Place": "=place",
        "State": "-closed", "As of": "2026-03-10 09:00:00", "Rows": 1, "Written for": "@me",
        "Left out as sensitive": "Illness",
    }  # fmt: skip


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    cell = load_workbook(BytesIO(written(Format.XLSX, a_row(text)))).worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).strip() == text.strip()


def test_separated_text_opens_in_excel_and_holds_no_formula() -> None:
    raw = written(Format.CSV, *(a_row(text) for text in EVIL))
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))
    about = {line[0]: line[1] for line in lines if line[0].startswith("# ")}
    assert (about["# Rows"], about["# Written for"], about["# Place"]) == ("9", "'@me", "'=place")
    table = [line for line in lines if not line[0].startswith("# ")]
    assert table[0] == ["Text", "Number", "Share", "Day", "Moment", "Word", "Yes"]
    assert [line[0] for line in table[1:]] == [f"'{text}" for text in EVIL]
    assert table[1][1:] == ["3", "98.79%", "2026-03-10", "2026-03-10 09:00", "'=label", "Yes"]


def test_json_is_whole_and_plain() -> None:
    told = json.loads(written(Format.JSON, a_row("=1")))
    assert (told["count"], told["about"]["list"], told["columns"][0]) == (
        1, "care", {"key": "text", "label": "Text", "type": "text"},
    )  # fmt: skip
    assert told["rows"] == [{
        "text": "=1", "n": 3, "share": 0.98787, "day": "2026-03-10",
        "at": "2026-03-10T09:00:00+08:00", "word": "a", "yes": True,
    }]  # fmt: skip
    assert json.loads(written(Format.JSON))["rows"] == []


@given(st.text(max_size=20))
def test_a_harmless_text_never_begins_a_formula_and_loses_nothing(text: str) -> None:
    safe = harmless(text)
    assert safe.removeprefix("'") in {text, text.removeprefix("'")}
    assert not safe.lstrip().startswith(("=", "+", "-", "@"))
    assert not safe.startswith(("\t", "\r", "\n"))


@given(st.datetimes(timezones=st.just(UTC)) | st.dates())
def test_days_and_moments_come_back_as_they_were_kept(value: date) -> None:
    kind = Type.MOMENT if isinstance(value, datetime) else Type.DATE
    assert revived(kind, kept(value)) == value


def test_a_large_list_is_read_in_batches_and_not_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huying.lists.sources.BATCH", BATCH)
    first = cast.place()
    facts = {f.attname: getattr(first, f.attname) for f in Order._meta.concrete_fields}
    for key in ("id", "number"):
        del facts[key]
    number = count()
    Order.objects.bulk_create(
        Order(**facts | {"number": f"X{next(number)}"}) for _ in range(2 * BATCH + 3)
    )
    with CaptureQueriesContext(
        connection,
    ) as seen:
        made = exported(cast, "orders", Format.XLSX)
    rows: list[Any] = list(load_workbook(made.file, read_only=True).worksheets[0].iter_rows(values_only=True))  # fmt: skip
    made.file.close()
    assert (made.count, len({row[0] for row in rows[1:]})) == (2 * BATCH + 4, 2 * BATCH + 4)
    assert len(seen) < 40


def test_whoever_may_not_see_what_is_sensitive_exports_without_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registered(), "care", a_ledger())
    for kind in Format:
        made = exported(cast, "care", kind)
        with made.file:
            data = made.file.read()
        assert "高血压" not in _text(kind, data)
    assert (made.name, made.count) == ("care-20260310.json", 2)


def _text(kind: Format, data: bytes) -> str:
    if kind is not Format.XLSX:
        return data.decode()
    return str([list(sheet.values) for sheet in load_workbook(BytesIO(data)).worksheets])
