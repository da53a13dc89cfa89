"""`huying export`: any list as a file from the command line, with honest exit codes."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huying.kernel.refusals import Code
from huying.lists.registry import registered
from huying.orders.states import OrderState
from huying.trail.models import Record
from tests.builders import Cast, build_cast, clock_at
from tests.config.starting import huying
from tests.config.test_cli import refusal, run, said


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def export(cast: Cast, *arguments: str) -> str:
    with clock_at(cast.at):
        return said(run("export", *arguments))


def test_a_list_is_written_and_what_was_written_is_told(cast: Cast, tmp_path: Path) -> None:
    order = cast.order_in(OrderState.ACCEPTED)
    cast.place(place=cast.neighbour)
    file = tmp_path / "orders.xlsx"
    told = json.loads(export(cast, "orders", "--place", cast.community.code, "--out", str(file), "--json"))  # fmt: skip
    assert (told["rows"], told["file"], told["place"]) == (1, str(file), cast.community.code)
    rows = list(load_workbook(BytesIO(file.read_bytes())).worksheets[0].values)
    assert [row[0] for row in rows[1:]] == [order.number]
    record = Record.objects.get(subject_kind="list_export")
    assert (record.by_label, record.given["digest"]) == ("command line", told["sha256"])
    assert list(tmp_path.iterdir()) == [file]


def test_without_a_place_it_is_the_whole_installation_and_filters_narrow(cast: Cast) -> None:
    cast.order_in(OrderState.ACCEPTED)
    cast.place(place=cast.neighbour)
    whole = json.loads(export(cast, "orders", "--format", "json", "--out", "-"))
    some = json.loads(export(cast, "orders", "--format", "json", "--out", "-", "--filter", "state=accepted"))  # fmt: skip
    assert (whole["count"], some["count"]) == (2, 1)
    assert [row["community"] for row in whole["rows"]] == ["柳岸社区", "槐荫里社区"]


def test_every_list_can_be_exported_and_without_a_name_they_are_named(cast: Cast) -> None:
    cast.place()
    named = json.loads(export(cast, "--json"))
    assert [one["list"] for one in named] == [
        name for name in registered() if name != "care-ledger"
    ]
    assert export(cast).splitlines()[0].startswith("orders  ")
    for one in named:
        told = json.loads(export(cast, one["list"], "--format", "json", "--out", "-"))
        assert told["count"] == len(told["rows"]), one
    assert export(cast, "units", "--format", "csv", "--out", "-").startswith("\ufeff# ")


def test_wrong_names_filters_and_places_end_with_one(cast: Cast, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "x.xlsx"))
    assert refusal(run("export", "nothing", *out)) is Code.UNKNOWN
    assert refusal(run("export", "orders", "--place", "999999", *out)) is Code.UNKNOWN
    assert refusal(run("export", "care-ledger", *out)) is Code.NOT_YOURS
    assert refusal(run("export", "orders", "--filter", "state=lost", *out)) is Code.INVALID
    for wrong in (("--format", "doc"), ("--filter", "state"), ("--nope",)):
        assert run("export", "orders", *wrong, *out).exit_code == 2
    assert isinstance(run("export", "units", "--out", str(tmp_path / "no" / "x.csv")).exception, OSError)  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    result = huying(tmp_path, "export", "nothing")
    assert result.returncode == 1
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("huying: ")
    assert "orders, order-ledger" in line
