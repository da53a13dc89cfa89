"""Excel workbooks, small and large, whole and broken."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from huying.intake.readers import open_table, workbooks
from huying.kernel.refusals import Refused
from tests.intake.tables import write_xlsx

MORNING = datetime(2026, 3, 1, 8, 30, 5)  # noqa: DTZ001 -- a sheet knows no time zones
SHEET: list[list[Any]] = [
    [],
    ["编号", "时间", "内容", "数"],
    [7, MORNING, "灯\n不亮", 2.5],
    [],
    ["A8", date(2026, 3, 2), True, None],
    [9.0, time(8, 30), "=1+1"],
]
TOLD = [
    (3, ("7", "2026-03-01 08:30:05", "灯\n不亮", "2.5")),
    (5, ("A8", "2026-03-02", "true", "")),
    (6, ("9", "08:30:00", "", "")),
]


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        open_table(path)
    assert list(caught.value.fields) == ["file"]
    return caught.value.reason


@pytest.fixture(params=["at once", "row by row"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read as a small workbook is, and as a large one."""
    if request.param == "row by row":
        monkeypatch.setattr(workbooks, "WHOLE_BELOW", 0)
    return str(request.param)


def test_a_workbook_gives_the_same_rows_whatever_its_size(tmp_path: Path, way: str) -> None:
    table = open_table(write_xlsx(tmp_path / "a.xlsx", SHEET))
    assert table.header == ("编号", "时间", "内容", "数")
    assert [(row.number, row.cells) for row in table.rows()] == TOLD
    assert [row.fault for row in table.rows()] == ["", "", ""]


def test_a_cell_beyond_the_header_is_a_fault_of_its_row(tmp_path: Path, way: str) -> None:
    table = open_table(write_xlsx(tmp_path / "a.xlsx", [["编号"], ["1"], ["2", "多"]]))
    assert [tuple(row) for row in table.rows()] == [
        (2, ("1",), (), ""),
        (3, ("2",), ("多",), "more cells than the header has"),
    ]


def test_a_workbook_without_rows_is_refused(tmp_path: Path, way: str) -> None:
    assert refusal(write_xlsx(tmp_path / "a.xlsx", [])) == "the first sheet is empty"


def test_two_columns_of_one_name_are_refused(tmp_path: Path, way: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["编号", "内容", "编号"]])
    assert refusal(path) == "two columns have the same name"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", SHEET).read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(cut) == "the workbook is damaged, cut off or locked"


def test_a_workbook_with_a_flipped_bit_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", SHEET)
    with zipfile.ZipFile(path) as parts:
        info = parts.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    content[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 1
    path.write_bytes(content)
    assert refusal(path) == "the workbook is damaged, cut off or locked"


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", text)
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        ("编号,内容\n1,灯\n".encode(), "the workbook is damaged, cut off or locked"),
        (b"\xd0\xcf\x11\xe0" + bytes(2000), "the workbook is damaged, cut off or locked"),
    ],
    ids=["empty", "a csv", "locked"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path) == reason


def test_another_kind_of_zip_is_refused(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.xlsx", word__document="<a/>")) == (
        "this is no Excel workbook"
    )


def test_a_workbook_of_nonsense_is_refused(tmp_path: Path, way: str) -> None:
    assert refusal(zipped(tmp_path / "a.xlsx", xl__workbook="<a><b></a>")) == (
        "the workbook cannot be read"
    )


def test_a_workbook_whose_texts_do_not_fit_into_memory_is_refused(tmp_path: Path) -> None:
    bomb = zipped(
        tmp_path / "a.xlsx",
        xl__workbook="<a/>",
        xl__sharedStrings=" " * (workbooks.LARGEST_STRINGS + 1),
    )
    assert bomb.stat().st_size < 200_000
    assert refusal(bomb) == "the workbook is too large; save it as csv"
