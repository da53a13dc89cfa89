"""`import places`: a city's tree from a table."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from huying.intake.planting import plant
from huying.kernel.refusals import Refused
from huying.places.actions import retire_place
from huying.places.models import Place
from huying.places.queries import place
from tests.builders import START

pytestmark = pytest.mark.django_db

SQUARE = "POLYGON((116 36, 116.01 36, 116.01 36.01, 116 36.01, 116 36))"
TREE = [
    # Children may stand before what they stand in.
    ("户", "990102001001001-B1-0101", "101室", "990102001001001-B1", "", "", "", "", ""),
    ("楼栋", "990102001001001-B1", "1号楼", "990102001001001", "", "听雨路8号", "", "", ""),
    ("网格", "990102001001001", "听雨第一网格", "", "专属", "", "", "", SQUARE),
    ("社区", "990102001001", "听雨社区", "990102001", "", "", "116.005", "36.005", ""),
    ("街道", "990102001", "松风街道", "990102", "", "", "", "", ""),
    ("区", "990102", "云山区", "", "", "", "", "", ""),
    ("小区", "990102001001-E1", "听雨山庄", "990102001001", "封闭", "", "", "", ""),
]
HEADER = ("级别", "编码", "名称", "上级", "类型", "地址", "经度", "纬度", "边界")
Line = tuple[str, ...]


def written(
    folder: Path, lines: Sequence[Line], header: Line = HEADER, coding: str = "utf-8"
) -> Path:
    path = folder / "places.csv"
    with path.open("w", encoding=coding, newline="") as file:
        csv.writer(file).writerows([header, *lines])
    return path


def counts(found: Any) -> tuple[int, int, int, int, int]:
    return (found.rows, found.imported, found.already, found.changed, found.rejected)


def reasons(found: Any) -> list[tuple[str, str, str]]:
    with found.rejects_file.open(encoding="utf-8-sig", newline="") as file:
        return [(line[0], line[1], line[5]) for line in list(csv.reader(file))[1:]]


def test_a_tree_in_any_order_stands_and_a_second_run_adds_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, TREE, coding="gbk")
    assert counts(plant(path, dry_run=False, at=START)) == (7, 7, 0, 0, 0)
    home = place("990102001001001-B1-0101")
    line = [one.code for one in Place.objects.order_by("path") if home.path.startswith(one.path)]
    assert line == [
        "990102", "990102001", "990102001001", "990102001001001", "990102001001001-B1", home.code,
    ]  # fmt: skip
    grid = place("990102001001001")
    assert (grid.grid_kind, round(grid.lng or 0, 3)) == ("dedicated", 116.005)
    assert (place("990102001001-E1").estate_kind, place("990102").numchild) == ("closed", 1)
    before = list(Place.objects.order_by("id").values())
    assert counts(plant(path, dry_run=False, at=START)) == (7, 0, 7, 0, 0)
    assert list(Place.objects.order_by("id").values()) == before


def test_a_newer_file_adds_and_changes_and_blank_cells_say_nothing(tmp_path: Path) -> None:
    plant(written(tmp_path, TREE), dry_run=False, at=START)
    newer = [
        ("社区", "990102001001", "听雨新社区", "990102001", "", "", "", "", ""),
        ("网格", "990102001001001", "听雨第一网格", "", "", "", "", "", ""),
        ("网格", "990102001001002", "听雨第二网格", "", "", "", "", "", ""),
    ]
    assert counts(plant(written(tmp_path, newer), dry_run=False, at=START)) == (3, 1, 1, 1, 0)
    kept = place("990102001001")
    assert (kept.name, kept.lng, kept.numchild) == ("听雨新社区", 116.005, 3)
    assert place("990102001001001").grid_kind == "dedicated"
    assert place("990102001001002").grid_kind == "basic"


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    found = plant(written(tmp_path, TREE), dry_run=True, at=START)
    assert (counts(found), Place.objects.count()) == ((7, 7, 0, 0, 0), 0)


def test_what_cannot_stand_is_put_aside_with_its_reason_and_the_rest_comes_in(
    tmp_path: Path,
) -> None:
    bad = [
        ("宇宙", "990103", "无", "", "", "", "", "", ""),
        ("街道", "990109001", "无根街道", "990109", "", "", "", "", ""),
        ("社区", "990102001001", "重复社区", "990102001", "", "", "", "", ""),
        ("楼栋", "990102001001-B9", "9号楼", "990102", "", "", "", "", ""),
        ("社区", "990102001003", "", "990102001", "", "", "", "", ""),
        ("社区", "990102001004", "歪社区", "990102001", "", "", "abc", "36", ""),
        ("网格", "990102001001009", "破网格", "", "", "", "", "", "POLYGON((1 2"),
        ("网格", "990102001001008", "碎网格", "", "", "", "", "", "POINT(1 2)"),
        ("小区", "990102001001-E2", "不知小区", "990102001001", "半开", "", "", "", ""),
    ]
    found = plant(written(tmp_path, TREE + bad), dry_run=False, at=START)
    assert counts(found) == (16, 7, 0, 0, 9)
    assert reasons(found) == [
        ("9", "there-is-no-such-level", "无"),
        ("10", "the-place-above-is-not-known", "无根街道"),
        ("11", "this-code-stands-in-the-file-twice", "重复社区"),
        ("12", "invalid-parent", "9号楼"),
        ("13", "invalid-name", ""),
        ("14", "not-a-coordinate-in-degrees", "歪社区"),
        ("15", "neither-GeoJSON-nor-WKT", "破网格"),
        ("16", "invalid-boundary", "碎网格"),
        ("17", "there-is-no-such-kind", "不知小区"),
    ]
    assert Place.objects.count() == 7


def test_a_code_keeps_its_place_in_the_tree_and_a_retired_one_stays_retired(tmp_path: Path) -> None:
    plant(written(tmp_path, TREE), dry_run=False, at=START)
    retire_place(place("990102001001-E1"), at=START)
    moved = [
        ("楼栋", "990102001001001-B1", "1号楼", "990102001001", "", "", "", "", ""),
        ("小区", "990102001001-E1", "听雨山庄", "990102001001", "封闭", "", "", "", ""),
        ("楼栋", "990102001001-B7", "7号楼", "990102001001-E1", "", "", "", "", ""),
    ]
    found = plant(written(tmp_path, moved), dry_run=False, at=START)
    assert counts(found) == (3, 0, 0, 0, 3)
    assert [code for _row, code, _name in reasons(found)] == [
        "this-code-stands-elsewhere-in-the-tree",
        "this-place-is-retired",
        "the-place-above-is-not-known",
    ]


def test_a_sheet_with_english_names_and_geojson_reads_the_same(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    ring = [[116.0, 36.0], [116.01, 36.0], [116.01, 36.01], [116.0, 36.0]]
    drawn = json.dumps({"type": "Polygon", "coordinates": [ring]})
    sheet.append(["level", "code", "name", "boundary"])
    sheet.append(["district", "990102", "云山区", drawn])
    path = tmp_path / "tree.xlsx"
    book.save(path)
    assert counts(plant(path, dry_run=False, at=START)) == (1, 1, 0, 0, 0)
    assert counts(plant(path, dry_run=False, at=START)) == (1, 0, 1, 0, 0)
    assert place("990102").boundary == json.loads(drawn)


def test_a_file_without_the_columns_it_needs_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        plant(written(tmp_path, [("a", "b")], ("级别", "地址")), dry_run=False, at=START)
    assert sorted(refusal.value.fields) == ["code", "name"]
