"""Text tables: encodings, delimiters, and every way to be broken."""

import csv
import zipfile
from pathlib import Path

import pytest

from huying.intake.readers import Table, open_table
from huying.intake.readers.texts import LONGEST_LINE
from huying.kernel.refusals import Refused
from tests.intake.tables import write_csv, write_jsonl

ROWS = [{"编号": "1", "内容": "灯不亮，三天了"}, {"编号": "2", "内容": "两行\n说的一件事"}]
TOLD = [(2, ("1", "灯不亮，三天了")), (3, ("2", "两行\n说的一件事"))]


def told(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in table.rows()]


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        open_table(path)
    assert list(caught.value.fields) == ["file"]
    return caught.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_its_own_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS, encoding=encoding, delimiter=delimiter)
    table = open_table(path)
    assert (table.header, table.total) == (("编号", "内容"), 2)
    assert told(table) == TOLD
    assert told(table) == TOLD  # and again


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_usual_way(tmp_path: Path, end: str) -> None:
    rows = [{"编号": "1", "内容": "灯"}, {"编号": "2", "内容": "井盖"}]
    table = open_table(write_csv(tmp_path / "a.csv", rows, end=end))
    assert told(table) == [(2, ("1", "灯")), (3, ("2", "井盖"))]


def test_a_comma_in_a_quoted_header_does_not_decide_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"编号, 旧, 新";内容\n1;灯\n', encoding="utf-8")
    assert open_table(path).header == ("编号, 旧, 新", "内容")


def test_blank_lines_are_no_rows_and_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n编号,内容\n\n1,灯\n , \n2,井盖\n", encoding="utf-8")
    table = open_table(path)
    assert (table.header, table.total) == (("编号", "内容"), 2)
    assert told(table) == [(4, ("1", "灯")), (6, ("2", "井盖"))]


def test_a_row_of_another_width_is_given_out_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,内容\n1\n2,灯,又,来\n3,好,,\n", encoding="utf-8")
    assert [tuple(row) for row in open_table(path).rows()] == [
        (2, ("1", ""), (), "fewer cells than the header has"),
        (3, ("2", "灯"), ("又", "来"), "more cells than the header has"),
        (4, ("3", "好"), (), ""),
    ]


def test_columns_without_a_name_are_called_by_their_position(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号, ,内容,\n1,x,灯,\n", encoding="utf-8")
    table = open_table(path)
    assert (table.header, told(table)) == (("编号", "#2", "内容"), [(2, ("1", "x", "灯"))])


def test_an_emoji_survives_gb18030(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [{"编号": "1", "内容": "谢谢🙏"}], encoding="gb18030")
    assert told(open_table(path)) == [(2, ("1", "谢谢🙏"))]


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("a.txt", "a")
    return path


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "the file is empty"),
    "blank": ("a.csv", b"\r\n \r\n", "the file is empty"),
    "an old workbook": (
        "a.csv",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "this is no text file; is it a workbook by another name?",
    ),
    "NUL": ("a.csv", "编号,内容\n1,灯\0\n".encode(), "the file contains NUL characters"),
    "NUL in GBK": (
        "a.csv",
        "编号,内容\n1,灯\0\n".encode("gbk"),
        "the file contains NUL characters",
    ),
    "no encoding": ("a.csv", b"a,b\n1,\xff\xfe\xff\n", "the text is neither UTF-8 nor GB18030"),
    "cut in a character": (
        "a.csv",
        b"\xef\xbb\xbf" + "编号,灯".encode()[:-1],
        "the text is neither UTF-8 nor GB18030",
    ),
    "twice": ("a.csv", "编号,内容,编号 \n".encode(), "two columns have the same name"),
    "open quote": (
        "a.csv",
        '编号,内容\n1,"灯\n2,井盖\n'.encode(),
        "a quote in this csv is not closed, or not doubled",
    ),
    "undoubled quote": (
        "a.csv",
        '编号,内容\n1,"灯"不"亮"\n'.encode(),
        "a quote in this csv is not closed, or not doubled",
    ),
    "another kind": ("a.pdf", b"%PDF", "only csv, xlsx and jsonl files can be read"),
    "no objects": ("a.jsonl", b"[1, 2]\n", "a jsonl file has one JSON object on each line"),
    "key twice in the columns": (
        "a.jsonl",
        b'{"no": "1", "no ": "2"}\n',
        "two columns have the same name",
    ),
}


@pytest.mark.parametrize(("name", "content", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_as_a_whole(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == reason


def test_a_zip_called_csv_is_refused(tmp_path: Path) -> None:
    reason = "this is no text file; is it a workbook by another name?"
    assert refusal(zipped(tmp_path / "a.csv")) == reason


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == "the file cannot be opened"


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,内容\n1," + "x" * LONGEST_LINE, encoding="utf-8")
    assert refusal(path) == "a line is too long for a table"


def test_a_megabyte_in_one_cell_is_no_reason_to_refuse_the_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [{"编号": "1", "内容": "灯" * 500_000}])
    assert [len(row.cells[1]) for row in open_table(path).rows()] == [500_000]
    assert csv.field_size_limit() == LONGEST_LINE


def test_json_lines_are_read_by_their_keys(tmp_path: Path) -> None:
    rows = [{"编号": 1, "急": True, "内容": None}, {"内容": "灯", "编号": "2", "图": ["a"]}]
    table = open_table(write_jsonl(tmp_path / "a.jsonl", rows))
    assert (table.header, table.total) == (("编号", "急", "内容", "图"), 2)
    assert told(table) == [(1, ("1", "true", "", "")), (2, ("2", "", "灯", '["a"]'))]


def test_a_bad_json_line_is_given_out_with_its_fault_and_its_text(tmp_path: Path) -> None:
    deep = "[" * 100_000
    path = tmp_path / "a.jsonl"
    lines = ['{"编号": "1"}', "[2]", '{"编号": 3', '{"编号": 4, "编号": 5}', deep]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [tuple(row) for row in open_table(path).rows()] == [
        (1, ("1",), (), ""),
        (2, ("",), ("[2]",), "the line is no JSON object"),
        (3, ("",), ('{"编号": 3',), "the line is no JSON object"),
        (4, ("",), ('{"编号": 4, "编号": 5}',), "a key occurs twice"),
        (5, ("",), (deep,), "the line is no JSON object"),
    ]


def test_a_key_that_comes_late_is_kept_beside_the_columns(tmp_path: Path) -> None:
    rows = [{"编号": str(n)} for n in range(200)] + [{"编号": "200", "备注": "晚来"}]
    table = open_table(write_jsonl(tmp_path / "a.jsonl", rows))
    *_others, last = table.rows()
    assert (table.header, last.cells, last.extra) == (("编号",), ("200",), ("备注=晚来",))
